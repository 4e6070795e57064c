"""The coordinator's pages: what waits for a judgement, what is late, what shrank."""

from flask import Blueprint

bp = Blueprint("coordination", __name__, url_prefix="/regie")

from participation.web.coordination import colleagues, formal, house, mail, names, overdue, overview, reviews  # noqa: E402, F401
