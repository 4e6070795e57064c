"""A kitchen table with its minutes, and letters for who has no e-mail: one on the post, one that waits."""

from datetime import datetime, time
from functools import partial

from sqlalchemy import select

from participation import clock
from participation.contributions.by_post import actions as by_post
from participation.contributions.by_post.rules import Address
from participation.contributions.meetings import actions as meetings
from participation.contributions.models import Contribution
from participation.db import db
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.outcomes.letters import actions as letters
from participation.tracks.models import Moment, Track


def courses(stage: Stage, tracks: dict[str, TrackCourse], told: Table) -> list[Course]:
    """The meetings and the piles of letters, each with its own course."""
    return [
        *(MeetingCourse(stage, tracks, one) for one in told["meetings"]),
        *(PileCourse(stage, tracks, one) for one in told["piles"]),
    ]


class MeetingCourse(Course):
    """A meeting is written down the day after, and its minutes are published later."""

    def __init__(self, stage: Stage, tracks: dict[str, TrackCourse], told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.tracks, self.told = stage, tracks, told
        self.moment: Moment
        self.then(told["day"], self._write_down, at="16:00")
        self.then(told["published"], self._publish, at="11:20")

    def _write_down(self, now: datetime) -> None:
        told, by = self.told, self.stage.people[self.told["by"]]
        held = meetings.Held(
            title=told["title"], day=clock.local(now).date(), begins=time.fromisoformat(told["begins"]),
            place=told["place"], present=told["present"],
        )  # fmt: skip
        self.moment = meetings.write_down(self.tracks[told["track"]].track, held, actor=by, now=now)
        meetings.keep_minutes(self.moment, told["minutes"].strip(), told["present"], actor=by, now=now)

    def _publish(self, now: datetime) -> None:
        meetings.publish_minutes(self.moment, actor=self.stage.people[self.told["by"]], now=now)


class PileCourse(Course):
    """What waits by then is printed and brought to the post."""

    def __init__(self, stage: Stage, tracks: dict[str, TrackCourse], told: Table) -> None:
        super().__init__(stage.days)
        self.then(told["day"], partial(self._post, tracks[told["track"]], stage, told), at="16:40")

    def _post(self, where: TrackCourse, stage: Stage, told: Table, now: datetime) -> None:
        by = stage.people[told["by"]]
        letters.confirm_posted(letters.make_run(where.track, actor=by, now=now), actor=by, now=now)


def meeting_of(track: Track, told: Table) -> Moment | None:
    """The meeting at which it was said, by its title."""
    if "meeting" not in told:
        return None
    return db.session.scalar(select(Moment).where(Moment.track_id == track.id, Moment.title == told["meeting"]))


def keep_address(contribution: Contribution, told: Table, stage: Stage, now: datetime) -> None:
    """The address of who wants a letter."""
    if "post" in told:
        by = stage.people[told["entered_by"]]
        by_post.keep_address(contribution, Address(**told["post"]), actor=by, now=now)
