"""What each kind of outcome owes the resident (I17–I20, I24, I32, I33), judged without database, web or clock.

Every finding is a plain sentence at one field. A decision without findings may be published; a draft may have many.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import ContributionKind, Point, PublicState
from participation.outcomes import wording
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.models import ExecutionState, OutcomeKind, ReasonKind
from participation.refusals import Refused
from participation.tracks.models import Track
from participation.tracks.room import Constraint, Criterion, DeclaredRoom, FixedPoint, LandingPath, Level


@dataclass(frozen=True)
class Decision:
    """What a colleague decided about one point, before it is an outcome. A draft may leave anything open."""

    kind: OutcomeKind | None = None
    reason: str = ""
    reason_kind: ReasonKind | None = None
    interest: str = ""
    part_adopted: str = ""
    part_not: str = ""
    place: str = ""
    path: LandingPath | None = None
    criterion: Criterion | None = None
    fixed_point: FixedPoint | None = None
    constraint: Constraint | None = None
    bring_in: BringIn | None = None
    formal_kind: FormalKind | None = None
    forwarded_to: str = ""
    forwarded_on: date | None = None
    later_on: date | None = None


@dataclass(frozen=True)
class Missing:
    """One thing that is still needed: the form field it is about, and the sentence that says what helps."""

    field: str
    sentence: str


class NotReady(Refused):
    """The outcome cannot be published yet. `missing` holds every reason, in the order of the form."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(missing[0].sentence, field=missing[0].field)
        self.missing = tuple(missing)


@dataclass(frozen=True)
class Situation:
    """All that is judged together: the point, where it belongs, when it came in, and which day it is (Netherlands).

    `standard`: what of the reason stands in the library of answer texts (`wording.pieces`). `elsewhere`: the numbers of
    the landing paths of other tracks that took this very point along.
    """

    point: Point
    track: Track
    room: DeclaredRoom | None
    contact: User | None
    received_on: date
    today: date
    standard: frozenset[str] = frozenset()
    elsewhere: frozenset[int] = frozenset()


def missing(decision: Decision, situation: Situation) -> list[Missing]:
    """Everything that keeps *decision* from being published, in the order of the form. Empty: it may go out."""
    if decision.kind is None:
        return [Missing("kind", "Kies wat u besluit over dit punt."), *_around(situation)]
    return [
        *_DEMANDS[decision.kind](decision, situation),
        *_reason(decision, situation),
        *_around(situation),
    ]


def _around(situation: Situation) -> Iterator[Missing]:
    """What must be in order whatever the outcome is: a contact (I33), a checked public version (I16), a resident."""
    contribution = situation.point.contribution
    if contribution.withdrawn_at is not None:
        yield Missing("kind", "De bewoner heeft deze bijdrage ingetrokken. Er is geen antwoord meer nodig.")
    if contribution.public_state is PublicState.unchecked:
        yield Missing("public", "Kijk eerst de openbare tekst na: mag iedereen hem lezen, of niet en waarom niet?")
    if situation.contact is None or not situation.contact.active:
        yield Missing(
            "contact",
            "Bij dit traject staat niemand die de bewoner kan bellen. Zet eerst een naam bij het traject.",
        )


def _reason(decision: Decision, situation: Situation) -> Iterator[Missing]:
    sentence = wording.fault_of(decision.reason, said=situation.point.text, standard=situation.standard)
    if sentence:
        yield Missing("reason", sentence)


def _adopted(decision: Decision, situation: Situation) -> Iterator[Missing]:
    """A landing path of the room in force, that input of that day could still reach (I18).

    Of another track only the path that its people named when they took this point along (I20).
    """
    path, room = decision.path, situation.room
    if path is None:
        yield Missing(
            "path", "Kies waar dit terechtkomt. Zonder landingspad is het geen belofte die iemand kan nagaan."
        )
    elif (room is None or path.room_id != room.id) and path.id not in situation.elsewhere:
        yield Missing("path", "Dit landingspad hoort niet bij de ruimte die nu geldt. Kies een pad uit de lijst.")
    elif path.latest_input_on is not None and situation.received_on > path.latest_input_on:
        yield Missing(
            "path",
            f"Deze bijdrage kwam te laat voor ‘{path.document}’."
            f" Inbreng kon mee tot en met {_day(path.latest_input_on)}."
            " Kies een ander pad, of een andere uitkomst.",
        )


def _partly_adopted(decision: Decision, situation: Situation) -> Iterator[Missing]:
    if not decision.part_adopted.strip():
        yield Missing("part_adopted", "Schrijf op welk deel u overneemt.")
    if not decision.part_not.strip():
        yield Missing("part_not", "Schrijf op welk deel u niet overneemt.")
    yield from _adopted(decision, situation)


def _not_adopted(decision: Decision, situation: Situation) -> Iterator[Missing]:
    """What kind of reason it is, and what weighs more: something in the room, or an interest in words (I18)."""
    if decision.reason_kind is None:
        yield Missing("reason_kind", "Kies wat voor soort reden dit is.")
    if not (decision.criterion or decision.fixed_point or decision.constraint or decision.interest.strip()):
        yield Missing("interest", "Zeg wat hier zwaarder weegt. Kies iets uit de ruimte, of schrijf het belang op.")
    yield from _rows_of_this_track(decision, situation)


def _outside_room(decision: Decision, situation: Situation) -> Iterator[Missing]:
    """A fixed point or constraint; where none fits, our own declaration was incomplete (domain E)."""
    if decision.fixed_point is None and decision.constraint is None:
        yield Missing(
            "fixed_point",
            "Kies welk vast punt of welke grens dit tegenhoudt. Past er geen? Dan was onze ruimte niet volledig"
            " beschreven. Kies dan een andere uitkomst, en vraag om een nieuwe versie van de ruimte.",
        )
    yield from _rows_of_this_track(decision, situation)


def _rows_of_this_track(decision: Decision, situation: Situation) -> Iterator[Missing]:
    for field in ("criterion", "fixed_point", "constraint"):
        row = getattr(decision, field)
        if row is not None and row.room.track_id != situation.track.id:
            yield Missing(field, "Dit hoort bij een ander traject. Kies iets uit de ruimte van dit traject.")


def _already_done(decision: Decision, _situation: Situation) -> Iterator[Missing]:
    if not decision.place.strip():
        yield Missing("place", "Schrijf op waar de bewoner dit kan zien of lezen: een plek buiten, of een document.")


def _formal_route(decision: Decision, situation: Situation) -> Iterator[Missing]:
    """Sent on to whoever must deal with it, on a day that has been; the day of receipt stays what it was (I32)."""
    if decision.formal_kind is None:
        yield Missing("formal_kind", "Kies wat voor bericht dit is. De bewoner leest waarom het een andere weg gaat.")
    if not decision.forwarded_to.strip():
        yield Missing("forwarded_to", "Schrijf op wie dit nu behandelt.")
    if decision.forwarded_on is None:
        yield Missing("forwarded_on", "Vul in op welke dag u dit hebt doorgestuurd.")
    elif decision.forwarded_on > situation.today:
        yield Missing("forwarded_on", "Deze dag moet nog komen. Stuur het eerst door, en antwoord daarna.")
    elif decision.forwarded_on < situation.received_on:
        yield Missing(
            "forwarded_on",
            f"Deze dag ligt vóór de ontvangst. De bijdrage kwam binnen op {_day(situation.received_on)}.",
        )


def _answered(_decision: Decision, situation: Situation) -> Iterator[Missing]:
    """Fits a question, and everything on level *informeren*; an idea or an offer deserves a decision."""
    contribution = situation.point.contribution
    informs = situation.room is not None and situation.room.level is Level.inform
    wants_decision = contribution.kind in (ContributionKind.idea, ContributionKind.offer)
    if wants_decision and "?" not in situation.point.text and not informs:
        yield Missing(
            "kind",
            "‘Beantwoord’ past bij een vraag, en de bewoner gaf een idee of bood hulp aan. Zeg wat u daarmee doet:"
            " overgenomen, deels, niet overgenomen, of een andere uitkomst.",
        )


def _brought_in(decision: Decision, situation: Situation) -> Iterator[Missing]:
    """A colleague who said yes (I20), and the day on which the resident hears more."""
    asked = decision.bring_in
    if asked is None or asked.point_id != situation.point.id or asked.state is BringInState.withdrawn:
        yield Missing("bring_in", "Haal eerst een collega erbij. Dat kan naast dit formulier.")
    elif asked.state is BringInState.asked:
        yield Missing("bring_in", f"{asked.party} heeft nog geen ja gezegd. Wacht daarop, of vraag iemand anders.")
    elif asked.state is BringInState.declined:
        yield Missing("bring_in", f"{asked.party} kan dit niet doen. Vraag iemand anders.")
    yield from _later(decision, situation)


def _later(decision: Decision, situation: Situation) -> Iterator[Missing]:
    if decision.later_on is None:
        yield Missing("later_on", "Kies de dag waarop de bewoner meer hoort. Die dag is een belofte.")
    elif decision.later_on <= situation.today:
        yield Missing("later_on", "Kies een dag die nog komt. Die dag is een belofte.")


_DEMANDS: dict[OutcomeKind, Callable[[Decision, Situation], Iterator[Missing]]] = {
    OutcomeKind.adopted: _adopted,
    OutcomeKind.partly_adopted: _partly_adopted,
    OutcomeKind.not_adopted: _not_adopted,
    OutcomeKind.already_done: _already_done,
    OutcomeKind.outside_room: _outside_room,
    OutcomeKind.formal_route: _formal_route,
    OutcomeKind.answered: _answered,
    OutcomeKind.brought_in: _brought_in,
    OutcomeKind.decided_later: _later,
}

FIELDS: dict[OutcomeKind, tuple[str, ...]] = {
    OutcomeKind.adopted: ("path", "place"),
    OutcomeKind.partly_adopted: ("part_adopted", "part_not", "path", "place"),
    OutcomeKind.not_adopted: ("reason_kind", "criterion", "fixed_point", "constraint", "interest"),
    OutcomeKind.already_done: ("place",),
    OutcomeKind.outside_room: ("fixed_point", "constraint"),
    OutcomeKind.formal_route: ("formal_kind", "forwarded_to", "forwarded_on"),
    OutcomeKind.answered: (),
    OutcomeKind.brought_in: ("bring_in", "later_on"),
    OutcomeKind.decided_later: ("later_on",),
}


def only_what_belongs(decision: Decision) -> Decision:
    """*decision* without what its kind does not use, so that no resident reads a left-over of another choice."""
    if decision.kind is None:
        return decision
    kept = FIELDS[decision.kind]
    values = {name: getattr(decision, name) for name in kept}
    return Decision(kind=decision.kind, reason=decision.reason, **values)


def execution_missing(
    state: ExecutionState, *, on: date, note: str, evidence: str, kind: OutcomeKind | None, last: ExecutionState | None,
    today: date,
) -> list[Missing]:  # fmt: skip
    """What keeps a step in the work from being written down (I19). *last* is the step before, in this decision."""
    found = []
    if kind is None or not kind.is_followed:
        found.append(
            Missing("state", "Alleen wat is overgenomen, wordt uitgevoerd. Geef eerst een antwoord op dit punt.")
        )
    elif last in (ExecutionState.done, ExecutionState.lapsed):
        found.append(
            Missing(
                "state",
                f"Dit punt staat al op ‘{last.label}’. Klopt dat niet? Geef dan een nieuw antwoord op het punt.",
            )
        )
    if on > today:
        found.append(Missing("on", "Deze dag moet nog komen. Vul in wanneer het gebeurde."))
    if state is ExecutionState.done and not evidence.strip():
        found.append(Missing("evidence", "Laat zien dat het klaar is: noem het besluit, het document of de foto."))
    if state is ExecutionState.lapsed and (fault := wording.fault_of(note)):
        found.append(Missing("note", f"Leg uit waarom dit niet doorgaat. {fault}"))
    return found


def _day(day: date) -> str:
    return f"{day.day} {wording.MONTHS[day.month - 1]} {day.year}"
