"""The desk of the civil servant: declare, read, answer."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/werk")

from participation.web.desk import (  # noqa: E402, F401
    answering,
    contributions,
    inbox,
    intake,
    room_review,
    rooms,
    track_moves,
    tracks,
)
