"""The second look: a resident asks once, somebody else answers by a promised day: the answer stands or is mended."""

from datetime import date, datetime

from sqlalchemy import select

from participation import clock, history
from participation.accounts.models import User
from participation.config import Municipality
from participation.contributions.holding import hold
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes import messages
from participation.outcomes.models import Outcome
from participation.outcomes.second_look import queries
from participation.outcomes.second_look import rules as look_rules
from participation.outcomes.second_look.models import LookVerdict, SecondLook
from participation.outcomes.second_look.rules import CannotAsk, SameHand
from participation.promises import actions as promises
from participation.promises.models import Promise, PromiseKind
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.words import N_


class AlreadyLooked(Conflict):
    """A colleague answered this second look first."""

    def __init__(self, look: SecondLook) -> None:
        who = look.answered_by.name if look.answered_by else "Een collega"
        super().__init__(f"{who} keek hier al opnieuw naar. Uw tekst is niet opgeslagen.")
        self.look = look


def ask(
    contribution: Contribution, outcome_id: int, words: str, *, now: datetime, terms: Municipality
) -> SecondLook:  # fmt: skip
    """Ask to look again at one answer, in the resident's own words; somebody else answers within the promised weeks.

    Refuses (`CannotAsk`): an answer that is not the one that counts, an interim one, a second time, after the term,
    a contribution that was taken back; and (`Refused`) too few words. The same words again are the same question.
    """
    hold(contribution)
    words = words.replace("\r\n", "\n").strip()
    looks = queries.looks_at(contribution)
    asked = next((look for look in looks if look.outcome_id == outcome_id), None)
    if asked is not None and asked.words == words:
        return asked
    outcome = _that_may_be_asked_about(contribution, outcome_id, looks, clock.local(now).date(), terms)
    if not look_rules.says_enough(words):
        raise Refused(N_("Schrijf in één of twee zinnen op wat er niet klopt."), field="words")
    look = SecondLook(
        outcome_id=outcome.id, point_id=outcome.point_id, contribution_id=contribution.id, words=words, asked_at=now,
        due_on=look_rules.answer_due(clock.local(now).date(), terms),
    )  # fmt: skip
    db.session.add(look)
    db.session.flush()
    history.record("second_look.asked", now=now, track_id=contribution.track_id, contribution_id=contribution.id,
                   point_id=outcome.point_id, look_id=look.id, due=look.due_on.isoformat())  # fmt: skip
    promises.make(
        PromiseKind.second_look, due=look.due_on, track_id=contribution.track_id,
        department_id=contribution.track.department_id, owner_id=_somebody_else(contribution.track, outcome), now=now,
        contribution_id=contribution.id, point_id=outcome.point_id, about=_about(look),
    )  # fmt: skip
    messages.tell_look_asked(contribution, look, now=now)
    return look


def _that_may_be_asked_about(
    contribution: Contribution, outcome_id: int, looks: list[SecondLook], today: date, terms: Municipality
) -> Outcome:
    """The answer with this number, when it is one of *contribution* that counts now; `CannotAsk` says why not."""
    point = next((one for one in contribution.points if one.outcome_id == outcome_id), None)
    outcome = db.session.get(Outcome, outcome_id) if point is not None else None
    earlier = [look for look in looks if point is not None and look.point_id == point.id]
    refusal = look_rules.why_not_ask(outcome, earlier, terms=terms, today=today)
    if contribution.withdrawn_at is not None:
        refusal = CannotAsk(N_("U hebt deze bijdrage ingetrokken."), field="words")
    if refusal is not None:
        raise refusal
    assert outcome is not None
    return outcome


def let_stand(look: SecondLook, reason: str, *, actor: User, now: datetime) -> None:
    """Say, after looking again, that the answer stays as it was, and why; the resident and everybody can read it.

    Refuses (`SameHand`) the first author, (`AlreadyLooked`) when somebody was first, (`Refused`) too few words. When
    the answer has to change, publish a new version: that answers the second look (`settle`).
    """
    contribution = db.session.get_one(Contribution, look.contribution_id)
    hold(contribution)
    db.session.refresh(look)
    reason = reason.strip()
    if look.verdict is not None:
        raise AlreadyLooked(look)
    if look_rules.is_first_hand(look, actor.id):
        raise SameHand
    if len(reason) < look_rules.SHORTEST_REASON or not look_rules.says_enough(reason):
        raise Refused("Leg in minstens één hele zin uit waarom het antwoord blijft. De bewoner leest dit.",
                      field="reason")  # fmt: skip
    _answer(look, LookVerdict.stands, reason, contribution, actor=actor, now=now)
    messages.tell_look_answered(contribution, look, now=now)


def refuse_first_hand(current: Outcome, actor: User) -> None:
    """Called before a correction of *current* goes out: while a second look waits, its first author cannot publish it.

    Refuses with `SameHand` (I9 in spirit: nobody judges the own work).
    """
    look = queries.waiting_for(current)
    if look is not None and look_rules.is_first_hand(look, actor.id):
        raise SameHand


def settle(before: Outcome, outcome: Outcome, *, actor: User, now: datetime) -> None:
    """A correction went out: it answers the second look at the version before it, if one waits."""
    look = queries.waiting_for(before)
    if look is not None:
        contribution = outcome.point.contribution
        look.new_outcome_id = outcome.id
        _answer(look, LookVerdict.corrected, outcome.reason, contribution, actor=actor, now=now)


def _answer(
    look: SecondLook, verdict: LookVerdict, reason: str, contribution: Contribution, *, actor: User, now: datetime
) -> None:
    look.verdict, look.reason, look.answered_by, look.answered_at = verdict, reason, actor, now
    history.record("second_look.answered", actor=actor, now=now, track_id=contribution.track_id, why=reason,
                   contribution_id=contribution.id, point_id=look.point_id, look_id=look.id,
                   verdict=verdict.value)  # fmt: skip
    db.session.flush()
    owed = db.session.scalars(
        select(Promise).where(
            Promise.contribution_id == contribution.id, Promise.kind == PromiseKind.second_look,
            Promise.about == _about(look),
        )
    )  # fmt: skip
    for promise in owed:
        promises.keep(promise, now=now, actor=actor)


def _about(look: SecondLook) -> str:
    return f"look:{look.id}"


def _somebody_else(track: Track, outcome: Outcome) -> int | None:
    """Who looks: the contact, or else somebody who works on the track, but never the first author."""
    hands = {outcome.published_by_id, outcome.written_by_id}
    people = [track.contact, track.author, *track.members]
    return next((one.id for one in people if one is not None and one.active and one.id not in hands), None)
