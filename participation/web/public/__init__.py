"""The pages for residents: no account, no JavaScript needed, plain Dutch."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from participation.web.public import (  # noqa: E402, F401
    areas,
    asked_back,
    contribute,
    contributions,
    experiences,
    follow,
    home,
    house,
    information,
    news,
    objection,
    paper,
    promises,
    report,
    said_together,
    second_look,
    themes,
    tracks,
)
