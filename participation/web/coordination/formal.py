"""Who deals with an objection, a view, a complaint or a report in this house: the list for passing on (I32)."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from participation import clock
from participation.outcomes.formal import actions, queries
from participation.outcomes.formal.kinds import FormalKind
from participation.permissions import Permission
from participation.refusals import Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.coordination import bp
from participation.web.forms import SHORT, Form, LongTextField, TextLength, storable


class ReceiverForm(Form):
    name = StringField("Wie behandelt dit?", [storable, TextLength(SHORT)])
    email = StringField("E-mailadres", [storable, TextLength(SHORT)])
    address = LongTextField("Adres voor een brief", longest=SHORT)


@bp.get("/doorsturen")
@requires(Permission.coordinate)
def formal_desks() -> ResponseReturnValue:
    """The list that holds now, to read and to change."""
    return _page()


@bp.post("/doorsturen")
@requires(Permission.coordinate)
def keep_formal_desk() -> ResponseReturnValue:
    """Who deals with one kind from now on."""
    kind = next((one for one in FormalKind if one.value == request.form.get("soort")), None)
    if kind is None:
        return _page(), 422
    form = ReceiverForm(prefix=f"{kind.value}-")
    if form.validate():
        try:
            actions.keep_receiver(
                kind, form.name.data or "", form.email.data or "", form.address.data or "", actor=actor(),
                now=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            field = form[refused.field or "name"]
            field.errors = [*field.errors, refused.sentence]
        else:
            flash(f"Bewaard. {kind.label.capitalize()} gaat voortaan naar {(form.name.data or '').strip()}.", "success")
            return htmx.go_to(url_for("coordination.formal_desks"))
    return _page(kind, form), 422


def _page(refused: FormalKind | None = None, typed: ReceiverForm | None = None) -> str:
    forms = {
        kind: typed
        if kind is refused and typed is not None
        else ReceiverForm(
            None, prefix=f"{kind.value}-", data={"name": one.name, "email": one.email, "address": one.address}
        )
        for kind, one in queries.receivers().items()
    }
    return render_template("coordination/formal_desks.html", forms=forms, refused=typed)
