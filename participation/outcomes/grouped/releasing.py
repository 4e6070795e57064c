"""Letting a grouped answer go, calling it back while nothing left, stopping the rest, and correcting all of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import update

from participation import clock, history
from participation.accounts.models import User
from participation.db import db
from participation.outcomes import actions as outcomes
from participation.outcomes import helping
from participation.outcomes.grouped import actions, queries, rules
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter, Standing
from participation.outcomes.rules import Missing, NotReady
from participation.outcomes.texts import queries as library
from participation.refusals import Conflict, Refused
from participation.tracks.actions.holding import hold
from participation.tracks.models import Track

Stays = Callable[[User, Track], bool]


def release(answer: GroupedAnswer, *, base: str | None, actor: User, now: datetime) -> GroupedAnswer:
    """Let the letters go, ten minutes from *now*, in the name of *actor*; until then `call_back` undoes it.

    Refuses (`NotReady`) what no letter could leave with, (`TextChanged`) a text that the sender did not see, and
    (`UnderWay`) what was released already.
    """
    hold(answer)
    rules.refuse_while_under_way(answer)
    if base is not None and base != actions.mark_of(answer):
        raise actions.TextChanged(answer)
    _judge(answer, now)
    answer.released_by, answer.leaves_at, answer.stopped_why = actor, rules.leaves_at(now), ""
    db.session.flush()
    _record("grouped.released", answer, actor, now, letters=queries.tally(answer.id).waiting)
    return answer


def _judge(answer: GroupedAnswer, now: datetime) -> None:
    """Judge all by the letter that has most to say by itself; each is judged again when it leaves."""
    letter = queries.first_ready(answer)
    if letter is None:
        raise NotReady([Missing("letters", "Er is nu geen brief die weg kan. Kijk bij ‘Nog niet klaar’ waarom niet.")])
    decision = rules.decision_for(letter)
    standard = library.standard_in(decision.reason).pieces
    situation = outcomes.situation_of(
        letter.point, today=clock.local(now).date(), standard=standard, helped=helping.of(letter.point)
    )
    found = rules.missing(decision, situation)
    if found:
        raise NotReady(found)


def call_back(answer: GroupedAnswer, *, actor: User, now: datetime) -> GroupedAnswer:
    """Undo the release as a whole. Nothing left yet, so nothing is taken back that somebody has read (I24).

    Refuses (`TooLate`) once the first letter left.
    """
    hold(answer)
    rules.refuse_call_back(answer)
    answer.released_by, answer.leaves_at, answer.stopped_why = None, None, ""
    db.session.flush()
    _record("grouped.called_back", answer, actor, now)
    return answer


def stop(answer: GroupedAnswer, *, actor: User, now: datetime) -> GroupedAnswer:
    """Hold what did not leave yet. What left stays; the rest can be released again, or let go (`let_go`)."""
    hold(answer)
    if answer.standing is not Standing.sending:
        raise Conflict("Er is nu niets onderweg om te stoppen. Misschien is alles al weg.")
    answer.stopped_why = f"{actor.name} hield de rest tegen."
    db.session.flush()
    _record("grouped.stopped", answer, actor, now, why=answer.stopped_why)
    return answer


def let_go(answer: GroupedAnswer, *, actor: User, now: datetime) -> GroupedAnswer:
    """What was stopped will not leave any more: who did not get a letter waits for an answer of their own again."""
    hold(answer)
    if answer.standing is not Standing.stopped:
        raise Conflict("Dit groepsantwoord staat niet stil. Misschien was een collega u voor.")
    rest = update(GroupedLetter).where(GroupedLetter.grouped_id == answer.id, queries.WAITING)
    db.session.execute(rest.values(skipped_why="De rest is niet meer verstuurd.", done_at=now))
    answer.ended_at = now
    db.session.flush()
    _record("grouped.let_go", answer, actor, now)
    return answer


def correct(answer: GroupedAnswer, *, actor: User, now: datetime) -> GroupedAnswer:
    """Begin a new version for everybody whose letter still stands; it is announced to each of them again (I24).

    Refuses (`Refused`) while letters are under way, and when no letter stands any more.
    """
    hold(answer)
    if answer.standing is not Standing.sent:
        raise Conflict("Verbeteren kan als alles weg is. Wacht daarop, of stop eerst de rest.")
    if not queries.tally(answer.id).published:
        raise Refused("Er ging geen brief weg. Er is niets te verbeteren.")
    again = actions.start(
        answer.track, f"Verbetering: {answer.title}"[:120], rules.decision_of(answer), theme=answer.theme,
        is_bundle=answer.is_bundle, corrects=answer, actor=actor, now=now,
    )  # fmt: skip
    actions.put_in_again(again, answer)
    return again


def _record(kind: str, answer: GroupedAnswer, actor: User, now: datetime, *, why: str = "", **data: Any) -> None:
    history.record(kind, now=now, actor=actor, track_id=answer.track_id, why=why, grouped_id=answer.id, **data)
