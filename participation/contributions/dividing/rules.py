"""Which rule takes what came in, and how a rule reads. Rules are tried in order; the first that fits counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from participation.contributions.models import Channel, ContributionKind
from participation.refusals import Conflict, Refused

MOST_AT_ONCE = 200
MOST_RULES = 40
SHORTEST_REASON = 8


class CannotTakeUp(Refused):
    """Who was named does not work on this track, or does not work here any more."""


class TakenMeanwhile(Conflict):
    """A colleague took it up, or gave it away, since the page was opened."""


class NoRule(Refused):
    """This is no rule: it asks nothing, goes to nobody, or is there already."""


class Condition(Protocol):
    """What a rule asks; what is None it does not ask."""

    @property
    def question(self) -> int | None: ...
    @property
    def area_id(self) -> int | None: ...
    @property
    def channel(self) -> Channel | None: ...
    @property
    def kind(self) -> ContributionKind | None: ...
    @property
    def theme_id(self) -> int | None: ...


Rule = TypeVar("Rule", bound=Condition)


@dataclass(frozen=True, kw_only=True)
class Asks:
    """What a rule that is not stored yet would ask."""

    question: int | None = None
    area_id: int | None = None
    channel: Channel | None = None
    kind: ContributionKind | None = None
    theme_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CameIn:
    """What a rule looks at in one contribution. `areas` are its place and every place around it."""

    question: int | None = None
    areas: frozenset[int] = frozenset()
    channel: Channel = Channel.web
    kind: ContributionKind | None = None
    themes: frozenset[int] = frozenset()


def asks_anything(rule: Condition) -> bool:
    """Whether the rule asks anything at all: a rule for everything would leave no work for the ones after it."""
    return any(
        asked is not None for asked in (rule.question, rule.area_id, rule.channel, rule.kind, rule.theme_id)
    )  # fmt: skip


def fits(rule: Condition, said: CameIn) -> bool:
    """Whether everything that the rule asks is so."""
    return (
        asks_anything(rule)
        and rule.question in (None, said.question)
        and (rule.area_id is None or rule.area_id in said.areas)
        and rule.channel in (None, said.channel)
        and rule.kind in (None, said.kind)
        and (rule.theme_id is None or rule.theme_id in said.themes)
    )


def first_that_fits(rules: Iterable[Rule], said: CameIn) -> Rule | None:
    """The rule that counts for *said*: the first, in their order."""
    return next((rule for rule in rules if fits(rule, said)), None)


def sentence(asked: Sequence[str], to: str) -> str:
    """The rule as it reads on the page and in the history: what it asks, and to whom it goes."""
    words = ", ".join(asked) or "alles"
    return f"{words[:1].upper()}{words[1:]}: naar {to}"


def check_reason(reason: str) -> str:
    """The reason for giving something back; refuses (`Refused`) none, and one that says nothing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("Schrijf in een paar woorden op waarom. Uw team moet ermee verder.", field="reason")
    return reason.strip()


def check_number(ids: Sequence[int]) -> None:
    """Refuses (`Refused`) nothing ticked, and more than can be divided at once."""
    if not ids:
        raise Refused("Vink eerst aan om welke bijdragen het gaat.", field="ids")
    if len(ids) > MOST_AT_ONCE:
        raise Refused(f"Verdeel er hoogstens {MOST_AT_ONCE} tegelijk.", field="ids")
