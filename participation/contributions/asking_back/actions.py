"""Asking a resident back, and what becomes of it: an answer, nothing, or a question that was not needed after all."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from participation import clock, history, mail
from participation.accounts.models import User
from participation.contributions import search
from participation.contributions.asking_back import queries, rules
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.holding import hold
from participation.contributions.models import Addition, Contribution
from participation.db import db
from participation.promises import actions as promises
from participation.refusals import Conflict
from participation.words import N_

MAIL = "asked_back"


def ask(
    contribution: Contribution, question: str, why: str, wish_on: date | None, *, actor: User, now: datetime
) -> AskedBack:  # fmt: skip
    """Ask the resident one thing, with why. It stands on their page, and is mailed to who left an address.

    Nothing is paused: every promise keeps its day. The same words again while it is open are the same question.
    Refuses (`rules.CannotAskBack`) what was taken back or answered, and a second question while one is open;
    (`Refused`) words that say too little, more than one question, and a day that has passed or is later than promised.
    """
    hold(contribution)
    question, why = (text.replace("\r\n", "\n").strip() for text in (question, why))
    asked = queries.asked_at(contribution.id)
    still = rules.open_question(contribution, asked)
    if still is not None and (still.question, still.why, still.wish_on) == (question, why, wish_on):
        return still
    rules.refuse_asking(contribution, asked)
    due = promised_day(contribution)
    day = rules.refuse_question(question, why, wish_on, due=due, today=clock.local(now).date())
    made = AskedBack(
        contribution_id=contribution.id, track_id=contribution.track_id, question=question, why=why, wish_on=day,
        asked_by=actor, asked_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _record("asked_back.asked", made, now, actor=actor, wish_on=day.isoformat())
    _mail(contribution, made, due, now)
    return made


def promised_day(contribution: Contribution) -> date | None:
    """The day on which the resident hears from us whatever happens: the first promise that is open."""
    return min((promise.due for promise in promises.open_promises(contribution.id)), default=None)


def answer(contribution: Contribution, asked_id: int, text: str, *, now: datetime) -> Addition:
    """The resident answers, in their own words; they are added to what was said. Only colleagues read them (I16).

    The same answer sent twice is one. Refuses (`rules.NotAsked`) when nothing waits for it any more, and (`Refused`) an
    empty one.
    """
    hold(contribution)
    text = text.replace("\r\n", "\n")
    asked = queries.asked_at(contribution.id)
    given = next((one for one in asked if one.id == asked_id and one.answer is not None), None)
    if given is not None and given.answer is not None and given.answer.text == text:
        return given.answer
    question = rules.open_question(contribution, asked)
    if question is None or question.id != asked_id:
        raise rules.NotAsked(
            N_("Deze vraag staat niet meer open. Wilt u dit toch zeggen? Voeg het dan toe aan uw bijdrage."),
            field="text",
        )
    rules.refuse_answer(text)
    addition = Addition(contribution=contribution, text=text, at=now)
    db.session.add(addition)
    search.index(contribution)
    question.answer, question.answered_at = addition, now
    question.seen_at, question.told_at = None, None
    db.session.flush()
    _record("asked_back.answered", question, now, addition_id=addition.id)
    return addition


def read(contribution: Contribution, *, actor: User, now: datetime) -> None:
    """Say that one read the answer, or that none came: it leaves the inbox. The promise stays where it was."""
    hold(contribution)
    for one in queries.asked_at(contribution.id):
        is_news = one.answered_at is not None or rules.is_silent(one, clock.local(now).date())
        if is_news and one.seen_at is None:
            one.seen_at = now
            _record("asked_back.read", one, now, actor=actor, answered=one.answered_at is not None)
    db.session.flush()


def call_back(contribution: Contribution, *, actor: User, now: datetime) -> None:
    """The question is not needed any more. The resident reads that. Refuses (`Conflict`) when none is open."""
    hold(contribution)
    question = rules.open_question(contribution, queries.asked_at(contribution.id))
    if question is None:
        raise Conflict("Er staat geen vraag meer open. Misschien gaf de bewoner net antwoord.")
    question.ended_at = now
    db.session.flush()
    _record("asked_back.called_back", question, now, actor=actor)


def still_open(message: mail.OutboundMail) -> bool:
    """Asked right before sending: the address is still ours to use (I40), and the question still waits."""
    contribution = db.session.get(Contribution, message.contribution_id) if message.contribution_id else None
    if contribution is None or contribution.email != message.to or not rules.waits(contribution):
        return False
    waits = select(AskedBack.id).where(
        AskedBack.contribution_id == contribution.id, AskedBack.answered_at.is_(None), AskedBack.ended_at.is_(None)
    )
    return db.session.scalar(waits) is not None


mail.may_send[MAIL] = still_open


def _mail(contribution: Contribution, asked: AskedBack, due: date | None, now: datetime) -> None:
    if contribution.email is None:
        return
    track, today = contribution.track, clock.local(now).date()
    mail.queue(
        MAIL, to=contribution.email, language=contribution.language, now=now, contribution_id=contribution.id,
        context={
            "number": contribution.number, "track": track, "contact": track.contact, "asked": asked, "due": due,
            "is_late": due is not None and due < today,
        },
    )  # fmt: skip


def _record(kind: str, asked: AskedBack, now: datetime, *, actor: User | None = None, **data: Any) -> None:
    """The history tells that we asked and that an answer came; the words stand in the rows."""
    history.record(
        kind, actor=actor, now=now, track_id=asked.track_id, contribution_id=asked.contribution_id,
        asked_back_id=asked.id, **data,
    )  # fmt: skip
