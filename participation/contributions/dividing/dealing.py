"""What just came in is dealt out: by the first rule that fits, otherwise to the team of its track.

The worker does it, batch after batch, each in a transaction of its own. What has no team yet is the queue, so that
nothing is dealt twice and nothing is forgotten, however long no worker ran.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select, text, update
from sqlalchemy.orm import joinedload, selectinload

from participation import clock, history
from participation.accounts import absence
from participation.accounts.models import Absence, User
from participation.contributions.dividing import queries, rules
from participation.contributions.dividing.actions import keeper, works_on
from participation.contributions.dividing.models import DealingRule
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.history import Event
from participation.promises import handing_over as promises
from participation.tracks.models import Track
from participation.tracks.room import OpenQuestion

BATCH = 200
DECIDED = ("contribution.assigned", "contribution.given_to_team", "contribution.released", "contribution.dealt")
# The words of the partial index, literally: SQLite compares the text of a condition, not its meaning.
TO_DIVIDE = text("contribution.department_id IS NULL AND contribution.withdrawn_at IS NULL")


class _Goes(NamedTuple):
    """Where one group of the batch goes, and by which rule (none: to the team of the track)."""

    track_id: int
    department_id: int
    handler_id: int | None
    rule_id: int | None


def waits() -> bool:
    """Whether anything has no team yet: a look without a lock."""
    return db.session.scalar(select(Contribution.id).where(TO_DIVIDE).limit(1)) is not None


def deal_some(now: datetime) -> bool:
    """Deal out the next two hundred, the oldest first; whether there may be more.

    Who is not there today is passed over for their deputy, or for the team. What somebody took up already stays theirs.
    """
    rows = db.session.execute(_queue()).all()
    if not rows:
        return False
    tracks = _tracks({row.track_id for row in rows})
    dealer = _Dealer(tracks, absence.not_there(clock.local(now).date()))
    themed = queries.themes_of([row.id for row in rows])
    groups: dict[_Goes, list[int]] = defaultdict(list)
    for row in rows:
        groups[dealer.deal(row, themed.get(row.id, frozenset()))].append(row.id)
    for goes, ids in groups.items():
        _give(goes, ids, tracks[goes.track_id], dealer, now)
    return len(rows) == BATCH


def waits_by_theme() -> bool:
    """Whether anything came into a theme that a rule names: a look without a lock."""
    return any(db.session.scalar(_came_into(rule).limit(1)) is not None for rule in _theme_rules())


def _theme_rules() -> list[DealingRule]:
    wanted = select(DealingRule).where(DealingRule.theme_id.is_not(None))
    return list(db.session.scalars(wanted.order_by(DealingRule.track_id, DealingRule.position, DealingRule.id)))


def deal_by_theme(now: datetime) -> bool:
    """What came into a theme since: to whom the first rule for that theme says; whether there may be more.

    Only what waits for the own team of its track, and was never given to anybody by a colleague: a rule undoes nothing
    that somebody decided.
    """
    for rule in _theme_rules():
        ids = db.session.scalars(_came_into(rule)).all()
        if ids:
            tracks = _tracks({rule.track_id})
            dealer = _Dealer(tracks, absence.not_there(clock.local(now).date()))
            _give(dealer.by_rule(tracks[rule.track_id], rule), list(ids), tracks[rule.track_id], dealer, now)
            return True
    return False


def _came_into(rule: DealingRule) -> Any:
    """The contributions with a point in the theme of *rule* that nobody, and no rule, gave to anybody yet."""
    decided = exists().where(Event.contribution_id == Contribution.id, Event.kind.in_(DECIDED)).correlate(Contribution)
    return (
        select(Contribution.id)
        .join(Point, Point.contribution_id == Contribution.id)
        .join(Track, Track.id == Contribution.track_id)
        .where(
            Point.theme_id == rule.theme_id,
            Contribution.handler_id.is_(None),
            Contribution.withdrawn_at.is_(None),
            Contribution.department_id == Track.department_id,
            ~decided,
        )
        .limit(BATCH)
    )


def _queue() -> Any:
    """On PostgreSQL two workers take different ones."""
    return (
        select(
            Contribution.id, Contribution.track_id, Contribution.handler_id, Contribution.area_id,
            Contribution.channel, Contribution.kind,
            func.coalesce(OpenQuestion.root_id, OpenQuestion.id).label("question"),
        )
        .outerjoin(OpenQuestion, OpenQuestion.id == Contribution.question_id)
        .where(TO_DIVIDE)
        .order_by(Contribution.id)
        .limit(BATCH)
        .with_for_update(of=Contribution, skip_locked=True)
    )  # fmt: skip


def _tracks(ids: Iterable[int]) -> dict[int, Track]:
    found = select(Track).where(Track.id.in_(sorted(ids)))
    wanted = (joinedload(Track.contact), selectinload(Track.members), selectinload(Track.departments))
    return {track.id: track for track in db.session.scalars(found.options(*wanted))}


class _Dealer:
    """The rules of the tracks of one batch, with who is there today."""

    def __init__(self, tracks: Mapping[int, Track], away: Mapping[int, Absence]) -> None:
        self.tracks, self.away, self.around = tracks, away, queries.places_around()
        self.rules: dict[int, list[DealingRule]] = defaultdict(list)
        for rule in queries.rules_of(list(tracks)):
            self.rules[rule.track_id].append(rule)
        asked = queries.questions(list(tracks)) if self.rules else {}
        self.people = {rule.id: rule.user_id for each in self.rules.values() for rule in each}
        self.words = {rule.id: queries.sentence_of(rule, asked) for each in self.rules.values() for rule in each}

    def deal(self, row: Any, themes: frozenset[int]) -> _Goes:
        """Where one contribution goes."""
        track = self.tracks[row.track_id]
        if row.handler_id is not None:
            return _Goes(track.id, track.department_id, row.handler_id, None)
        said = rules.CameIn(
            question=row.question, areas=self.around.get(row.area_id, frozenset()), channel=row.channel,
            kind=row.kind, themes=themes,
        )  # fmt: skip
        rule = rules.first_that_fits(self.rules[track.id], said)
        return self.by_rule(track, rule) if rule else _Goes(track.id, track.department_id, None, None)

    def by_rule(self, track: Track, rule: DealingRule) -> _Goes:
        """To the team or the person of the rule, as long as they work here and on this track."""
        if rule.department is not None and works_on(track, rule.department):
            return _Goes(track.id, rule.department.id, None, rule.id)
        person = self._who_is_there(rule.user) if rule.user else None
        if person is None or not works_on(track, person):
            return _Goes(track.id, track.department_id, None, rule.id)
        teams = {team.id for team in track.departments}
        team = person.department_id if person.department_id in teams else track.department_id
        return _Goes(track.id, team, person.id, rule.id)

    def _who_is_there(self, person: User) -> User | None:
        away = self.away.get(person.id)
        return person if away is None else away.deputy


def _give(goes: _Goes, ids: list[int], track: Track, dealer: _Dealer, now: datetime) -> None:
    """One statement for the contributions, one for their promises, and one for their events when a rule did it."""
    if goes.rule_id is not None:
        wanted = dealer.people[goes.rule_id]
        about = select(Contribution.track_id, Contribution.id).where(Contribution.id.in_(ids)).subquery()
        history.record_each(
            "contribution.dealt", about, actor=None, now=now, rule_id=goes.rule_id, rule=dealer.words[goes.rule_id],
            department_id=goes.department_id, handler_id=goes.handler_id,
            away_id=wanted if wanted != goes.handler_id else None,
        )  # fmt: skip
    db.session.execute(
        update(Contribution)
        .where(Contribution.id.in_(ids))
        .values(department_id=goes.department_id, handler_id=goes.handler_id)
    )
    owner_id = goes.handler_id or keeper(track, goes.department_id)
    promises.divide(ids, owner_id=owner_id, department_id=goes.department_id)
