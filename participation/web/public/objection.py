"""Who was hidden says "ik ben het er niet mee eens": once per hiding, with the code in the body and nowhere else."""

from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.moderation import objecting
from participation.refusals import Refused
from participation.web.access import everybody
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.own_page import NotOpened, ObjectionForm, opened, own_page


@bp.post("/volg/niet-mee-eens")
@everybody
def objection() -> ResponseReturnValue:
    """Answer to being hidden; the page itself is the answer, because the code may stand in no address."""
    form = ObjectionForm()
    valid = form.validate()
    code = form.code.data or ""
    try:
        contribution = opened(code)
        if valid:
            objecting.object_to(contribution, form.words.data or "", now=clock.now())
            return own_page(contribution, code, told=_("Wij lezen het opnieuw. Een andere collega beslist."))
    except NotOpened as closed:
        return closed.answer
    except Refused as refusal:
        form.words.errors = [_(refusal.sentence)]
    return own_page(contribution, code, objection_form=form), 422
