"""One page per neighbourhood: everything that goes on there, across departments and years, with one contact."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock
from participation.places import queries as places
from participation.places.models import AreaKind
from participation.places.queries import Place
from participation.tracks import queries as tracks
from participation.tracks.models import TrackState
from participation.tracks.queries import InArea
from participation.web.access import everybody
from participation.web.public import bp
from participation.web.public.cards import card_views
from participation.web.room_view import person_view


@dataclass(frozen=True, kw_only=True)
class AreaLine:
    """An area in a list: its name, and in one sentence what goes on."""

    name: str
    href: str
    kind: str
    sentence: str
    own_words: bool
    running: bool
    inside: tuple["AreaLine", ...] = ()


@bp.get("/buurten")
@everybody
def areas() -> ResponseReturnValue:
    """The tree of areas, each with what runs there now."""
    found, running = places.all_places(), tracks.running_by_area()
    return render_template("public/areas.html", groups=groups(area_tree(found, running)))


@bp.get("/buurten/<code>")
@everybody
def area(code: str) -> ResponseReturnValue:
    """What goes on in one area, in what lies in it, and in what it lies in."""
    here = places.place(code)
    if here is None:
        abort(404)
    today, inside, around = clock.today(), places.inside(here.id), places.around(here.id)
    own = tracks.listed(today, areas=inside).cards
    wider = tracks.listed(today, areas=[place.id for place in around], states=tracks.RUNNING).cards if around else []
    known = {card.track.id for card in own}
    wider = [card for card in wider if card.track.id not in known]
    children = [place for place in places.all_places() if place.parent_id == here.id]
    return render_template(
        "public/area.html",
        here=here,
        around=around,
        children=running_lines(children, tracks.running_by_area()),
        open_now=card_views([card for card in own if card.track.state is TrackState.open], today),
        answering=card_views([card for card in own if card.track.state is TrackState.answering], today),
        soon=card_views([card for card in own if card.track.state is TrackState.ready], today),
        past=card_views([card for card in own if card.track.state in tracks.PAST], today),
        wider=card_views(wider, today),
        contact=person_view(tracks.contact_of([*own, *wider])),
    )


def running_lines(found: Sequence[Place], running: Sequence[InArea]) -> list[AreaLine]:
    """Areas below the municipality with a sentence each; those in which something runs come first."""
    by_area = _by_area(running)
    lines = [_line(place, by_area) for place in found if place.kind is not AreaKind.municipality]
    return sorted(lines, key=lambda line: not line.running)


def area_tree(found: Sequence[Place], running: Sequence[InArea]) -> list[AreaLine]:
    """The whole tree; an area whose parent is not there stands at the top."""
    by_area, ids = _by_area(running), {place.id for place in found}
    children = defaultdict(list)
    for place in found:
        children[place.parent_id if place.parent_id in ids else None].append(place)

    def branch(place: Place) -> AreaLine:
        return _line(place, by_area, tuple(branch(child) for child in children[place.id]))

    return [branch(place) for place in children[None]]


def groups(tree: Sequence[AreaLine]) -> list[AreaLine]:
    """The tree in two layers, to read on one page: an area with areas in it, and everything that lies there."""
    found = []
    for top in tree:
        found.append(replace(top, inside=tuple(area for area in top.inside if not area.inside)))
        found += [replace(area, inside=_all_inside(area)) for area in top.inside if area.inside]
    return found


def _all_inside(area: AreaLine) -> tuple[AreaLine, ...]:
    return tuple(line for child in area.inside for line in (child, *_all_inside(child)))


def _by_area(running: Sequence[InArea]) -> dict[int, list[InArea]]:
    by_area = defaultdict(list)
    for one in running:
        by_area[one.area_id].append(one)
    return by_area


def _line(place: Place, by_area: dict[int, list[InArea]], inside: tuple[AreaLine, ...] = ()) -> AreaLine:
    titles = [one.title for one in by_area.get(place.id, ())]
    sentence = f"{', '.join(titles)}." if titles else _("Nu loopt er niets.")
    return AreaLine(
        name=place.name, href=url_for("public.area", code=place.code), kind=_(place.kind.label), sentence=sentence,
        own_words=bool(titles), running=bool(titles), inside=inside,
    )  # fmt: skip
