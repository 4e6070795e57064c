"""What there is to tell a follower: read from the history, and only what everybody may read on the website today.

Read twice: when the mail is written, and right before it leaves. Each statement is bounded; the events of a track are a
walk over their index from what was told last.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from participation.contributions.models import Contribution, Point, PublicState, number_of
from participation.db import db
from participation.history import TOLD_TO_FOLLOWERS, Event
from participation.outcomes.following_by_mail.models import MailSubscription
from participation.outcomes.models import Outcome
from participation.outcomes.news import words as told
from participation.outcomes.sentences import Sentence, Term, own, say
from participation.places import queries as places
from participation.tracks.models import Track, track_area
from participation.tracks.notices import Notice
from participation.tracks.queries import IS_PUBLIC
from participation.tracks.room import OpenQuestion
from participation.words import N_

PLANNED = ("review.approved", "review.overridden")
NEWS = ("notice.published", "track.opened", "track.closed_for_input", "track.dates_changed", *PLANNED)
ANSWERED = ("outcome.published", "outcome.corrected", "contribution.checked")
ABOUT_ONE = ("outcome.published", "outcome.corrected", "execution.recorded")
MOST_TRACKS, MOST_EVENTS, MOST_ANSWERS, WORDS = 200, 300, 10, 240


@dataclass(frozen=True)
class Item:
    """One thing that happened, in sentences. *title* is ours, *about* the name of the track it happened in."""

    title: Sentence
    about: str
    sentences: tuple[Sentence, ...]
    path: str


class Answered(NamedTuple):
    """What somebody said, in the public version, and what became of it."""

    number: str
    words: str
    verdict: Sentence
    path: str


@dataclass(frozen=True)
class News:
    """Everything up to the event *until*. False when there is nothing to tell."""

    until: int
    items: tuple[Item, ...] = ()
    answers: tuple[Answered, ...] = field(default=())
    is_more: bool = False

    def __bool__(self) -> bool:
        return bool(self.items or self.answers)

    @property
    def fingerprint(self) -> str:
        """The same as long as it says the same."""
        return hashlib.sha256(repr((self.items, self.answers, self.is_more)).encode()).hexdigest()


def news_of(one: MailSubscription, until: int) -> News:
    """What *one* has not heard of the events up to *until*; of very many answers the first few."""
    if one.contribution_id is not None:
        return _news_of_contribution(one, until)
    tracks = {track.id: track for track in followed_tracks(one)}
    here = and_(Event.track_id.in_(tracks), TOLD_TO_FOLLOWERS)
    items = items_of(_events(here, NEWS, one, until), tracks, question_root=one.question_root)
    answers = _answers(_newly_public(_events(here, ANSWERED, one, until)), one.question_root, tracks)
    return News(until, tuple(items), tuple(answers[:MOST_ANSWERS]), len(answers) > MOST_ANSWERS)


def followed_tracks(one: MailSubscription) -> Sequence[Track]:
    """The public tracks that a subscription is about: itself, or all in the area and what lies in it."""
    if one.area_id is not None:
        return tracks_in(places.inside(one.area_id))
    return db.session.scalars(select(Track).where(Track.id == one.track_id, IS_PUBLIC)).all()


def tracks_in(areas: Collection[int]) -> Sequence[Track]:
    """The public tracks in these areas, the newest first."""
    lies_there = select(track_area.c.track_id).where(track_area.c.area_id.in_(areas))
    wanted = select(Track).where(Track.id.in_(lies_there), IS_PUBLIC).order_by(Track.id.desc()).limit(MOST_TRACKS)
    return db.session.scalars(wanted).all()


def _events(
    about: ColumnElement[bool], kinds: Sequence[str], one: MailSubscription, until: int
) -> Sequence[Event]:  # fmt: skip
    return db.session.scalars(
        select(Event)
        .where(about, Event.id > one.told_until, Event.id <= until, Event.kind.in_(kinds))
        .order_by(Event.id)
        .limit(MOST_EVENTS)
    ).all()


def items_of(
    events: Iterable[Event], tracks: dict[int, Track], *, question_root: int | None = None
) -> list[Item]:  # fmt: skip
    """What happened, the oldest first; who follows one question does not hear about the others."""
    events = [event for event in events if event.kind in NEWS]
    ids = [event.data["notice_id"] for event in events if event.kind == "notice.published"]
    notices = {one.id: one for one in db.session.scalars(select(Notice).where(Notice.id.in_(ids)))} if ids else {}
    items = []
    for event in events:
        assert event.track_id is not None
        track = tracks[event.track_id]
        if event.kind != "notice.published":
            items += _of_track(event, track)
        elif (notice := notices.get(event.data["notice_id"])) and _is_for(notice, question_root):
            items.append(item_of(notice, track))
    return items


def _is_for(notice: Notice, question_root: int | None) -> bool:
    if question_root is None:
        return True
    return notice.theme_id is None and notice.question_root in (None, question_root)


def item_of(notice: Notice, track: Track) -> Item:
    """One piece of news, in the sentences of the website."""
    return Item(say(notice.kind.label), track.title, tuple(told.told(notice)), f"/trajecten/{track.slug}/nieuws")


def _of_track(event: Event, track: Track) -> list[Item]:
    """What a track does by the clock or by hand; what was told as news already is left out."""
    path = f"/trajecten/{track.slug}"
    if event.kind == "track.opened":
        return [opened(track)]
    if event.kind == "track.closed_for_input" and not event.why:
        return [closed(track)]
    if event.kind == "track.dates_changed":
        days = {name: date.fromisoformat(event.data["after"][name]) for name in ("opens_on", "closes_on")}
        first = say(N_("U kunt reageren van %(opens_on)s tot en met %(closes_on)s."), **days)
        return [Item(say(N_("De dagen zijn veranderd")), track.title, (first, *own(event.why)), path)]
    if event.kind in PLANNED and track.plan_published_at == event.at:
        return [planned(track)]
    return []


def planned(track: Track) -> Item:
    """The plan can be read."""
    words = say(N_("U leest wat er openstaat, wat vaststaat en wie beslist."))
    return Item(say(N_("Er is een nieuw traject")), track.title, (words,), f"/trajecten/{track.slug}")


def about(item: Item) -> Sentence:
    """Which track it is about."""
    return say(N_("Het gaat over: %(title)s"), title=item.about)


def opened(track: Track) -> Item:
    """Residents can react."""
    until = (say(N_("U kunt reageren tot en met %(day)s."), day=track.closes_on),) if track.closes_on else ()
    return Item(say(N_("Dit traject ging open")), track.title, until, f"/trajecten/{track.slug}")


def closed(track: Track) -> Item:
    """Residents cannot react any more; the answers are still to come."""
    words = (say(N_("Iedereen die reageerde, krijgt antwoord.")),)
    return Item(say(N_("Reageren kan niet meer")), track.title, words, f"/trajecten/{track.slug}")


def _newly_public(events: Iterable[Event]) -> set[int]:
    """The contributions of which an answer, or the public version, was new; mending a public version is no news."""
    return {
        event.contribution_id
        for event in events
        if event.contribution_id is not None and event.kind in ANSWERED and not event.data.get("again")
    }


IS_READABLE = (
    Point.is_public,
    Contribution.public_state == PublicState.public,
    Contribution.withdrawn_at.is_(None),
    Point.outcome_id.is_not(None),
)
"""What everybody may read, with an answer. Said twice on purpose: a mail cannot be taken back."""


def _answers(ids: Collection[int], question_root: int | None, tracks: Collection[int]) -> list[Answered]:
    if not ids:
        return []
    wanted = (
        select(Contribution.id, Contribution.received_at, Point.public_text, Outcome.kind)
        .select_from(Point)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .join(Outcome, Outcome.id == Point.outcome_id)
        .where(Contribution.id.in_(ids), Contribution.track_id.in_(tracks), *IS_READABLE)
        .order_by(Point.id)
        .limit(MOST_ANSWERS + 1)
    )
    if question_root is not None:
        wordings = select(OpenQuestion.id).where(
            (OpenQuestion.id == question_root) | (OpenQuestion.root_id == question_root)
        )
        wanted = wanted.where(Contribution.question_id.in_(wordings))
    return [
        Answered(number_of(said, at), _excerpt(text or ""), say(N_("Ons antwoord: %(kind)s."), kind=Term(kind.label)),
                 f"/bijdragen/{number_of(said, at)}")
        for said, at, text, kind in db.session.execute(wanted)
        if kind is not None
    ]  # fmt: skip


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= WORDS else words[:WORDS].rsplit(" ", 1)[0] + " …"


def _news_of_contribution(one: MailSubscription, until: int) -> News:
    """What became of one contribution, as long as everybody may read it."""
    events = _events(Event.contribution_id == one.contribution_id, ABOUT_ONE, one, until)
    changed = {event.point_id for event in events}
    points = db.session.scalars(
        select(Point)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .join(Track, Track.id == Contribution.track_id)
        .where(Contribution.id == one.contribution_id, Point.id.in_(changed), IS_PUBLIC, *IS_READABLE)
        .options(joinedload(Point.contribution).joinedload(Contribution.track))
        .order_by(Point.position)
    ).all() if changed else []  # fmt: skip
    worked = {event.point_id for event in events if event.kind == "execution.recorded"}
    answered = {event.point_id for event in events if event.kind != "execution.recorded"}
    outcomes = _outcomes(points)
    items = [
        _item_of_point(point, outcomes[point.outcome_id], point.id in answered, point.id in worked)
        for point in points
        if point.outcome_id in outcomes
    ]
    return News(until, tuple(items))


def _outcomes(points: Sequence[Point]) -> dict[int | None, Outcome]:
    ids = [point.outcome_id for point in points]
    return {one.id: one for one in db.session.scalars(select(Outcome).where(Outcome.id.in_(ids)))} if ids else {}


def _item_of_point(point: Point, outcome: Outcome, is_answered: bool, is_worked_on: bool) -> Item:
    said = point.contribution
    assert outcome.kind is not None
    sentences: list[Sentence] = []
    if is_answered:
        sentences += [say(N_("Ons antwoord: %(kind)s."), kind=Term(outcome.kind.label)), *own(outcome.reason)]
    if is_worked_on:
        sentences.append(say(N_("Er is nieuws over de uitvoering.")))
    title = say(N_("Er is nieuws over bijdrage %(number)s"), number=said.number)
    return Item(title, said.track.title, tuple(sentences), f"/bijdragen/{said.number}")
