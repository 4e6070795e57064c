"""What the demo shows of grouped answers: one that was sent, and one of which the letters are still looked at."""

from datetime import datetime, timedelta

from participation.contributions.models import Point
from participation.db import db
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.demo.voices import VoiceCourse
from participation.outcomes.grouped import actions, merging, releasing, sending
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter
from participation.outcomes.models import OutcomeKind
from participation.outcomes.rules import Decision
from participation.permissions import Permission, can


def courses(
    stage: Stage, tracks: dict[str, TrackCourse], voices: list[VoiceCourse], told: Table
) -> list[Course]:  # fmt: skip
    """Each grouped answer, with its own course."""
    by_key = {voice.told["key"]: voice for voice in voices}
    return [
        GroupedCourse(stage, tracks[one["track"]], [by_key[key] for key in one["points"]], one)
        for one in told["grouped"]
    ]


class GroupedCourse(Course):
    """One grouped answer: begun, written, looked at, and perhaps sent."""

    answer: GroupedAnswer

    def __init__(self, stage: Stage, where: TrackCourse, voices: list[VoiceCourse], told: Table) -> None:
        super().__init__(stage.days)
        self.where, self.voices, self.told = where, voices, told
        self.by = stage.people[told["by"]]
        self.then(told["day"], self._write, at="10:10")
        if told.get("sent"):
            self.then(told["day"], self._send, at="10:40")

    @property
    def _points(self) -> list[Point]:
        return [voice.contribution.points[0] for voice in self.voices]

    def _write(self, now: datetime) -> None:
        told, room = self.told, self.where.track.room
        assert room is not None
        first, *others = self._points
        if told.get("bundle"):
            self.answer = merging.put_together(first, others, actor=self.by, now=now)
        else:
            ids = [point.contribution_id for point in self._points]
            self.answer = actions.start_for_contributions(self.where.track, told["title"], ids, actor=self.by, now=now)
        decision = Decision(
            kind=OutcomeKind(told["kind"]), path=room.paths[told["path"] - 1], place=told.get("place", ""),
            reason=told["reason"].strip(),
        )  # fmt: skip
        actions.save(self.answer, told["title"], decision, base=None, actor=self.by, now=now)
        for own in told.get("own", []):
            letter = self._letter_to(own["point"])
            actions.say_own(
                letter, own["text"], own_first=not own.get("behind"), base=None, actor=self.by, now=now
            )  # fmt: skip

    def _letter_to(self, key: str) -> GroupedLetter:
        point = next(voice.contribution.points[0] for voice in self.voices if voice.told["key"] == key)
        return db.session.query(GroupedLetter).filter_by(grouped_id=self.answer.id, point_id=point.id).one()

    def _send(self, now: datetime) -> None:
        """Let it go ten minutes ago, and let the letters leave now."""
        released = now - timedelta(minutes=10)
        releasing.release(self.answer, base=None, actor=self.by, now=released)
        while sending.send_next(
            self.answer.id, may=lambda user, track: can(user, Permission.handle_contribution, track), now=now
        ):
            pass
