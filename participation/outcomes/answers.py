"""What a resident reads about one point: wij besloten, waarom, waar het terechtkwam, wat er nog komt.

One place for the page, the preview at the desk, the list and the mail, so that nobody ever reads two different answers.
Pure: it reads the fields of the outcome and speaks in sentences. Each kind is complete: a verdict never stands without
its reason, and a refusal never without somebody to call (I17, I18, I20, I33).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.outcomes import whereabouts
from participation.outcomes.decisions.models import OrganDecision
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeKind, OutcomeState, ReasonKind
from participation.outcomes.sentences import Sentence, Term, call, full, own, say
from participation.outcomes.whereabouts import Case
from participation.tracks.models import Track
from participation.tracks.room import Constraint, FixedPoint
from participation.words import N_

__all__ = ["Answer", "Sentence", "answer"]


@dataclass(frozen=True)
class Part:
    """What a colleague who was brought in says about it, in their own words, after a sentence that names them."""

    intro: Sentence
    said: tuple[Sentence, ...]


@dataclass(frozen=True)
class Elsewhere:
    """The other track that looks at this point too, or in which it lands."""

    title: str
    slug: str


@dataclass(frozen=True)
class Answer:
    """The answer to one point. `ended`: its line stops at a bar, with the reason; nothing more follows."""

    kind: OutcomeKind | None
    decided: tuple[Sentence, ...]
    because: tuple[Sentence, ...]
    landed: tuple[Sentence, ...]
    to_come: tuple[Sentence, ...]
    signed: Sentence | None
    ended: bool
    parts: tuple[Part, ...] = ()
    elsewhere: Elsewhere | None = None


def answer(
    point: Point,
    outcome: Outcome | None,
    *,
    contribution: Contribution,
    track: Track,
    today: date,
    steps: Sequence[ExecutionStep] = (),
    due: date | None = None,
    decisions: Mapping[int, OrganDecision] | None = None,
) -> Answer:
    """Say what became of *point*.

    *outcome* is any version, a draft included (the preview); none while the point waits. *steps* are its execution
    steps, oldest first; *due* is the last day of what is still promised; *today* is the day in the Netherlands;
    *decisions* are those of the organs, by the lineage of their landing path.
    """
    if outcome is None or outcome.kind is None:
        return _waiting(track, due, today)
    case = Case(point, outcome, contribution, track, steps, due, today, decisions or {})
    return Answer(
        kind=outcome.kind,
        decided=tuple(DECIDED[outcome.kind](case)),
        because=tuple(_because(case)),
        landed=tuple(whereabouts.landed(case)),
        to_come=tuple(whereabouts.to_come(case)),
        signed=_signed(outcome),
        ended=_has_ended(outcome.kind, steps),
        parts=tuple(_part(said) for said in outcome.parts or ()),
        elsewhere=_elsewhere(outcome),
    )


def _part(said: Mapping[str, str]) -> Part:
    words = N_("%(name)s van %(team)s zegt hierover:")
    if said["job"]:
        words = N_("%(name)s, %(job)s bij %(team)s, zegt hierover:")
    intro = say(words, name=said["name"], job=said["job"], team=said["team"])
    return Part(intro, tuple(own(said["text"])))


def _elsewhere(outcome: Outcome) -> Elsewhere | None:
    track = outcome.bring_in.to_track if outcome.bring_in is not None else None
    return Elsewhere(track.title, track.slug) if track is not None else None


def _waiting(track: Track, due: date | None, today: date) -> Answer:
    to_come: tuple[Sentence, ...] = ()
    if due is not None and due < today:
        late = say(N_("We zijn te laat. Dat spijt ons. U had op %(day)s antwoord moeten hebben."), day=due)
        to_come = (late, call(track))
    elif due is not None:
        words = N_("U krijgt antwoord, uiterlijk %(day)s. Met een reden, ook als het niet doorgaat.")
        to_come = (say(words, day=due),)
    return Answer(None, (say(N_("Wij hebben nog niets besloten over dit punt.")),), (), (), to_come, None, ended=False)


def _signed(outcome: Outcome) -> Sentence | None:
    if outcome.state is not OutcomeState.published or outcome.published_at is None or outcome.published_by is None:
        return None
    day = clock.local(outcome.published_at).date()
    return say(N_("Op %(day)s, door %(name)s."), day=day, name=outcome.published_by.name)


def _has_ended(kind: OutcomeKind, steps: Sequence[ExecutionStep]) -> bool:
    if kind.is_followed:
        return bool(steps) and steps[-1].state is ExecutionState.lapsed
    return not kind.is_interim


def _adopted(case: Case) -> list[Sentence]:
    return [say(N_("We nemen uw idee over.")), *own(case.outcome.part_adopted)]


def _partly(case: Case) -> list[Sentence]:
    parts = [say(N_("We nemen een deel over."))]
    if case.outcome.part_adopted.strip():
        parts.append(say(N_("Dit deel wel: %(part)s"), part=full(case.outcome.part_adopted)))
    if case.outcome.part_not.strip():
        parts.append(say(N_("Dit deel niet: %(part)s"), part=full(case.outcome.part_not)))
    return parts


def _not_adopted(_case: Case) -> list[Sentence]:
    return [say(N_("We nemen uw idee niet over."))]


def _already_done(_case: Case) -> list[Sentence]:
    return [say(N_("Dit doen we al, of het staat al in het plan."))]


def _outside(_case: Case) -> list[Sentence]:
    return [say(N_("Hierover kunnen we nu niet samen beslissen."))]


def _formal(case: Case) -> list[Sentence]:
    said = [say(N_("Hiervoor is een andere weg, met eigen regels. U hoeft uw bericht niet opnieuw te sturen."))]
    if case.outcome.formal_kind is not None:
        kind = case.outcome.formal_kind
        said = [
            say(N_("Wij lezen uw bericht als %(kind)s."), kind=Term(kind.label)),
            say(kind.why),
            say(N_("U hoeft uw bericht niet opnieuw te sturen.")),
        ]
    if case.outcome.forwarded_to.strip() and case.outcome.forwarded_on is not None:
        words = N_("Wij stuurden het op %(day)s door naar %(to)s.")
        said.append(say(words, day=case.outcome.forwarded_on, to=case.outcome.forwarded_to.strip()))
    return said


def _answered(_case: Case) -> list[Sentence]:
    return [say(N_("U vroeg iets. Wij geven antwoord."))]


def _brought_in(case: Case) -> list[Sentence]:
    if case.outcome.bring_in is None:
        return [say(N_("Wij halen er een collega bij. U hoeft niets te doen."))]
    if case.outcome.bring_in.to_track is not None:
        return [
            say(N_("Het traject ‘%(title)s’ neemt uw punt ook mee."), title=case.outcome.bring_in.to_track.title),
            say(N_("U hoeft niets te doen.")),
        ]
    colleague = case.outcome.bring_in.helper
    return [
        say(N_("Dit hoort bij het werk van %(colleague)s."), colleague=colleague),
        say(N_("Wij hebben %(colleague)s erbij gehaald. U hoeft niets te doen."), colleague=colleague),
    ]


def _later(case: Case) -> list[Sentence]:
    said = [say(N_("We kunnen hier nog niets over zeggen."))]
    if case.outcome.later_on is not None:
        said.append(say(N_("Dat kan wel op %(day)s."), day=case.outcome.later_on))
    return said


DECIDED: dict[OutcomeKind, Callable[[Case], list[Sentence]]] = {
    OutcomeKind.adopted: _adopted,
    OutcomeKind.partly_adopted: _partly,
    OutcomeKind.not_adopted: _not_adopted,
    OutcomeKind.already_done: _already_done,
    OutcomeKind.outside_room: _outside,
    OutcomeKind.formal_route: _formal,
    OutcomeKind.answered: _answered,
    OutcomeKind.brought_in: _brought_in,
    OutcomeKind.decided_later: _later,
}


def _because(case: Case) -> list[Sentence]:
    """What was fixed or limited beforehand, the colleague's own reason, and what weighs heavier."""
    return [*_cited(case), *own(case.outcome.reason), *_weighed(case.outcome)]


def _cited(case: Case) -> list[Sentence]:
    cited: list[Sentence] = []
    fixed, limit = case.outcome.fixed_point, case.outcome.constraint
    if fixed is not None:
        cited = [say(N_("Dit staat vast: %(text)s"), text=full(fixed.text)), *own(fixed.reason)]
    if limit is not None:
        kind = Term(limit.kind.label) if limit.kind else Term(N_("beleid"))
        cited.append(say(N_("Dit is de grens (%(kind)s): %(text)s"), kind=kind, text=full(limit.text)))
        if limit.room_left.strip():
            cited.append(say(N_("Deze ruimte is er wel: %(text)s"), text=full(limit.room_left)))
    if cited and _was_said_before(case.contribution, fixed, limit):
        cited.append(say(N_("Wij hebben dit vooraf ook gezegd.")))
    return cited


def _was_said_before(contribution: Contribution, fixed: FixedPoint | None, limit: Constraint | None) -> bool:
    """Whether it stood in the version of the room that residents could read when this contribution came in."""
    room = contribution.room
    fixed_then = fixed is None or fixed.text in {row.text for row in room.fixed_points}
    limit_then = limit is None or limit.text in {row.text for row in room.constraints}
    return fixed_then and limit_then


def _weighed(outcome: Outcome) -> list[Sentence]:
    weighed = []
    says_which = bool(outcome.interest.strip()) and outcome.reason_kind is ReasonKind.other_interest
    if outcome.kind is OutcomeKind.not_adopted and outcome.reason_kind is not None and not says_which:
        weighed.append(say(N_("Het gaat vooral om: %(kind)s."), kind=Term(outcome.reason_kind.label)))
    if outcome.interest.strip():
        weighed.append(say(N_("Dit weegt hier zwaarder: %(interest)s"), interest=full(outcome.interest)))
    if outcome.criterion is not None:
        text = full(outcome.criterion.text)
        weighed.append(say(N_("Dit is een van de dingen waar we op letten: %(criterion)s"), criterion=text))
    return weighed
