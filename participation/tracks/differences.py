"""What differs between two versions of the room, row by row, and whether residents can change less or more by it (I23).

A row is the same one in every version, however it is worded (`RoomRow.lineage`): an edited row was changed, it was not
removed and added. Rules can read a level, a day, or a limit that appears. They cannot read whether new words leave as
much room as the old ones: there they say *unclear*, and a second person reads it.
"""

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from participation.tracks.change import Direction
from participation.tracks.room import DeclaredRoom, FixedPoint, OpenQuestion, RoomRow
from participation.tracks.rules.one_text import mandate_name
from participation.words import N_


class Effect(enum.Enum):
    """What one difference does to the room that residents have. *unclear*: the words decide, so a person reads them."""

    narrower = "narrower"
    unclear = "unclear"
    wider = "wider"
    other = "other"


class What(enum.Enum):
    """What happened to a row."""

    gone = "gone"
    new = "new"
    known = "known"
    changed = "changed"


class Subject(enum.Enum):
    """What a difference is about."""

    level = "level"
    fixed = "fixed"
    question = "question"
    unknown = "unknown"
    constraint = "constraint"
    criterion = "criterion"
    path = "path"
    deviation = "deviation"
    decider = "decider"
    room = "room"

    @property
    def label(self) -> str:
        return {
            Subject.level: N_("Uw invloed"),
            Subject.fixed: N_("Dit staat vast"),
            Subject.question: N_("Open vraag"),
            Subject.unknown: N_("Dit weten we nog niet"),
            Subject.constraint: N_("Hier moeten we rekening mee houden"),
            Subject.criterion: N_("Zo kiezen wij"),
            Subject.path: N_("Waar het terechtkomt"),
            Subject.deviation: N_("Waar wij afwijken van onze visie"),
            Subject.decider: N_("Wie besluit"),
            Subject.room: N_("Waarom en hoe wij u vragen"),
        }[self]


Judge = Callable[[Any, Any], Effect]


@dataclass(frozen=True)
class Part:
    """One text, day or choice of a row that reads differently now. `label` is what residents call it."""

    name: str
    label: str
    before: Any
    after: Any
    effect: Effect


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One row of the room, or one thing about the room as a whole (`was` and `now` are then the room itself).

    `parts` holds what was rewritten, empty for a row that is new or gone; `unknown` is the point that became known.
    """

    subject: Subject
    what: What
    effect: Effect
    was: Any = None
    now: Any = None
    parts: tuple[Part, ...] = ()
    unknown: Any = None

    @property
    def row(self) -> str:
        """The row as it was called in the version before ("fixed:12"); empty when it was not there."""
        return f"{self.subject.value}:{self.was.id}" if isinstance(self.was, RoomRow) else ""

    @property
    def lineage(self) -> int | None:
        """The number of the row in every version; none for the room as a whole, or a row that was never saved."""
        row = self.now if self.was is None else self.was
        return _lineage(row) if isinstance(row, RoomRow) else None


def _same(effect: Effect) -> Judge:
    return lambda _before, _after: effect


def _limit(before: Any, after: Any) -> Effect:
    """A limit where there was none takes room away; without it there is more."""
    if not before:
        return Effect.narrower
    return Effect.unclear if after else Effect.wider


def _room_that_is_left(before: Any, after: Any) -> Effect:
    """What can change, or what a limit leaves: the other way round."""
    if not before:
        return Effect.wider
    return Effect.unclear if after else Effect.narrower


def _last_day(before: Any, after: Any) -> Effect:
    """An earlier last day for input takes time from residents."""
    if before is None or after is None:
        return Effect.narrower if after else Effect.unclear
    return Effect.narrower if after < before else Effect.wider


def _influence(before: Any, after: Any) -> Effect:
    if before is None or after is None:
        return Effect.unclear
    return Effect.narrower if after.number < before.number else Effect.wider


def _roads(before: Any, after: Any) -> Effect:
    """A question that no longer lands here loses a road."""
    return Effect.narrower if set(before) - set(after) else Effect.wider


_UNCLEAR, _OTHER = _same(Effect.unclear), _same(Effect.other)


@dataclass(frozen=True)
class _List:
    """How one list of the room is compared: what a row more or less does, and each part with its judge."""

    subject: Subject
    rows: str
    new: Effect
    gone: Effect
    parts: dict[str, tuple[str, Judge]]


LISTS = (
    _List(Subject.question, "open_questions", Effect.wider, Effect.narrower, {
        "question": (N_("De vraag"), _UNCLEAR), "can_change": (N_("Wat nog kan veranderen"), _room_that_is_left),
        "limits": (N_("Waar de grens ligt"), _limit), "example": (N_("Voorbeeld"), _OTHER),
    }),
    _List(Subject.fixed, "fixed_points", Effect.narrower, Effect.wider, {
        "text": (N_("Wat vaststaat"), _UNCLEAR), "reason": (N_("Waarom"), _OTHER),
        "source_kind": (N_("Waar het vandaan komt"), _OTHER), "source": (N_("Bron"), _OTHER),
        "decided_by": (N_("Wie dit besloot"), _OTHER), "decided_on": (N_("Wanneer dit is besloten"), _OTHER),
    }),
    _List(Subject.unknown, "unknown_points", Effect.other, Effect.other, {
        "text": (N_("Wat we nog niet weten"), _OTHER), "known_by": (N_("Wanneer we het weten"), _OTHER),
        "who": (N_("Wie het uitzoekt of beslist"), _OTHER),
    }),
    _List(Subject.constraint, "constraints", Effect.narrower, Effect.wider, {
        "text": (N_("De grens"), _UNCLEAR), "kind": (N_("Soort grens"), _OTHER),
        "room_left": (N_("Wat nog kan"), _room_that_is_left),
    }),
    _List(Subject.criterion, "criteria", Effect.unclear, Effect.unclear, {
        "text": (N_("Waar wij op letten"), _UNCLEAR),
    }),
    _List(Subject.path, "paths", Effect.wider, Effect.narrower, {
        "document": (N_("In welk stuk"), _UNCLEAR), "organ": (N_("Wie besluit daarover"), _UNCLEAR),
        "kind": (N_("Waar het in terechtkomt"), _OTHER), "decides_on": (N_("Dag van het besluit"), _OTHER),
        "latest_input_on": (N_("Laatste dag waarop inbreng mee kan"), _last_day),
        "executor": (N_("Wie het uitvoert"), _OTHER), "work_from": (N_("Wanneer u het buiten ziet"), _OTHER),
        "work_is_sure": (N_("Staat die dag vast"), _OTHER),
    }),
    _List(Subject.deviation, "deviations", Effect.other, Effect.other, {
        "reason": (N_("Waarom wij afwijken"), _OTHER),
    }),
)  # fmt: skip
ROOM: dict[str, tuple[Subject, str, Judge]] = {
    "level": (Subject.level, N_("Uw invloed"), _influence),
    "decider": (Subject.decider, N_("Wie besluit"), _UNCLEAR),
    "mandate_covers": (Subject.decider, N_("Wat die persoon mag beloven"), _UNCLEAR),
    "mandate_until": (Subject.decider, N_("Tot wanneer"), _OTHER),
    "consent_organ": (Subject.decider, N_("Wie instemde met samen beslissen"), _UNCLEAR),
    "consent_on": (Subject.decider, N_("Wanneer dat bestuur instemde"), _OTHER),
    "consent_source": (Subject.decider, N_("Waar dat staat"), _OTHER),
    "why": (Subject.room, N_("Waarom wij u dit vragen"), _OTHER),
    "form": (Subject.room, N_("Hoe wij het vragen"), _OTHER),
    "no_programme_reason": (Subject.room, N_("Waarom dit los staat van andere doelen"), _OTHER),
}
"""What residents can read about the room as a whole. Hours and what the crew said stay inside, so they do not count."""


def differences(before: DeclaredRoom, after: DeclaredRoom) -> list[Difference]:
    """Everything that residents read differently, what takes room away first. The order of rows is no difference."""
    rows: list[FixedPoint | OpenQuestion] = [*after.fixed_points, *after.open_questions]
    known = {row.was_unknown_id for row in rows} - {None}
    became_known = {_lineage(point): point for point in before.unknown_points if point.id in known}
    found = [*_of_the_room(before, after)]
    for one in LISTS:
        found += _of_a_list(one, before, after, became_known)
    return sorted(found, key=lambda each: list(Effect).index(each.effect))


def _of_the_room(before: DeclaredRoom, after: DeclaredRoom) -> Iterator[Difference]:
    for name, (subject, label, judge) in ROOM.items():
        was, now = getattr(before, name), getattr(after, name)
        if (was or None) != (now or None):
            part = Part(name, label, was, now, judge(was, now))
            yield _whole(subject, part, before, after)
    if (before.mandate_user_id, before.mandate_holder or "") != (after.mandate_user_id, after.mandate_holder or ""):
        who = Part("mandate", N_("Wie dit mag beloven"), mandate_name(before), mandate_name(after), Effect.other)
        yield _whole(Subject.decider, who, before, after)


def _whole(subject: Subject, part: Part, before: DeclaredRoom, after: DeclaredRoom) -> Difference:
    return Difference(subject=subject, what=What.changed, effect=part.effect, was=before, now=after, parts=(part,))


def _of_a_list(
    one: _List, before: DeclaredRoom, after: DeclaredRoom, known: dict[int | None, Any]
) -> Iterator[Difference]:
    there = {_lineage(row): row for row in getattr(before, one.rows)}
    for row in getattr(after, one.rows):
        was = there.pop(_lineage(row), None) if _lineage(row) is not None else None
        if was is None:
            yield _new(one, row, known)
        elif parts := tuple(_parts(one, was, row)):
            yield Difference(
                subject=one.subject, what=What.changed, effect=_worst(parts), was=was, now=row, parts=parts
            )
    for lineage, gone in there.items():
        if lineage not in known or one.subject is not Subject.unknown:
            yield Difference(subject=one.subject, what=What.gone, effect=one.gone, was=gone)


def _new(one: _List, row: Any, known: dict[int | None, Any]) -> Difference:
    """A row that was not there. What we did not know was never promised to stay open; a second person reads it."""
    unknown = next((point for point in known.values() if point.id == getattr(row, "was_unknown_id", None)), None)
    if unknown is None:
        return Difference(subject=one.subject, what=What.new, effect=one.new, now=row)
    effect = Effect.wider if isinstance(row, OpenQuestion) else Effect.unclear
    return Difference(subject=one.subject, what=What.known, effect=effect, now=row, unknown=unknown)


def _parts(one: _List, was: Any, now: Any) -> Iterator[Part]:
    for name, (label, judge) in one.parts.items():
        before, after = getattr(was, name), getattr(now, name)
        if (before or None) != (after or None):
            yield Part(name, label, before, after, judge(before, after))
    if one.subject is Subject.path:
        yield from _links(was, now)


def _links(was: Any, now: Any) -> Iterator[Part]:
    """The questions that land on a path; a question that came or went itself is told there."""
    both = {_lineage(row) for row in was.room.open_questions} & {_lineage(row) for row in now.room.open_questions}
    before, after = (tuple(row.question for row in path.questions if _lineage(row) in both) for path in (was, now))
    lands, landed = ({_lineage(row) for row in path.questions} & both for path in (now, was))
    if lands != landed:
        yield Part("questions", N_("Vragen die hier terechtkomen"), before, after, _roads(landed, lands))


def _lineage(row: Any) -> int | None:
    """The number of a row in every version; none for a row that was typed just now and never saved."""
    return row.lineage if row.id is not None else None


def _worst(parts: Iterable[Part]) -> Effect:
    effects = {part.effect for part in parts}
    return next(effect for effect in Effect if effect in effects)


def direction_of(found: Iterable[Difference]) -> Direction:
    """The direction that the rows speak of: narrower as soon as anything narrows, whatever comes in its place."""
    effects = {difference.effect for difference in found}
    if Effect.narrower in effects:
        return Direction.narrower
    return Direction.wider if Effect.wider in effects and Effect.unclear not in effects else Direction.other


def may_narrow(found: Iterable[Difference]) -> bool:
    """Whether residents can change less by this, or only a reader can tell: then a second person reads it first."""
    return any(difference.effect in (Effect.narrower, Effect.unclear) for difference in found)
