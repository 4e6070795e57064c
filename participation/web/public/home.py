"""The front door: the whole idea in one picture, what runs now, and whether we kept our word."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock
from participation.outcomes import front
from participation.places import queries as places
from participation.tracks import queries as tracks
from participation.web.access import everybody
from participation.web.public import bp
from participation.web.public.areas import AreaLine, running_lines
from participation.web.public.cards import card_views
from participation.web.public.promise_lines import Line, line_of, lines

CARDS, AREAS, PROMISES = 5, 6, 3


@dataclass(frozen=True)
class Late:
    """The promise of a track that broke first; `more` says that it is not the only one there."""

    line: Line
    more: str


@bp.get("/")
@everybody
def home() -> ResponseReturnValue:
    """What a resident meets first. Open tracks stand in front, then those that wait for our answer."""
    today = clock.today()
    return render_template(
        "public/home.html",
        cards=card_views(tracks.running(today, limit=CARDS), today),
        areas=_areas(),
        missed=[_late(one, today) for one in front.missed(today, limit=PROMISES)],
        promises=lines([*front.moved(limit=PROMISES), *front.kept(limit=PROMISES)], today),
    )


def _areas() -> list[AreaLine]:
    lines = running_lines(places.all_places(), tracks.running_by_area())
    return [line for line in lines if line.running][:AREAS] or lines[:AREAS]


def _late(one: front.Missed, today: date) -> Late:
    more = _("Er is meer in dit traject dat te laat is.") if one.is_more else ""
    return Late(line_of(one.first, one.first.state(today)), more)
