"""What the demo shows of points and themes: a contribution that is half cut, and what was brought together."""

from datetime import datetime

from participation.contributions.points import actions as points
from participation.contributions.points.rules import place_of
from participation.contributions.themes import actions
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.demo.voices import VoiceCourse


def courses(stage: Stage, tracks: dict[str, TrackCourse], voices: list[VoiceCourse], told: Table) -> list[Course]:
    """Each point that is made and each theme with its own course."""
    by_key = {voice.told["key"]: voice for voice in voices}
    cuts: list[Course] = [CutCourse(stage, by_key[one["contribution"]], one) for one in told["cuts"]]
    return [
        *cuts,
        *(ThemeCourse(stage, tracks[one["track"]], [by_key[key] for key in one["points"]], one)
          for one in told["themes"]),
    ]  # fmt: skip


class CutCourse(Course):
    """A colleague makes a point of some of the words."""

    def __init__(self, stage: Stage, voice: VoiceCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.voice, self.told = stage, voice, told
        self.then(told["day"], self._cut, at=told["at"])

    def _cut(self, now: datetime) -> None:
        contribution, by = self.voice.contribution, self.stage.people[self.told["by"]]
        places = [place_of(contribution.original_text, words) for words in self.told["passages"]]
        points.make_point(contribution, places, self.told["title"], actor=by, now=now)


class ThemeCourse(Course):
    """A colleague begins a theme, puts points in it, and writes down what is said."""

    def __init__(self, stage: Stage, where: TrackCourse, voices: list[VoiceCourse], told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.where, self.voices, self.told = stage, where, voices, told
        self.then(told["day"], self._gather, at=told.get("at", "16:10"))

    def _gather(self, now: datetime) -> None:
        by = self.stage.people[self.told["by"]]
        theme = actions.make_theme(self.where.track, self.told["title"], actor=by, now=now)
        actions.put_in(theme, [voice.contribution.points[0].id for voice in self.voices], actor=by, now=now)
        if "summary" in self.told:
            actions.change_theme(theme, theme.title, self._summary(), actor=by, now=now)

    def _summary(self) -> str:
        return self.stage.days.told(self.told["summary"])
