"""The questions back to the resident of a contribution, as colleagues see them, with the form for the next one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from participation.contributions.asking_back import queries, rules
from participation.contributions.asking_back.models import AskedBack
from participation.web.desk.answering_desk import Desk
from participation.web.desk.room_fields import DayField, Words
from participation.web.filters import day
from participation.web.forms import Form


class AskBackForm(Form):
    question = Words("Wat wilt u van de bewoner weten?")
    why = Words("Waarom vraagt u dit? De bewoner leest dit.")
    wish_on = DayField("Liefst antwoord uiterlijk")


@dataclass(frozen=True)
class Asked:
    """One question: what became of it, and whether a colleague still has to say that they read that."""

    question: str
    why: str
    by: str
    at: datetime
    wish_on: date
    state: str
    answered_at: datetime | None
    is_news: bool


@dataclass(frozen=True)
class AskedBackBlock:
    """What `desk/_asked_back.html` shows; `form` only when a question can be asked now.

    `promised` says that what we promised stands; `answers` says of an addition (by number) which question
    it answers: it stands among the words of the resident.
    """

    lines: list[Asked]
    form: AskBackForm | None
    promised: str
    has_address: bool
    answers: dict[int, str]


def block(desk: Desk) -> AskedBackBlock:
    """The questions so far, and an empty form when there is room for one."""
    return block_with(desk)


def block_with(desk: Desk, form: AskBackForm | None = None) -> AskedBackBlock:
    """The same, with the *form* as it was typed."""
    contribution = desk.contribution
    asked = queries.asked_at(contribution.id)
    may_ask = rules.waits(contribution) and rules.open_question(contribution, asked) is None
    due = min((one.due for one in desk.folder.owed), default=None)
    return AskedBackBlock(
        lines=[_line(one, desk) for one in asked],
        form=form or (_fresh(due, desk.today) if may_ask else None),
        promised=_promised(due, desk.today),
        has_address=contribution.email is not None,
        answers={one.addition_id: one.question for one in asked if one.addition_id is not None},
    )  # fmt: skip


def _fresh(due: date | None, today: date) -> AskBackForm:
    """An empty question, with a day that helps: within a week, and never after what we promised."""
    week = today + timedelta(days=7)
    return AskBackForm(None, prefix="back-", data={"wish_on": min(due, week) if due and due > today else week})


def _promised(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return f"Wij zijn al te laat: beloofd was {day(due)}. Wacht dus niet op het antwoord."
    return f"Wat wij beloofden, blijft staan: de bewoner hoort van ons, uiterlijk {day(due)}."


def _line(one: AskedBack, desk: Desk) -> Asked:
    state = _state(one, desk)
    return Asked(
        question=one.question, why=one.why, by=one.asked_by.name, at=one.asked_at, wish_on=one.wish_on, state=state,
        answered_at=one.answered_at,
        is_news=one.seen_at is None and state in ("answered", "silent"),
    )  # fmt: skip


def _state(one: AskedBack, desk: Desk) -> str:
    """answered, called_back, over (we answered, or it was taken back), silent, or open."""
    if one.answered_at is not None:
        return "answered"
    if one.ended_at is not None:
        return "called_back"
    if not rules.waits(desk.contribution):
        return "over"
    return "silent" if rules.is_silent(one, desk.today) else "open"
