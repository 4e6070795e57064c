"""Themes at the desk: what a theme is called and says, which points stand in it, and what may belong to it."""

from dataclasses import dataclass

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from participation import clock
from participation.contributions import search
from participation.contributions.models import Point
from participation.contributions.themes import actions, queries, similar
from participation.contributions.themes.models import Theme
from participation.contributions.themes.queries import ThemedPoint
from participation.contributions.themes.rules import MOST_AT_ONCE, ThemeChanged
from participation.contributions.themes.similar import Piece, Similar
from participation.outcomes import desk_queries
from participation.permissions import Permission, can
from participation.refusals import Refused
from participation.tracks.models import Track
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp, points
from participation.web.desk.answering_desk import address_of
from participation.web.desk.answering_forms import refuse
from participation.web.desk.room_fields import Line, Words
from participation.web.forms import Form

LAST = 2_147_483_647
EXCERPT = 400


class ThemeForm(Form):
    """What a theme is called, and what is said in it."""

    base = HiddenField()
    title = Line("Waar gaat dit thema over?")
    summary = Words("Samenvatting")


class NewThemeForm(Form):
    title = Line("Waar gaat dit thema over?")


@dataclass(frozen=True)
class PointRow:
    """One point in a list, with the words that match when it is a suggestion."""

    id: int
    number: str
    href: str
    words: list[Piece]
    note: str = ""
    theme: str = ""


@bp.get("/trajecten/<slug>/themas")
@requires(Permission.see_track, load=desk_queries.track_at_desk)
def themes(track: Track) -> ResponseReturnValue:
    """All themes of a track, and a new one."""
    return _themes(track, NewThemeForm(None))


@bp.post("/trajecten/<slug>/themas")
@requires(Permission.handle_contribution, load=desk_queries.track_at_desk)
def make_theme(track: Track) -> ResponseReturnValue:
    """Begin a theme; it is not public before it has a summary."""
    form = NewThemeForm()
    if form.validate():
        try:
            made = actions.make_theme(track, form.title.data or "", actor=actor(), now=clock.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            flash("Het thema is er. Zoek er nu punten bij.", "success")
            return htmx.go_to(url_for("desk.theme", theme_id=made.id))
    return _themes(track, form), 422


@bp.get("/themas/<int:theme_id>")
@requires(Permission.see_track, load=queries.theme_at_desk)
def theme(theme: Theme) -> ResponseReturnValue:
    """What is said in a theme, by which points, and what may belong to it as well."""
    return _theme(theme)


@bp.post("/themas/<int:theme_id>")
@requires(Permission.handle_contribution, load=queries.theme_at_desk)
def change_theme(theme: Theme) -> ResponseReturnValue:
    """Write the title and the summary."""
    form = ThemeForm()
    if form.validate():
        try:
            actions.change_theme(
                theme, form.title.data or "", form.summary.data or "", actor=actor(), now=clock.now(),
                base=form.base.data or "",
            )  # fmt: skip
        except ThemeChanged as conflict:
            form.base.data = actions.mark_of(theme)
            response = make_response(_theme(theme, form, conflict=conflict.sentence), 409)
            return htmx.retarget(response, "body")
        except Refused as refused:
            refuse(form, refused)
        else:
            flash("Bewaard. Iedereen kan dit thema nu lezen." if theme.is_public else "Bewaard.", "success")
            return htmx.go_to(url_for("desk.theme", theme_id=theme.id))
    return _theme(theme, form), 422


@bp.post("/themas/<int:theme_id>/punten")
@requires(Permission.handle_contribution, load=queries.theme_at_desk)
def gather(theme: Theme) -> ResponseReturnValue:
    """Put the chosen points in this theme, or (`doe=eruit`) take them out of it."""
    chosen = _numbers()
    if request.form.get("doe") == "eruit":
        many = actions.take_out(theme, chosen, actor=actor(), now=clock.now())
        told = _count(many, "staat niet meer", "staan niet meer")
    else:
        many = actions.put_in(theme, chosen, actor=actor(), now=clock.now())
        told = _count(many, "staat nu", "staan nu")
    flash(f"{told} in ‘{theme.title}’.", "success")
    return htmx.go_to(url_for("desk.theme", theme_id=theme.id))


@bp.post("/themas/<int:theme_id>/weg")
@requires(Permission.handle_contribution, load=queries.theme_at_desk)
def remove_theme(theme: Theme) -> ResponseReturnValue:
    """End the theme; its points go free."""
    actions.remove_theme(theme, actor=actor(), now=clock.now())
    flash("Het thema is weg. De punten zijn er nog, en staan nu in geen thema.", "success")
    return htmx.go_to(url_for("desk.themes", slug=theme.track.slug))


@bp.post("/bijdragen/<number>/punten/<int:position>/thema")
@requires(Permission.handle_contribution, load=points.point_at)
def theme_point(point: Point) -> ResponseReturnValue:
    """Put one point in a theme, or in none."""
    wanted = request.form.get("thema", "")
    found = queries.theme_at_desk(_number(wanted)) if wanted else None
    if wanted and found is None:
        raise Refused("Dit thema is er niet meer. Kies een ander thema.")
    before = queries.theme_at_desk(point.theme_id) if point.theme_id else None
    if found is not None:
        actions.put_in(found, [point.id], actor=actor(), now=clock.now())
        flash(f"Dit staat nu in het thema ‘{found.title}’.", "success")
    elif before is not None:
        actions.take_out(before, [point.id], actor=actor(), now=clock.now())
        flash("Dit staat nu in geen thema.", "success")
    return htmx.go_to(f"{address_of(point.contribution, point)}#punten")


@bp.get("/bijdragen/<number>/punten/<int:position>/lijkt-op")
@requires(Permission.see_track, load=points.point_at)
def similar_points(point: Point) -> ResponseReturnValue:
    """Points of others that may be about the same, with the words that match."""
    names = queries.theme_names(point.track_id)
    titles = {one.id: one.title for one in names}
    found = similar.to_point(point.id, point.track_id, point.text)
    return render_template(
        "desk/similar_points.html", point=point, contribution=point.contribution, track=point.contribution.track,
        rows=[_suggested(one, titles.get(one.point.theme_id or 0, "")) for one in found], themes=names,
        may_change=can(actor(), Permission.handle_contribution, point),
        back=address_of(point.contribution, point),
    )  # fmt: skip


@bp.post("/trajecten/<slug>/themas/punten")
@requires(Permission.handle_contribution, load=desk_queries.track_at_desk)
def gather_in(track: Track) -> ResponseReturnValue:
    """Put a selection of points in the theme that is chosen beside it."""
    found = queries.theme_at_desk(_number(request.form.get("thema", "")))
    if found is None or found.track_id != track.id:
        raise Refused("Kies een thema van dit traject.")
    many = actions.put_in(found, _numbers(), actor=actor(), now=clock.now())
    flash(f"{_count(many, 'staat nu', 'staan nu')} in ‘{found.title}’.", "success")
    return htmx.go_to(url_for("desk.theme", theme_id=found.id))


def _themes(track: Track, form: NewThemeForm) -> str:
    return render_template(
        "desk/themes.html", track=track, themes=queries.themes_of(track), form=form, counted=queries.COUNTED,
        may_change=can(actor(), Permission.handle_contribution, track),
    )  # fmt: skip


def _theme(theme: Theme, form: ThemeForm | None = None, *, conflict: str = "") -> str:
    """The page: the points from the mark in the address on, and (on the first page) what may belong to it."""
    after = _number(request.args.get("na", "0"))
    found = queries.points_of(theme, after, queries.PAGE + 1)
    typed = " ".join(request.args.get("zoek", "").split())
    data = {"title": theme.title, "summary": theme.summary, "base": actions.mark_of(theme)}
    return render_template(
        "desk/theme.html", theme=theme, track=theme.track, form=form or ThemeForm(None, data=data), conflict=conflict,
        rows=[_row(one) for one in found[: queries.PAGE]], first=bool(after),
        further=found[queries.PAGE - 1].id if len(found) > queries.PAGE else None,
        may_change=can(actor(), Permission.handle_contribution, theme.track),
        suggested=[] if after or typed else [_suggested(one, "") for one in similar.to_theme(theme)],
        typed=typed[: search.LONGEST], found=_found(theme, typed[: search.LONGEST]),
    )  # fmt: skip


def _found(theme: Theme, typed: str) -> list[PointRow]:
    """The newest points with all these words that do not stand in *theme* yet."""
    query = search.read(typed) if typed else None
    if query is None:
        return []
    numbers = search.contributions([theme.track_id], query, before=LAST, rows=queries.PAGE)
    looked_for = {*query.stems, *([query.start] if query.start else [])}
    return [
        PointRow(one.id, one.number, _address(one.number, one.position), similar.pieces(_cut(one.text), looked_for))
        for one in reversed(queries.candidates(numbers, similar.COMPARED))
        if one.theme_id != theme.id
    ]


def _row(one: ThemedPoint) -> PointRow:
    note = "Wacht op antwoord" if one.waits else "Beantwoord"
    return PointRow(
        one.id, one.number, _address(one.number, one.position), [Piece(_cut(one.text), matches=False)], note
    )


def _suggested(one: Similar, theme: str) -> PointRow:
    return PointRow(
        one.point.id, one.point.number, _address(one.point.number, one.point.position),
        similar.pieces(_cut(one.point.text), one.shared), "Bijna dezelfde tekst" if one.is_near_copy else "", theme,
    )  # fmt: skip


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _address(number: str, position: int) -> str:
    return url_for("desk.contribution", number=number, punt=position)


def _numbers() -> list[int]:
    return [number for number in map(_number, request.form.getlist("punten")[: MOST_AT_ONCE + 1]) if number]


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _count(many: int, one: str, more: str) -> str:
    return f"1 punt {one}" if many == 1 else f"{many} punten {more}"
