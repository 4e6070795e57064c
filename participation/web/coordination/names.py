"""The names to watch for in what residents say: read and kept by coordinators."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from participation import clock
from participation.contributions.moderation import names as watching
from participation.contributions.moderation.names import ChangedMeanwhile
from participation.permissions import Permission
from participation.refusals import Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.coordination import bp
from participation.web.forms import SHORT, Form, LongTextField

LONGEST = 200_000


class NamesForm(Form):
    seen = HiddenField()
    names = LongTextField("Namen om op te letten, één op een regel", longest=LONGEST)
    why = LongTextField("Waarom verandert u de lijst?", longest=SHORT)

    @property
    def version(self) -> int:
        """The version that was on the screen; what is no number is the very first."""
        typed = self.seen.data or "0"
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


@bp.get("/namen")
@requires(Permission.coordinate)
def names() -> ResponseReturnValue:
    """The list that holds now, to read and to change."""
    held = watching.name_list()
    data = {"seen": str(held.version if held else 0), "names": held.names if held else ""}
    return _page(NamesForm(formdata=None, data=data))


@bp.post("/namen")
@requires(Permission.coordinate)
def keep_names() -> ResponseReturnValue:
    """A new version, from now on looked for in every public text."""
    form = NamesForm()
    if not form.validate():
        return _page(form), 422
    try:
        watching.keep_names(
            form.names.data or "", seen=form.version, actor=actor(), now=clock.now(), why=form.why.data or ""
        )
    except ChangedMeanwhile as conflict:
        held = watching.name_list()
        form.seen.data = str(held.version if held else 0)
        return _page(form, conflict=conflict.sentence), 409
    except Refused as refused:
        form.names.errors = [refused.sentence]
        return _page(form), 422
    flash("De lijst is bewaard. Collega’s zien deze namen gemarkeerd als zij een tekst nakijken.", "success")
    return htmx.go_to(url_for("coordination.names"))


def _page(form: NamesForm, *, conflict: str = "") -> str:
    return render_template(
        "coordination/names.html", form=form, held=watching.name_list(), conflict=conflict,
        unsaved=request.method == "POST",
    )  # fmt: skip
