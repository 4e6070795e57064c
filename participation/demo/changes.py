"""A room that changes while people react: written beside the old one, confirmed, judged when it narrows, in force."""

from datetime import datetime
from functools import partial
from typing import Any

from participation.demo import confirming, rooms
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.outcomes.changes.actions import publish_change
from participation.tracks import actions, changes
from participation.tracks.change import Direction, RoomChange
from participation.tracks.review import QUESTIONS, Mark, Review
from participation.tracks.room import FixedPoint, OpenQuestion
from participation.tracks.rules import Answer

LISTS = {name: page for page, name in rooms.LISTS.items()}
BECOMES: dict[str, type[FixedPoint | OpenQuestion]] = {"fixed_points": FixedPoint, "open_questions": OpenQuestion}


def courses(stage: Stage, tracks: dict[str, TrackCourse]) -> list["ChangeCourse"]:
    """The changes of all tracks, each with its own course."""
    return [ChangeCourse(stage, where, where.told["change"]) for where in tracks.values() if "change" in where.told]


class ChangeCourse(Course):
    """Everything that happens to one change; *told* is `[change]` in the file of the track."""

    def __init__(self, stage: Stage, where: TrackCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.where, self.told = stage, where, told
        self.review: Review
        self.then(told["started"], self._start, at="11:00")
        self.then(told["confirmed_direction"], self._say_what_it_means, at="11:00")
        for one in told.get("confirmed", []):
            self.then(one["day"], partial(self._confirm, one))
        for one in told.get("said", []):
            self.then(one["day"], partial(self._write_down, one))
        if "review" in told:
            self.then(told["asked"], self._ask, at="15:00")
            self.then(told["review"]["day"], self._judge, at="15:45")
        self.then(told["published"], self._publish, at="10:00")

    @property
    def _change(self) -> RoomChange:
        found = changes.under_way(self.where.track.id)
        assert found is not None
        return found

    @property
    def _by(self) -> Any:
        return self.stage.people[self.told["by"]]

    def _start(self, now: datetime) -> None:
        """A row that became known is moved by its own button; the words follow in the steps."""
        if "known" in self.told:
            known = self.told["known"]
            room = self.where.track.room
            assert room is not None
            lineage = room.unknown_points[known["place"] - 1].lineage
            actions.make_known(self.where.track, lineage, BECOMES[known["becomes"]], actor=self._by, now=now)
        else:
            actions.start_change(self.where.track, actor=self._by, now=now)
        for row in self.told["rows"]:
            rooms.write_row_again(self._change.room, LISTS[row["list"]], row, by=self._by, now=now, stage=self.stage)

    def _say_what_it_means(self, now: datetime) -> None:
        told, days = self.told, self.stage.days
        decided_on = days.day(told["decided_on"]) if "decided_on" in told else None
        direction, reason = Direction(told["direction"]), days.told(told["reason"])
        actions.confirm_direction(
            self._change, direction, reason, told.get("decided_by", ""), decided_on, actor=self._by, now=now
        )

    def _confirm(self, told: Table, now: datetime) -> None:
        by = self.stage.people[told["by"]]
        confirming.answer(self._change.room, told, by=by, stage=self.stage, now=now)

    def _write_down(self, told: Table, now: datetime) -> None:
        by = self.stage.people[told["by"]]
        confirming.write_down(self._change.room, told, by=by, stage=self.stage, now=now)

    def _ask(self, now: datetime) -> None:
        terms = self.stage.settings.municipality
        self.review = actions.request_review(self.where.track, actor=self._by, now=now, terms=terms)

    def _judge(self, now: datetime) -> None:
        told = self.told["review"]
        fine = {number: Answer(number, Mark.fine) for number in range(1, len(QUESTIONS) + 1)}
        reason, by = self.stage.days.told(told["reason"]), self.stage.people[told["by"]]
        actions.approve(self.review, fine, reason, actor=by, now=now, terms=self.stage.settings.municipality)

    def _publish(self, now: datetime) -> None:
        publish_change(self._change, actor=self._by, now=now, terms=self.stage.settings.municipality)
