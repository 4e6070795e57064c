"""A vision and terms of the house, through the actions themselves."""

from typing import Any

from participation import clock
from participation.accounts.models import User
from participation.config import Municipality
from participation.house import actions, queries
from participation.house.levels import Level, LevelWords
from participation.house.models import HouseTerms, HouseVision
from participation.house.rules import TERMS, Said

INTRO = "Wie hier woont, mag meedenken."
PRINCIPLES = (Said("Wij vragen vroeg", "U hoort van ons voordat het plan klaar is."), Said("U krijgt altijd antwoord"))
REASON = "Omdat bewoners dit vroegen."
NUMBERS = {term.name: getattr(Municipality(), term.name) for term in TERMS}


def make_vision(actor: User, *principles: Said, **values: Any) -> HouseVision:
    before = queries.vision()
    return actions.write_vision(
        values.get("intro", INTRO), principles or PRINCIPLES, reason=values.get("reason", REASON),
        seen=values.get("seen", before.version if before else 0), actor=actor, now=clock.now(),
    )  # fmt: skip


def make_terms(actor: User, *words: LevelWords, **values: Any) -> HouseTerms:
    """New terms: what is not in *values* is as usual, and so is what the other levels say."""
    before = queries.terms_version()
    numbers = {**NUMBERS, **{name: value for name, value in values.items() if name in NUMBERS}}
    levels = {level: LevelWords.usual(level) for level in Level} | {one.level: one for one in words}
    return actions.set_terms(
        numbers, values.get("levels", levels), ordinance=values.get("ordinance", ""),
        ordinance_url=values.get("ordinance_url", ""), reason=values.get("reason", REASON),
        seen=values.get("seen", before.version if before else 0), actor=actor, now=clock.now(),
    )  # fmt: skip
