"""The desk of the civil servant: declare, read, answer."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/werk")

from participation.web.desk import (  # noqa: E402, F401
    answer_sheets,
    answer_texts,
    answering,
    asked_back,
    brought_in,
    changing,
    confirming,
    considering,
    contributions,
    dealing_rules,
    decisions,
    dividing,
    experiences,
    formal,
    grouped,
    grouped_letters,
    grouped_start,
    importing,
    inbox,
    intake,
    merging,
    moments,
    news,
    notes,
    people,
    placing,
    points,
    reports,
    room_review,
    rooms,
    saved_searches,
    team,
    themes,
    track_moves,
    track_promises,
    tracks,
)
