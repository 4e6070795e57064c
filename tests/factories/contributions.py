"""Contributions as residents send them, received and promised an answer; the rules have tests of their own."""

import secrets
from typing import Any

from participation import clock, history
from participation.config import DEVELOPMENT_KEY
from participation.contributions import receipt
from participation.contributions.models import Contribution, Point, PublicState
from participation.contributions.points.actions import make_point
from participation.contributions.points.rules import place_of
from participation.db import db
from participation.promises import actions as promises
from participation.promises.models import PromiseKind
from participation.tracks.models import Track

TEXT = "Zet de bomen aan de kant van de school. Dan staan de kinderen in de schaduw."
CODE = "7K4MQ2XN9TRBV6HD"


def make_contribution(track: Track, text: str = TEXT, *, code: str | None = None, **values: Any) -> Contribution:
    """One contribution with one point and the promise of an answer; *code* when the test wants to follow it."""
    code = code or receipt.derive(DEVELOPMENT_KEY, secrets.token_hex(), "")
    contribution = Contribution(
        **{
            "track": track, "room": track.room, "original_text": text, "received_at": clock.now(),
            "code_hash": receipt.hash_of(DEVELOPMENT_KEY, code), **values,
        }
    )  # fmt: skip
    contribution.points = [Point(track_id=track.id, position=1, text=text)]
    db.session.add(contribution)
    db.session.flush()
    history.record("contribution.received", now=contribution.received_at, track_id=track.id,
                   contribution_id=contribution.id, channel=contribution.channel.value)  # fmt: skip
    promises.make(
        PromiseKind.answer, due=track.promised_on or clock.today(), track_id=track.id,
        department_id=track.department_id, owner_id=track.contact_id, contribution_id=contribution.id,
        now=contribution.received_at,
    )  # fmt: skip
    db.session.commit()
    return contribution


def cut(contribution: Contribution, *parts: tuple[str, str]) -> Contribution:
    """Points of (title, words of the resident), made as a colleague makes them; to be checked again."""
    for title, words in parts:
        place = place_of(contribution.original_text, words)
        make_point(contribution, [place], title, actor=contribution.track.author, now=clock.now())
    db.session.commit()
    return contribution


def check_public(contribution: Contribution, *texts: str) -> Contribution:
    """Let everybody read it: the words of each point as they are, or *texts* in their place."""
    public = list(texts) or [point.text for point in contribution.points]
    for point, text in zip(contribution.points, public, strict=True):
        point.public_text, point.is_public = text, True
    contribution.public_state, contribution.checked_at = PublicState.public, clock.now()
    contribution.checked_by = contribution.track.author
    db.session.commit()
    return contribution
