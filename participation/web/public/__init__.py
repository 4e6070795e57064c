"""The pages for residents: no account, no JavaScript needed, plain Dutch."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from participation.web.public import (  # noqa: E402, F401
    areas,
    asked_back,
    contribute,
    contributions,
    experiences,
    feeds,
    files,
    follow,
    following,
    home,
    house,
    information,
    meetings,
    mine,
    mine_leaving,
    mine_sign_in,
    news,
    objection,
    paper,
    promises,
    receipt,
    report,
    said_together,
    second_look,
    themes,
    tracks,
)
