"""The desk of the civil servant: declare, read, answer."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/werk")

from participation.web.desk import (  # noqa: E402, F401
    answer_texts,
    answering,
    changing,
    confirming,
    considering,
    contributions,
    decisions,
    experiences,
    inbox,
    intake,
    moments,
    news,
    people,
    reports,
    room_review,
    rooms,
    track_moves,
    track_promises,
    tracks,
)
