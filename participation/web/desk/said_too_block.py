"""What else this resident said in this track, when the resident told us so with both codes. Otherwise: nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from participation.contributions.said_together import queries
from participation.contributions.said_together.queries import Joined
from participation.outcomes.models import OutcomeKind
from participation.web.desk.answering_desk import Desk
from participation.web.filters import short_day

TOLD = frozenset(("contribution.joined",))


@dataclass(frozen=True)
class Other:
    """Another contribution of the same resident, in words; `why` says how we know."""

    href: str
    number: str
    day: str
    words: str
    language: str
    kinds: Sequence[OutcomeKind | None]
    withdrawn: bool
    why: str


def block(desk: Desk) -> list[Other]:
    """The oldest first. One statement, and only when the history says that the resident filled in a code."""
    if not any(item.event.kind in TOLD for item in desk.folder.events):
        return []
    return [_other(one) for one in queries.joined_to(desk.contribution)]


def _other(one: Joined) -> Other:
    return Other(
        href=url_for("desk.contribution", number=one.number), number=one.number, day=short_day(one.received_at),
        words=one.words, language=one.language, kinds=[OutcomeKind(kind) if kind else None for kind in one.kinds],
        withdrawn=one.withdrawn_at is not None,
        why=f"Wij weten dit omdat de bewoner op {short_day(one.joined_at)} de codes van beide bijdragen invulde.",
    )  # fmt: skip
