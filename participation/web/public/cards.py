"""A track as a card: how far the door stands open, where it is on its path, and until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from participation import clock
from participation.outcomes.decisions import queries as decision_queries
from participation.tracks.models import Track, TrackState
from participation.tracks.queries import Card
from participation.tracks.room import DeclaredRoom, Level
from participation.web.filters import quoting, short_day
from participation.web.house import short_promise_of
from participation.web.landings import decides
from participation.web.language import gettext as _
from participation.web.path_view import mini_stops
from participation.web.shapes import Stop


@dataclass(frozen=True, kw_only=True)
class CardView:
    """What the partial `_cards.html` prints."""

    title: str
    href: str
    summary: str
    level_number: int
    level: str
    stops: list[Stop]
    foot: str
    then: str
    late: str


def card_views(cards: Iterable[Card], today: date) -> list[CardView]:
    """The cards of tracks with an approved room, in the order given."""
    shown = list(cards)
    decided = decision_queries.days_of([card.track for card in shown], today)
    return [
        _view(card, card.track.room, today, decided.get(card.track.id, {}))
        for card in shown
        if card.track.room is not None
    ]


def _view(card: Card, room: DeclaredRoom, today: date, decided_on: Mapping[int, date]) -> CardView:
    track, level = card.track, room.level or Level.inform
    return CardView(
        title=track.title,
        href=url_for("public.track", slug=track.slug),
        summary=track.summary,
        level_number=level.number,
        level=short_promise_of(room),
        stops=mini_stops(track, room, today, decided_on),
        foot=_foot(track, level),
        then=_then(track, room, today, decided_on),
        late=_late(card),
    )


def _foot(track: Track, level: Level) -> str:
    asks = level is Level.inform
    words: str = ""
    if track.state is TrackState.stopped and track.stopped_at:
        words = _("Gestopt op %(day)s.", day=short_day(track.stopped_at))
    elif track.state in (TrackState.closed, TrackState.archived):
        words = _("Afgesloten. Iedereen kreeg antwoord.")
    elif track.state is TrackState.answering:
        words = _("Vragen stellen kan niet meer.") if asks else _("Reageren kan niet meer.")
    elif track.state is TrackState.ready and track.opens_on:
        opens = short_day(track.opens_on)
        words = (
            _("Vragen stellen kan vanaf %(day)s.", day=opens) if asks else _("Reageren kan vanaf %(day)s.", day=opens)
        )
    elif track.closes_on:
        day = short_day(track.closes_on)
        words = (
            _("Vragen stellen kan tot en met %(day)s.", day=day)
            if asks
            else _("Reageren kan tot en met %(day)s.", day=day)
        )
    return words


def _then(track: Track, room: DeclaredRoom, today: date, decided_on: Mapping[int, date]) -> str:
    """What comes next: the answer that we owe, else the next decision."""
    words: str = ""
    owes = track.state in (TrackState.answering, TrackState.stopped)
    ahead = [
        (path.decides_on, path.position, path)
        for path in room.paths
        if path.decides_on and path.decides_on >= today and path.lineage not in decided_on
    ]
    if owes and track.promised_on and track.promised_on >= today:
        words = _("U krijgt antwoord, uiterlijk %(day)s.", day=short_day(track.promised_on))
    elif ahead and track.state is not TrackState.stopped:
        on, _position, path = min(ahead, key=lambda one: one[:2])
        words = quoting(_("%(what)s op %(day)s."), {}, what=decides(path), day=short_day(on))
    elif track.state is TrackState.closed and track.closed_at:
        words = _("Dat was op %(day)s.", day=short_day(clock.local(track.closed_at).date()))
    return words


def _late(card: Card) -> str:
    words: str = ""
    if card.late is not None:
        more = card.late.is_more
        words = _("Bewoners wachten te lang op antwoord") if more else _("Eén bewoner wacht te lang op antwoord")
    return words
