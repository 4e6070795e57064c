"""The resident answers a question of ours, on the own page: the code stands in the body and nowhere else."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.asking_back import actions, rules
from participation.contributions.models import Contribution
from participation.refusals import Refused
from participation.web.access import everybody
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.asked_of_you import AnswerForm
from participation.web.public.own_page import AddForm, NotOpened, opened, own_page


@bp.post("/volg/antwoord")
@everybody
def answer_question() -> ResponseReturnValue:
    """Keep the answer; the page itself is the answer to the browser, because the code may stand in no address."""
    form = AnswerForm()
    valid = form.validate()
    code, text = form.code.data or "", form.answer.data or ""
    try:
        contribution = opened(code)
    except NotOpened as closed:
        return _with_the_text(closed, form) if text.strip() else closed.answer
    try:
        if valid:
            actions.answer(contribution, _number(form.question.data or ""), text, now=clock.now())
            return own_page(contribution, code, told=_("Dank u wel. Wie uw bijdrage behandelt, leest uw antwoord."))
    except rules.NotAsked as refusal:
        return _add_instead(contribution, code, text, _(refusal.sentence)), 422
    except Refused as refusal:
        form.answer.errors = [_(refusal.sentence)]
    return own_page(contribution, code, answer_form=form), 422


def _number(text: str) -> int:
    """The question that was on the screen; what is no number is no question."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _add_instead(contribution: Contribution, code: str, text: str, sentence: str) -> str:
    """The question does not wait any more: what was typed stands in the form to add something, ready to be sent."""
    form = AddForm(formdata=None, data={"text": text})
    form.text.errors = [sentence]
    return own_page(contribution, code, form=form)


def _with_the_text(closed: NotOpened, form: AnswerForm) -> ResponseReturnValue:
    """The code opened nothing (a typing mistake, or too often): the text goes along to the next try."""
    refused = make_response(closed.answer)
    page = render_template("public/answer_again.html", form=form, wait=refused.status_code == 429)
    response = make_response(page, refused.status_code)
    if "Retry-After" in refused.headers:
        response.headers["Retry-After"] = refused.headers["Retry-After"]
    return response
