"""What the demo shows of dividing the work: rules that deal out what comes in, and who is away with a deputy."""

from datetime import datetime

from sqlalchemy import select

from participation import clock
from participation.accounts.models import Department, User
from participation.contributions.dividing import queries
from participation.contributions.dividing.actions import add_rule
from participation.contributions.dividing.dealing import deal_some
from participation.contributions.dividing.rules import Asks
from participation.contributions.models import Channel, ContributionKind
from participation.db import db
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.outcomes.handover import away


def courses(stage: Stage, tracks: dict[str, TrackCourse], told: Table) -> list[Course]:
    """The rules of each track, and each absence."""
    return [
        *(RulesCourse(stage, tracks[one["track"]], one) for one in told["rules"]),
        *(AwayCourse(stage, one) for one in told["away"]),
    ]


def deal_out() -> None:
    """What the worker would have done by now."""
    while deal_some(clock.now()):
        pass


class RulesCourse(Course):
    """Somebody writes rules: what came in before goes to the team of the track, what comes after by the rules."""

    def __init__(self, stage: Stage, where: TrackCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.where, self.told = stage, where, told
        self.then(told["day"], lambda _now: deal_out(), at=told["at"])
        for one in told["list"]:
            self.then(told["day"], lambda now, one=one: self._add(one, now), at=told["at"])  # type: ignore[misc]

    def _add(self, told: Table, now: datetime) -> None:
        track, by = self.where.track, self.stage.people[self.told["by"]]
        numbers = {row.position: lineage for lineage, row in queries.questions([track.id]).items()}
        asks = Asks(
            question=numbers[told["question"]] if "question" in told else None,
            channel=Channel(told["channel"]) if "channel" in told else None,
            kind=ContributionKind(told["kind"]) if "kind" in told else None,
        )
        add_rule(track, asks, self._taker(told), actor=by, now=now)

    def _taker(self, told: Table) -> User | Department:
        if "person" in told:
            return self.stage.people[told["person"]]
        return db.session.scalars(select(Department).where(Department.name == told["team"])).one()


class AwayCourse(Course):
    """Somebody is away, and a colleague stands in."""

    def __init__(self, stage: Stage, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.told = stage, told
        self.then(told["day"], self._plan, at=told["at"])

    def _plan(self, now: datetime) -> None:
        told, days = self.told, self.stage.days
        who, deputy = self.stage.people[told["who"]], self.stage.people[told["deputy"]]
        away.plan(who, days.day(told["first"]), days.day(told["last"]), deputy, now=now)
