"""The terms and the level words of the municipality, as a page shows them: what is in force, read anew each time."""

from collections.abc import Mapping

from flask import Flask, g

from participation.config import Municipality
from participation.house import queries as house
from participation.house.levels import Level, LevelWords
from participation.tracks.room import DeclaredRoom
from participation.tracks.terms import level_words
from participation.web import language
from participation.web.filters import dutch
from participation.web.language import gettext as _
from participation.web.security import settings

__all__ = ["init_app", "promise_of", "promises", "short_promise_of", "terms"]


def terms() -> Municipality:
    """The terms that are in force now: one small statement in a request, and one more when it begins to write."""
    if "terms" not in g:
        g.terms = house.terms(settings().municipality)
    found: Municipality = g.terms
    return found


def promises() -> list[tuple[Level, str]]:
    """Every level, with what it promises now, in the language of the reader."""
    words: Mapping[Level, LevelWords] = house.level_words()
    return [(level, _promise(words[level])) for level in Level]


def promise_of(room: DeclaredRoom) -> str:
    """What the level of *room* promises a resident, as it was when the room was submitted; empty without a level."""
    words = level_words(room)
    return _promise(words) if words else ""


def short_promise_of(room: DeclaredRoom) -> str:
    """The same in a few words; a room without a level only informs."""
    words = level_words(room) or LevelWords.usual(Level.inform)
    return _ours(words.short_promise)


def _promise(words: LevelWords) -> str:
    """In English what the municipality says in English, else our own translation, else the Dutch words, marked so."""
    if language.current() == "en" and words.promise_en:
        return words.promise_en
    return _ours(words.promise)


def _ours(words: str) -> str:
    said: str = _(words)
    return dutch(words) if said == words else said


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(promise=promise_of, short_promise=short_promise_of)
