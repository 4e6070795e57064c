"""Searches that somebody keeps: a name for the filters of the list, for oneself or for the team."""

from collections.abc import Mapping

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from participation import clock
from participation.outcomes.finding import keeping
from participation.outcomes.finding.models import SavedSearch
from participation.permissions import Permission
from participation.refusals import Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp, finding
from participation.web.desk import finding_words as words
from participation.web.desk.answering_forms import refuse
from participation.web.desk.finding import Choices
from participation.web.desk.room_fields import Line
from participation.web.forms import Form

GONE = {
    "traject": "het traject is er niet meer, of u werkt er niet aan",
    "thema": "het thema is er niet meer, of hoort bij een traject waar u niet aan werkt",
    "vraag": "de vraag hoort bij een traject waar u niet aan werkt",
    "van": "de collega werkt niet (meer) aan uw trajecten",
    "team": "het team is er niet meer",
    "gebied": "de plek is er niet meer",
}
"""Why a kept search cannot be read as it was kept, by the name of the filter."""


class KeepForm(Form):
    """A name, and for whom."""

    name = Line("Naam")
    shared = BooleanField("Ook voor collega’s van mijn team")


class RenameForm(Form):
    name = Line("Naam")


@bp.get("/bijdragen/bewaard/nieuw")
@requires(Permission.use_desk)
def new_saved_search() -> ResponseReturnValue:
    """Keep the filters that stand in the address."""
    return _new(KeepForm(None))


@bp.post("/bijdragen/bewaard/nieuw")
@requires(Permission.use_desk)
def save_search() -> ResponseReturnValue:
    """One more search above the list."""
    form, names = KeepForm(), _names(request.args)
    if not form.validate():
        return _new(form), 422
    try:
        kept = keeping.keep(names, form.name.data or "", shared=bool(form.shared.data), actor=actor(), now=clock.now())
    except Refused as refused:
        refuse(form, refused)
        return _new(form), 422
    flash(f"Bewaard als ‘{kept.name}’. De zoekopdracht staat voortaan boven uw lijst.", "success")
    return htmx.go_to(finding.list_address(names))


@bp.get("/bijdragen/bewaard/<int:search_id>")
@requires(Permission.use_saved_search, load=keeping.one)
def saved_search(kept: SavedSearch) -> ResponseReturnValue:
    """Go to the list that it stands for; where a part of it is gone, say so first."""
    legible, gone = _legible(kept.asked)
    if not gone:
        return htmx.go_to(finding.list_address(legible))
    return _page(kept)


@bp.get("/bijdragen/bewaard/<int:search_id>/wijzigen")
@requires(Permission.use_saved_search, load=keeping.one)
def edit_saved_search(kept: SavedSearch) -> ResponseReturnValue:
    """What it looks for, another name, or away with it."""
    return _page(kept)


@bp.post("/bijdragen/bewaard/<int:search_id>/naam")
@requires(Permission.use_saved_search, load=keeping.one)
def rename_saved_search(kept: SavedSearch) -> ResponseReturnValue:
    """Another name."""
    form = RenameForm()
    if not form.validate():
        return _page(kept, form), 422
    try:
        keeping.rename(kept, form.name.data or "", actor=actor(), now=clock.now())
    except Refused as refused:
        refuse(form, refused)
        return _page(kept, form), 422
    flash(f"De zoekopdracht heet nu ‘{kept.name}’.", "success")
    return htmx.go_to(finding.list_address(_legible(kept.asked)[0]))


@bp.post("/bijdragen/bewaard/<int:search_id>/weg")
@requires(Permission.use_saved_search, load=keeping.one)
def remove_saved_search(kept: SavedSearch) -> ResponseReturnValue:
    """Away with it; the contributions stay."""
    keeping.remove(kept, actor=actor(), now=clock.now())
    flash("De zoekopdracht is weg. Aan de bijdragen veranderde niets.", "success")
    return htmx.go_to(finding.list_address({}))


def _names(args: Mapping[str, str]) -> dict[str, str]:
    """The filters as they stand in the address. What does not exist: not found."""
    try:
        return finding.read(args, Choices(actor())).names
    except (finding.Unknown, finding.Unreadable):
        abort(404)


def _legible(asked: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The filters that this colleague can use, and the names of those that are gone."""
    choices, left = Choices(actor()), dict(asked)
    gone: list[str] = []
    while True:
        try:
            return finding.read(left, choices).names, gone
        except finding.Unknown as unknown:
            gone.append(unknown.name)
            del left[unknown.name]
        except finding.Unreadable:
            gone.append("uiterlijk")
            del left["uiterlijk"]


def _new(form: KeepForm) -> str:
    choices = Choices(actor())
    names = _names(request.args)
    asked = finding.read(names, choices)
    return render_template(
        "desk/saved_search_new.html", form=form, sentence=words.sentence(asked, choices), names=names,
        back=asked.address(), team=actor().department.name,
    )  # fmt: skip


def _page(kept: SavedSearch, form: RenameForm | None = None) -> str:
    legible, gone = _legible(kept.asked)
    choices = Choices(actor())
    asked = finding.read(legible, choices)
    return render_template(
        "desk/saved_search.html", kept=kept, form=form or RenameForm(None, data={"name": kept.name}),
        sentence=words.sentence(asked, choices), gone=[GONE.get(name, "een filter bestaat niet meer") for name in gone],
        address=asked.address(), whose=_whose(kept),
    )  # fmt: skip


def _whose(kept: SavedSearch) -> str:
    if kept.department is not None:
        return f"Van het team {kept.department.name}. Wat u hier verandert, verandert voor het hele team."
    return "Alleen u ziet deze zoekopdracht."
