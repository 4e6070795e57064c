"""A resident says "dit klopt niet, want …": once per answer, with the code in the body and nowhere else."""

from flask.typing import ResponseReturnValue

from participation import clock
from participation.outcomes.second_look import actions as looking_again
from participation.refusals import Refused
from participation.web.access import everybody
from participation.web.house import terms
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.own_page import LookForm, NotOpened, opened, own_page


@bp.post("/volg/nog-eens-kijken")
@everybody
def second_look() -> ResponseReturnValue:
    """Ask to look again at one answer; the page itself is the answer, because the code may stand in no address."""
    form = LookForm()
    valid = form.validate()
    code, outcome = form.code.data or "", form.outcome.data or ""
    try:
        contribution = opened(code)
        if valid:
            looking_again.ask(contribution, _number(outcome), form.words.data or "", now=clock.now(), terms=terms())
            return own_page(contribution, code, told=_("Wij kijken nog eens. Iemand anders leest het opnieuw."))
    except NotOpened as closed:
        return closed.answer
    except Refused as refusal:
        form.words.errors = [_(refusal.sentence)]
    return own_page(contribution, code, look_form=form), 422


def _number(text: str) -> int:
    """The answer that was on the screen; what is no number is no answer."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
