"""What everybody was promised, after a track opened: a day that was moved in time, and messages in between."""

from datetime import datetime
from functools import partial
from typing import Any

from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.outcomes.moving import move_for_everybody
from participation.outcomes.news.interim import publish_news
from participation.promises.actions import first_open
from participation.promises.models import PromiseKind


def courses(stage: Stage, tracks: dict[str, TrackCourse], told: Table) -> list["PromiseCourse"]:
    """Each move and each message, with its own course."""
    acts = {"moves": "move", "messages": "tell"}
    return [PromiseCourse(stage, tracks[one["track"]], act, one) for name, act in acts.items() for one in told[name]]


class PromiseCourse(Course):
    """One move or message; *told* says when, by whom and in which words."""

    def __init__(self, stage: Stage, where: TrackCourse, act: str, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.where, self.told = stage, where, told
        self.then(told["day"], partial(getattr(self, act)), at="16:00")

    @property
    def _by(self) -> Any:
        return self.stage.people[self.told["by"]]

    def move(self, now: datetime) -> None:
        """More time for the answer to everybody, with the reason."""
        owed, days = first_open(self.where.track.id, PromiseKind.track_answer), self.stage.days
        assert owed is not None
        reason = days.told(self.told["reason"])
        move_for_everybody(owed, days.day(self.told["due"]), reason=reason, actor=self._by, now=now)

    def tell(self, now: datetime) -> None:
        """How it is going, and when they hear more; to who reacted to one question when that is named."""
        track, days = self.where.track, self.stage.days
        assert track.room is not None
        question = track.room.open_questions[self.told["question"] - 1] if "question" in self.told else None
        next_on = days.day(self.told["next_on"]) if "next_on" in self.told else None
        publish_news(track, days.told(self.told["text"]), question=question, next_on=next_on, actor=self._by, now=now)
