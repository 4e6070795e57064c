"""What happened after a track opened: decisions of organs, a colleague who left, a moment that moved."""

from datetime import datetime, time
from functools import partial
from typing import Any

from participation import clock
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.outcomes.decisions.actions import record_decision
from participation.outcomes.decisions.models import Follows
from participation.outcomes.decisions.rules import Ruling
from participation.outcomes.handover.actions import hand_over_all
from participation.outcomes.handover.leaving import deactivate
from participation.tracks.actions.moments import Occasion, change_moment

OWN_WORDS = ("organ", "text", "url", "deviation_reason", "binding_result", "rule", "share")


def courses(stage: Stage, tracks: dict[str, TrackCourse], told: Table) -> list["LaterCourse"]:
    """Each thing that happened, with its own course."""
    acts = {"decisions": "decide", "left": "leave", "moments": "move"}
    return [LaterCourse(stage, tracks, act, one) for name, act in acts.items() for one in told[name]]


class LaterCourse(Course):
    """One thing; *told* says when and by whom."""

    def __init__(self, stage: Stage, tracks: dict[str, TrackCourse], act: str, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.tracks, self.told = stage, tracks, told
        self.then(told["day"], partial(getattr(self, act)), at="16:30")

    @property
    def _by(self) -> Any:
        return self.stage.people[self.told["by"]]

    def decide(self, now: datetime) -> None:
        """On the day itself: what was promised is kept in time."""
        track, days = self.tracks[self.told["track"]].track, self.stage.days
        assert track.room is not None
        ruling = Ruling(
            decided_on=clock.local(now).date(), follows=Follows(self.told["follows"]),
            **{name: days.told(self.told.get(name, "")) for name in OWN_WORDS},
        )  # fmt: skip
        record_decision(track.room.paths[self.told["path"] - 1], ruling, seen=0, actor=self._by, now=now)

    def leave(self, now: datetime) -> None:
        """Everything goes over, everybody is told, and then the account is closed."""
        people, who = self.stage.people, self.stage.people[self.told["who"]]
        hand_over_all(who, {}, people[self.told["to"]], reason=self.told["reason"], actor=self._by, now=now)
        deactivate(who, actor=self._by, now=now)

    def move(self, now: datetime) -> None:
        """Another hour on the same day."""
        moment = self.tracks[self.told["track"]].track.moments[self.told["moment"] - 1]
        starts = clock.local(moment.starts_at)
        ends = clock.local(moment.ends_at).time().replace(tzinfo=None) if moment.ends_at else None
        occasion = Occasion(
            title=moment.title, day=starts.date(), begins=time.fromisoformat(self.told["starts"]), ends=ends,
            place=moment.place, note=moment.note,
        )  # fmt: skip
        change_moment(moment, occasion, reason=self.told["reason"], actor=self._by, now=now)
