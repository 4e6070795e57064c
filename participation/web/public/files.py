"""Photos and documents of residents: for everybody when a colleague looked, and for their author."""

from flask import Response, abort
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField

from participation import clock
from participation.contributions.files import actions, queries
from participation.refusals import Refused
from participation.web.access import everybody
from participation.web.file_answers import answer, author_may
from participation.web.forms import SHORT, Form, TextLength, storable
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.own_page import NotOpened, opened, own_page


class AltForm(Form):
    code = HiddenField()
    file = HiddenField()
    alt = StringField(validators=[storable, TextLength(SHORT)])


@bp.get("/bestanden/<public_id>")
@everybody
def file(public_id: str) -> Response:
    """The file, as long as its contribution is public and a colleague let everybody see it; or for its author.

    Anything else is not found: hidden, withdrawn, not looked at yet, or never there.
    """
    found = queries.file(public_id)
    if found is None or not (found.is_public or author_may(public_id)):
        abort(404)
    return answer(found, public=found.is_public)


@bp.post("/volg/bestand")
@everybody
def describe_file() -> ResponseReturnValue:
    """The author says what can be seen on a photo."""
    form = AltForm()
    valid = form.validate()
    code = form.code.data or ""
    try:
        contribution = opened(code)
        file = next((one for one in queries.files_of(contribution) if one.public_id == form.file.data), None)
        if valid and file is not None:
            actions.describe(file, form.alt.data or "", now=clock.now())
            return own_page(contribution, code, told=_("Wij hebben dit bewaard. Dank u wel."))
    except NotOpened as closed:
        return closed.answer
    except Refused:
        file = None
    return own_page(contribution, code), 422 if file is not None else 404
