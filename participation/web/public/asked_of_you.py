"""What we asked this resident back: the open question with its form, and the ones before it."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from participation import clock
from participation.contributions.asking_back import queries, rules
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.models import Contribution
from participation.promises.models import Promise, PromiseState
from participation.web.forms import Form, LongTextField


class AnswerForm(Form):
    code = HiddenField()
    question = HiddenField()
    answer = LongTextField(_l("Uw antwoord"))


@dataclass(frozen=True)
class AskedOfYou:
    """The questions to this resident: the ones that ended, and the open one with its form.

    `due` is what we promised, whatever the resident does; `is_late` says that this day has passed.
    """

    before: list[AskedBack]
    now: AskedBack | None
    form: AnswerForm
    due: date | None
    is_late: bool
    answers: set[int]


def asked_of_you(contribution: Contribution, promise: Promise | None, sent: AnswerForm | None) -> AskedOfYou:
    """What we asked, in one statement; with the form as it was *sent*, or empty."""
    asked = queries.asked_at(contribution.id)
    now = rules.open_question(contribution, asked)
    form = sent or AnswerForm(formdata=None)
    form.answer.id = "ons-gevraagd-antwoord"
    state = promise.state(clock.today()) if promise is not None else None
    is_owed = state in (PromiseState.open, PromiseState.missed)
    return AskedOfYou(
        before=[one for one in asked if one is not now], now=now, form=form,
        due=promise.due if promise is not None and is_owed else None, is_late=state is PromiseState.missed,
        answers={one.addition_id for one in asked if one.addition_id is not None},
    )  # fmt: skip
