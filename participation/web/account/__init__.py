"""Signing in and out, for people who work for the municipality."""

from flask import Blueprint

bp = Blueprint("account", __name__)

from participation.web.account import sign_in  # noqa: E402, F401
