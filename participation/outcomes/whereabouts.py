"""Where a point landed and what is still to come, in sentences for residents; a part of `answers`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.outcomes.decisions.words import follows_in_words
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeKind
from participation.outcomes.sentences import Sentence, Term, call, contact_of, full, own, say
from participation.tracks.models import Track
from participation.tracks.room import LandingPath
from participation.words import N_


@dataclass(frozen=True)
class Case:
    """Everything an answer is made of. `decisions` are those of the organs, by the lineage of their path."""

    point: Point
    outcome: Outcome
    contribution: Contribution
    track: Track
    steps: Sequence[ExecutionStep]
    due: date | None
    today: date
    decisions: Mapping[int, OrganDecision] = field(default_factory=dict)


Part = Callable[[Case], list[Sentence]]


def landed(case: Case) -> list[Sentence]:
    """Where it ended up, or where it will."""
    assert case.outcome.kind is not None
    return LANDED[case.outcome.kind](case)


def to_come(case: Case) -> list[Sentence]:
    """What the resident can still expect, and from whom."""
    assert case.outcome.kind is not None
    return TO_COME[case.outcome.kind](case)


def _on_path(case: Case) -> list[Sentence]:
    path, place = case.outcome.path, case.outcome.place.strip()
    if path is None:
        return [say(N_("U vindt het hier: %(place)s"), place=full(place))] if place else []
    document = f"{path.document.strip()}, {place}" if place else path.document.strip()
    decision = case.decisions.get(path.lineage)
    words = N_("Het komt in: %(document)s") if decision is None else N_("Het staat in: %(document)s")
    stands = [say(words, document=full(document))] if document else []
    return [*_in_another_track(case), *stands, *(_decided(decision, case) if decision else _not_decided(path, case))]


def _in_another_track(case: Case) -> list[Sentence]:
    """The path of a track that took the point along: residents read which one it is."""
    track = case.outcome.bring_in.to_track if case.outcome.bring_in is not None else None
    return [say(N_("Het gaat mee met een ander traject: ‘%(title)s’."), title=track.title)] if track else []


def _decided(decision: OrganDecision, case: Case) -> list[Sentence]:
    """What the organ did, in short: the whole of it stands with the track."""
    said = [say(N_("%(organ)s besliste daarover op %(day)s."), organ=decision.organ, day=decision.decided_on)]
    relation = follows_in_words(case.contribution.room.level, decision.follows)
    if relation and decision.follows is not Follows.wholly:
        said += [say(relation), say(N_("Waarom, leest u op de pagina van het traject."))]
    elif relation:
        said.append(say(relation))
    if decision.url:
        said.append(say(N_("Het besluit leest u hier: %(place)s"), place=decision.url))
    return said


def _not_decided(path: LandingPath, case: Case) -> list[Sentence]:
    """A day that passed is no decision: as long as nobody recorded one, we do not know it."""
    organ = path.organ.strip()
    if not organ or path.decides_on is None:
        return []
    if path.decides_on >= case.today:
        return [say(N_("%(organ)s beslist daarover op %(day)s."), organ=organ, day=path.decides_on)]
    late = N_("%(organ)s zou daarover beslissen op %(day)s. Wij weten nog niet wat het werd.")
    return [say(late, organ=organ, day=path.decides_on), call(case.track)]


def _not_in_plan(case: Case) -> list[Sentence]:
    words = N_("Niet in het plan. Uw punt en ons antwoord blijven wel te lezen, ook voor wie beslist.")
    return _on_path(case) or [say(words)]


def _where_it_was_fixed(case: Case) -> list[Sentence]:
    fixed = case.outcome.fixed_point
    if fixed is None or not fixed.source.strip():
        return _not_in_plan(case)
    source = full(fixed.source)
    if fixed.decided_by.strip() and fixed.decided_on is not None:
        words = N_("%(organ)s besloot hierover op %(day)s. U vindt het in: %(source)s")
        return [say(words, organ=fixed.decided_by.strip(), day=fixed.decided_on, source=source)]
    return [say(N_("U vindt het in: %(source)s"), source=source)]


def _with_another(case: Case) -> list[Sentence]:
    received = clock.local(case.contribution.received_at).date()
    words = N_("Bij %(to)s. De dag waarop wij uw bericht kregen, blijft gelden: %(day)s.")
    return [say(words, to=_forwarded_to(case), day=received), *_arrived(case)]


def _arrived(case: Case) -> list[Sentence]:
    arrival = case.outcome.arrival
    if arrival is None:
        return []
    words = N_("Het kwam daar aan op %(day)s, onder nummer %(reference)s. Noem dit nummer als u belt.")
    return [say(words, day=arrival.arrived_on, reference=arrival.reference)]


def _forwarded_to(case: Case) -> str:
    return case.outcome.forwarded_to.strip() or Term(N_("de gemeente"))


def _nowhere_yet(_case: Case) -> list[Sentence]:
    return [say(N_("Nog nergens. Zodra wij besluiten, leest u het hier."))]


def _with_you(case: Case) -> list[Sentence]:
    return _on_path(case) or [say(N_("Ons antwoord staat hier, voor u en voor iedereen met dezelfde vraag."))]


LANDED: dict[OutcomeKind, Part] = {
    OutcomeKind.adopted: _on_path,
    OutcomeKind.partly_adopted: _on_path,
    OutcomeKind.not_adopted: _not_in_plan,
    OutcomeKind.already_done: _with_you,
    OutcomeKind.outside_room: _where_it_was_fixed,
    OutcomeKind.formal_route: _with_another,
    OutcomeKind.answered: _with_you,
    OutcomeKind.brought_in: _nowhere_yet,
    OutcomeKind.decided_later: _nowhere_yet,
}


def _followed(case: Case) -> list[Sentence]:
    """Adopted is followed until it is done (I19)."""
    latest = case.steps[-1] if case.steps else None
    if latest is not None and latest.state in (ExecutionState.done, ExecutionState.lapsed):
        return _finished(case, latest)
    return [
        *_under_way(latest),
        *_work(case.outcome.path, case.today),
        say(N_("We houden u op de hoogte tot het klaar is.")),
    ]


def _under_way(step: ExecutionStep | None) -> list[Sentence]:
    if step is None:
        return []
    decided, begun = N_("Dit is besloten op %(day)s."), N_("Het werk is begonnen op %(day)s.")
    return [say(decided if step.state is ExecutionState.decided else begun, day=step.on), *own(step.note)]


def _finished(case: Case, step: ExecutionStep) -> list[Sentence]:
    if step.state is ExecutionState.done:
        proof = say(N_("Dat ziet u hier: %(evidence)s"), evidence=full(step.evidence))
        return [say(N_("Het is klaar sinds %(day)s."), day=step.on), proof, *own(step.note)]
    words = N_("Op %(day)s bleek dat het toch niet doorgaat. Dat spijt ons. Dit is waarom:")
    return [say(words, day=step.on), *own(step.note), call(case.track)]


def _work(path: LandingPath | None, today: date) -> list[Sentence]:
    if path is None:
        return []
    said = []
    if path.work_from is not None and path.work_from > today:
        sure = N_("Het werk begint op %(day)s.")
        unsure = N_("Het werk begint op zijn vroegst op %(day)s. Dat is nog niet zeker.")
        said.append(say(sure if path.work_is_sure else unsure, day=path.work_from))
    if path.executor.strip():
        said.append(say(N_("Wie het uitvoert: %(executor)s"), executor=full(path.executor)))
    return said


def _stops(case: Case) -> list[Sentence]:
    """A refusal never leaves somebody alone with it."""
    words = N_("Hier stopt dit punt. Bent u het er niet mee eens? Reageer dan met uw code, of bel ons.")
    return [say(words), call(case.track)]


def _nothing_more(case: Case) -> list[Sentence]:
    return [say(N_("Verder komt er niets meer. Klopt het niet, of hebt u nog een vraag?")), call(case.track)]


def _stays_contact(case: Case) -> Sentence:
    return say(N_("%(contact)s blijft uw contact."), contact=contact_of(case.track))


def _answer_of_another(case: Case) -> list[Sentence]:
    return [say(N_("Het antwoord komt van %(to)s."), to=_forwarded_to(case)), _stays_contact(case)]


def _answer_of_colleague(case: Case) -> list[Sentence]:
    promised = [say(N_("U hoort van ons, uiterlijk %(day)s."), day=case.due)] if case.due else []
    return [*promised, _stays_contact(case)]


def _decision_later(case: Case) -> list[Sentence]:
    day = case.outcome.later_on or case.due
    promised = [say(N_("Op %(day)s hoort u wat we besluiten, en waarom."), day=day)] if day else []
    return [*promised, _stays_contact(case)]


TO_COME: dict[OutcomeKind, Part] = {
    OutcomeKind.adopted: _followed,
    OutcomeKind.partly_adopted: _followed,
    OutcomeKind.not_adopted: _stops,
    OutcomeKind.already_done: _nothing_more,
    OutcomeKind.outside_room: _stops,
    OutcomeKind.formal_route: _answer_of_another,
    OutcomeKind.answered: _nothing_more,
    OutcomeKind.brought_in: _answer_of_colleague,
    OutcomeKind.decided_later: _decision_later,
}
