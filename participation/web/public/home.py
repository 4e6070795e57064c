"""The front door: the whole idea in one picture, what runs now, and whether we kept our word."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock
from participation.places import queries as places
from participation.tracks import promised
from participation.tracks import queries as tracks
from participation.web.access import everybody
from participation.web.filters import short_day
from participation.web.public import bp
from participation.web.public.areas import AreaLine, running_lines
from participation.web.public.cards import card_views

CARDS, AREAS, PROMISES = 5, 6, 3


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """A promise in a sentence, with a link to the track it is about."""

    state: str
    label: str
    before: str
    title: str
    href: str
    after: str
    own_words: str = ""


@bp.get("/")
@everybody
def home() -> ResponseReturnValue:
    """What a resident meets first. Open tracks stand in front, then those that wait for our answer."""
    today = clock.today()
    return render_template(
        "public/home.html",
        cards=card_views(tracks.running(today, limit=CARDS), today),
        areas=_areas(),
        missed=[_missed(one) for one in promised.missed(today, limit=PROMISES)],
        promises=_promises(),
    )


def _areas() -> list[AreaLine]:
    lines = running_lines(places.all_places(), tracks.running_by_area())
    return [line for line in lines if line.running][:AREAS] or lines[:AREAS]


def _promises() -> list[PromiseLine]:
    moved = [
        PromiseLine(
            state="moved", label=_("Verzet, met reden"), before=_("Over"), title=one.title,
            href=url_for("public.track", slug=one.slug),
            after=_("hoort u van ons op %(after)s, niet op %(before)s.", after=short_day(one.after),
                    before=short_day(one.before)),
            own_words=one.reason,
        )
        for one in promised.moved(limit=PROMISES)
    ]  # fmt: skip
    return [*moved, *(_kept(one) for one in promised.kept(limit=PROMISES))]


def _kept(one: promised.Kept) -> PromiseLine:
    closed = clock.local(one.closed_at).date()
    in_time = closed <= one.promised_on
    words = (
        _("vóór %(due)s. Dat was klaar op %(day)s.")
        if in_time
        else _("vóór %(due)s. Het werd %(day)s. Dat was te laat.")
    )
    return PromiseLine(
        state="kept" if in_time else "late", label=_("Nagekomen") if in_time else _("Te laat"),
        before=_("Wij beloofden iedereen antwoord over"), title=one.title, href=url_for("public.track", slug=one.slug),
        after=words % {"due": short_day(one.promised_on), "day": short_day(closed)},
    )  # fmt: skip


def _missed(one: promised.Missed) -> PromiseLine:
    if one.to_all:
        before = _("Wij beloofden iedereen antwoord over")
    elif one.is_more:
        before = _("Wij beloofden een aantal bewoners antwoord over")
    else:
        before = _("Wij beloofden een bewoner antwoord over")
    after = _("vóór %(day)s. Dat is niet gelukt.", day=short_day(one.due))
    if one.contact:
        who = _("Vragen? Bel %(name)s. Het nummer staat bij het traject.", name=one.contact)
        after = f"{after} {who}"
    return PromiseLine(
        state="late", label=_("Te laat"), before=before, title=one.title,
        href=url_for("public.track", slug=one.slug), after=after,
    )  # fmt: skip
