"""The page of your own contribution: opened with the code in the body of a POST, or from the own overview.

A wrong, a malformed and an unknown code get the very same answer, and whoever keeps trying has to wait. Who came from
the overview has no code at hand: then its place in every form is taken by a key (`mine_key`) that opens what is in the
overview of this signed-in browser, and nothing in any other.
"""

import re
from typing import Any

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from participation import clock
from participation.accounts import throttle
from participation.contributions import queries, receipt
from participation.contributions.models import Contribution, PublicState
from participation.contributions.moderation import objecting
from participation.contributions.moderation.models import Objection
from participation.contributions.own import queries as own
from participation.outcomes.following import follow as follow_up
from participation.promises.models import Promise
from participation.web import news_view
from participation.web.answer_view import PointView, drawing_of, point_views
from participation.web.file_views import own_files
from participation.web.forms import Form, LongTextField
from participation.web.language import gettext as _
from participation.web.public import mine_session
from participation.web.public.asked_of_you import asked_of_you
from participation.web.public.experience_form import asked_of
from participation.web.public.said_too_form import said_too
from participation.web.public.verdict import verdict
from participation.web.room_view import contact_view
from participation.web.security import settings
from participation.web.timeline import timeline
from participation.web.transaction import begin_writing, keep

_MINE = re.compile(r"mijn-20\d\d-\d{5,10}", re.ASCII)
TYPED = ("text", "words", "answer", "sentence")
"""The fields of the own page in which somebody writes."""


class CodeForm(Form):
    code = StringField()


class AddForm(Form):
    code = HiddenField()
    text = LongTextField(_l("Wat wilt u toevoegen?"))


class LookForm(Form):
    code = HiddenField()
    outcome = HiddenField()
    words = LongTextField(_l("Wat klopt er niet?"))


class ObjectionForm(Form):
    code = HiddenField()
    words = LongTextField(_l("Waarom bent u het er niet mee eens?"))


class NotOpened(Exception):
    """No contribution was opened; carries the answer to give instead."""

    def __init__(self, answer: ResponseReturnValue) -> None:
        self.answer = answer


def mine_key(contribution: Contribution) -> str:
    """What stands in the place of the code on a page that was opened from the overview. It is no secret."""
    return f"mijn-{contribution.number}"


def opened(code: str) -> Contribution:
    """The contribution behind *code*, or behind the key of the overview that is open in this browser.

    `NotOpened` carries one and the same answer for every code without one.
    """
    return _from_overview(code) if _MINE.fullmatch(code) else opened_by_code(code)


def _from_overview(key: str) -> Contribution:
    """What is not in the overview, or in one that is closed, opens nothing; typed text is given back."""
    account = mine_session.account()
    found = own.contribution_in(account, key.partition("-")[2]) if account is not None else None
    if found is None:
        typed = [value for name, value in request.form.items() if name in TYPED and value.strip()]
        raise NotOpened((render_template("public/mine_closed.html", typed=typed), 422))
    return found


def opened_by_code(code: str) -> Contribution:
    """The contribution behind *code*. `NotOpened` carries one and the same answer for every code without one."""
    now = clock.now()
    source = throttle.source(request.remote_addr or "", key=settings().secret_key, now=now)
    until = throttle.blocked_until(throttle.RECEIPT, source, now)
    if until is not None:
        page = render_template("public/follow.html", form=CodeForm(), error=_(
            "Dat was te vaak achter elkaar. Wacht een kwartier en probeer het opnieuw."))  # fmt: skip
        response = make_response(page, 429)
        response.headers["Retry-After"] = str(max(1, int((until - now).total_seconds())))
        raise NotOpened(response)
    found = queries.by_code(settings().receipt_key, code)
    if found is not None:
        return found
    begin_writing()
    throttle.note_failure(throttle.RECEIPT, source, now)
    keep()
    sentence = _("Deze code kennen wij niet. Kijk of elk teken klopt. Lukt het niet? Bel ons.")
    raise NotOpened((render_template("public/follow.html", form=CodeForm(), error=sentence), 422))


def own_page(
    found: Contribution, code: str, *, form: AddForm | None = None, look_form: LookForm | None = None,
    told: str = "", **sent: Any,
) -> str:  # fmt: skip
    """The page of a contribution for who holds its *code*, with what was *told* and the forms as they were typed."""
    followed = follow_up(found)
    experience = asked_of(found, sent.pop("experience_form", None))
    objection = objecting.of_this_hiding(found)
    sent["objection_form"] = _objection_form(found, objection, sent.pop("objection_form", None))
    points = point_views(followed, public=False)
    if told:
        flash(told, "success")
    promise = followed.promise
    sent["asked"] = asked_of_you(found, promise, sent.pop("answer_form", None))
    sent["said_too"] = said_too(found, sent.pop("other_form", None))
    return render_template(
        "public/your_contribution.html", contribution=found, track=found.track,
        points=points, drawing=drawing_of(followed), verdict=verdict(followed),
        lines=timeline(found), news=news_view.of_contribution(found, promise), promise=promise,
        promise_state=_state(promise), contact=contact_view(found.track),
        form=form or AddForm(formdata=None), code=receipt.normalise(code) or mine_key(found),
        through_overview=_MINE.fullmatch(code) is not None, may_add=bool(mine_session.token()),
        look_forms=look_forms(points, look_form), look_form=look_form, experience=experience,
        objection=objection, files=own_files(found), **sent,
    )  # fmt: skip


def _objection_form(
    contribution: Contribution, objection: Objection | None, sent: ObjectionForm | None
) -> ObjectionForm | None:
    """The form to answer to being hidden, as long as that can be done; the one that was sent as it was typed."""
    if contribution.public_state is not PublicState.hidden or contribution.withdrawn_at is not None:
        return sent
    form = sent or (ObjectionForm(formdata=None) if objection is None else None)
    if form is not None:
        form.words.id = "niet-mee-eens-woorden"
    return form


def look_forms(points: list[PointView], sent: LookForm | None) -> dict[int, LookForm]:
    """A form for each answer that may be asked about, with ids of its own; the one that was sent as it was typed."""
    forms = {}
    for number in (point.asking.outcome_id for point in points if point.asking):
        is_sent = sent is not None and sent.outcome.data == str(number)
        forms[number] = sent if is_sent and sent is not None else LookForm(formdata=None)
        forms[number].words.id = f"nog-eens-{number}-woorden"
    return forms


def _state(promise: Promise | None) -> str:
    """The word of the promise: open, kept, missed or kept_late; empty when nothing was promised."""
    return promise.state(clock.today()).value if promise else ""
