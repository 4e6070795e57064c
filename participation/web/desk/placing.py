"""Which place a contribution is about, as a colleague reads it."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from participation import clock
from participation.contributions.models import Contribution
from participation.contributions.placing import place_in
from participation.outcomes import desk_queries
from participation.permissions import Permission
from participation.places import queries as places
from participation.places.queries import Place
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.forms import NOT_THERE, Form

NOWHERE = "Geen plek in het bijzonder"


class PlaceField(SelectField):
    """An area of the municipality, or none."""

    def __init__(self, label: str = "Over welke plek gaat het?", **kwargs: Any) -> None:
        super().__init__(label, choices=[], **{**NOT_THERE, **kwargs})

    def offer(self, known: list[Place]) -> None:
        """What can be chosen: each area with what it is, because a street and a neighbourhood can share a name."""
        self.choices = [("", NOWHERE), *((place.code, named(place)) for place in known)]


def named(place: Place) -> str:
    """The area, and what it is."""
    return f"{place.name} ({place.kind.label})"


class PlaceForm(Form):
    area = PlaceField()

    def __init__(self, known: list[Place], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.area.offer(known)


@bp.route("/bijdragen/<number>/plek", methods=["GET"])
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def place(contribution: Contribution) -> ResponseReturnValue:
    """The place that it is about now, and the others."""
    code = contribution.area.code if contribution.area else ""
    return _page(contribution, PlaceForm(places.all_places(), data={"area": code}))


@bp.route("/bijdragen/<number>/plek", methods=["POST"])
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def place_contribution(contribution: Contribution) -> ResponseReturnValue:
    """Another place, or none."""
    known = places.all_places()
    form = PlaceForm(known)
    if not form.validate():
        return _page(contribution, form), 422
    area = next((one for one in known if one.code == form.area.data), None)
    place_in(contribution, area, actor=actor(), now=clock.now())
    flash(f"Deze bijdrage gaat over: {area.name}." if area else "Bij deze bijdrage hoort geen plek meer.", "success")
    return htmx.go_to(url_for("desk.contribution", number=contribution.number))


def _page(contribution: Contribution, form: PlaceForm) -> str:
    return render_template("desk/placing.html", contribution=contribution, form=form)
