"""Three contributions of the demo to follow, told with their receipt codes.

A code is nowhere stored. It can be told again because the demo knows everything that it is derived from.
"""

from dataclasses import dataclass, replace

from sqlalchemy import select

from participation import clock
from participation.config import Settings
from participation.contributions import receipt
from participation.contributions.models import Channel, Contribution
from participation.db import db
from participation.demo import content
from participation.demo.content import Table
from participation.demo.voices import form_key, said
from participation.tracks.models import Track

SHOWN = {
    "rollator": "overgenomen",
    "autovrij": "niet overgenomen, met de reden",
    "oversteek-school": "wacht te lang op antwoord",
}


@dataclass(frozen=True)
class Code:
    """A contribution to follow: its receipt code in four groups, its number, and what there is to see."""

    code: str
    number: str
    what: str


def codes(settings: Settings) -> tuple[Code, ...]:
    """The codes to start with; none where the demo was not loaded, or was loaded with another receipt key."""
    by_key = {told["key"]: told for told in content.contributions()}
    found = (_code(by_key[key], what, settings.receipt_key) for key, what in SHOWN.items())
    return tuple(code for code in found if code is not None)


def _code(told: Table, what: str, key: str) -> Code | None:
    text = told["text"].strip("\n")
    contribution = db.session.scalar(
        select(Contribution)
        .join(Track, Track.id == Contribution.track_id)
        .where(Track.slug == told["track"], Contribution.original_text == text)
        .order_by(Contribution.id)
        .limit(1)
    )
    if contribution is None:
        return None
    code = receipt.derive(key, form_key(told), _content(told, contribution))
    if receipt.hash_of(key, code) != contribution.code_hash:
        return None
    return Code(code="-".join(receipt.groups(code)), number=contribution.number, what=what)


def _content(told: Table, contribution: Contribution) -> str:
    """The fingerprint of the form; what a colleague wrote down also carries the day on which it was said."""
    words = said(told, contribution.room)
    if words.channel is Channel.web:
        return words.content
    words = replace(words, meeting=contribution.moment)
    on = clock.local(contribution.received_at).date()
    return receipt.content_of(words.content, on, *words.taken_down)
