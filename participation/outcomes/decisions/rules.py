"""What may be recorded of a decision, and what is still owed about it before a track closes (I30). Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.outcomes.wording import fault_of
from participation.refusals import Refused
from participation.tracks.room import DeclaredRoom, LandingPath, Level
from participation.tracks.rules import says_something

SHORTEST_TEXT = 20
LONGEST_URL = 1000
MADE_TOGETHER = (Level.co_produce, Level.co_decide)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+", re.ASCII)


@dataclass(frozen=True)
class Ruling:
    """What a colleague typed about a decision of an organ."""

    organ: str
    decided_on: date | None
    text: str
    url: str = ""
    follows: Follows | None = None
    deviation_reason: str = ""
    binding_result: str = ""
    rule: str = ""
    share: str = ""


@dataclass(frozen=True)
class Missing:
    """One thing that is not right yet, at the field where it can be mended."""

    field: str
    sentence: str


class NotRecorded(Refused):
    """The decision cannot be recorded like this; `missing` names each field."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(missing[0].sentence, field=missing[0].field)
        self.missing = tuple(missing)


class NotDecidedYet(Refused):
    """The track cannot close: residents do not know yet what was decided, or why otherwise."""


def missing_in(ruling: Ruling, level: Level | None, *, told_on: date | None, today: date) -> list[Missing]:
    """What is against recording *ruling* in a track of *level* whose room residents could read from *told_on* on."""
    return [
        *_about_the_day(ruling, told_on, today),
        *_about_the_words(ruling),
        *(_about_residents(ruling) if level is not Level.inform else []),
        *(_about_deciding_together(ruling) if level is Level.co_decide else []),
    ]


def _about_the_day(ruling: Ruling, told_on: date | None, today: date) -> Iterator[Missing]:
    if ruling.decided_on is None:
        yield Missing("decided_on", "Kies de dag van het besluit.")
    elif ruling.decided_on > today:
        yield Missing("decided_on", "Deze dag moet nog komen. Leg een besluit vast als het genomen is.")
    elif told_on is None or ruling.decided_on < told_on:
        yield Missing("decided_on", "Op deze dag konden bewoners de regels nog niet lezen. Kies een latere dag.")


def _about_the_words(ruling: Ruling) -> Iterator[Missing]:
    if not ruling.organ.strip():
        yield Missing("organ", "Schrijf op wie het besluit nam.")
    if not says_something(ruling.text, SHORTEST_TEXT):
        yield Missing("text", "Schrijf in minstens één hele zin wat er besloten is. Bewoners lezen dit.")
    url = ruling.url.strip()
    if url and (len(url) > LONGEST_URL or not _ADDRESS.fullmatch(url)):
        yield Missing("url", "Dit is geen adres op internet. Het begint met https://.")


def _about_residents(ruling: Ruling) -> Iterator[Missing]:
    """Whoever was asked, hears whether it helped; and why not (I30)."""
    if ruling.follows is None:
        yield Missing("follows", "Kies of het besluit past bij wat bewoners zeiden.")
    elif ruling.follows is not Follows.wholly and (fault := fault_of(ruling.deviation_reason)):
        yield Missing("deviation_reason", f"Het besluit is anders dan bewoners zeiden. {fault}")


def _about_deciding_together(ruling: Ruling) -> Iterator[Missing]:
    """What was decided together binds: the result, the rule by which it was decided, and who agreed, in words."""
    for name, sentence in (
        ("binding_result", "Schrijf op wat u samen besloot. Dat bindt de gemeente."),
        ("rule", "Schrijf op hoe u samen besloot. Bijvoorbeeld: iedereen kon ermee leven."),
        ("share", "Schrijf in een zin wie het ermee eens was. Een getal alleen zegt te weinig."),
    ):
        if not says_something(getattr(ruling, name), SHORTEST_TEXT):
            yield Missing(name, sentence)


def undecided(paths: Iterable[LandingPath], decided: Collection[int]) -> list[LandingPath]:
    """The landing paths of which nobody recorded how they ended; *decided* are lineages."""
    return [path for path in paths if path.lineage not in decided]


def late(paths: Iterable[LandingPath], decided: Collection[int], today: date) -> list[LandingPath]:
    """Those of them whose day has passed: residents should know by now."""
    return [path for path in undecided(paths, decided) if path.decides_on is not None and path.decides_on < today]


def why_not_close_without_deviation_reason(
    room: DeclaredRoom, decisions: Mapping[int, OrganDecision], *, must_motivate: bool
) -> NotDecidedYet | None:
    """What is against closing as far as decisions go; none when it may (I30).

    *decisions* are the last ones by lineage of their path, *must_motivate* is what the terms of this level say. What
    was made or decided together needs its decision; whoever decided otherwise has said why in public.
    """
    open_paths = undecided(room.paths, decisions)
    if open_paths and (must_motivate or room.level in MADE_TOGETHER):
        about = open_paths[0].document.strip() or open_paths[0].organ.strip() or "een landingspad"
        return NotDecidedYet(f"Van {about} staat nog niet vast wat er besloten is. Leg dat besluit eerst vast.")
    for decision in decisions.values():
        if decision.follows is not Follows.wholly and not decision.deviation_reason.strip():
            return NotDecidedYet(f"{decision.organ} besloot anders. Leg eerst in het openbaar uit waarom.")
        if room.level is Level.co_decide and not decision.binding_result.strip():
            return NotDecidedYet("Bij meebeslissen hoort het besluit dat u samen nam. Leg dat eerst vast.")
    return None
