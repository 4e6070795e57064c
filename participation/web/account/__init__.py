"""Signing in and out, and the own password, for people who work for the municipality."""

from flask import Blueprint

bp = Blueprint("account", __name__)

from participation.web.account import away, password, sign_in  # noqa: E402, F401
