"""What the demo shows of finding: which place a contribution is about, and searches that somebody keeps."""

from datetime import datetime

from participation.contributions.placing import place_in
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.voices import VoiceCourse
from participation.outcomes.finding.keeping import keep
from participation.places import queries as places


def courses(stage: Stage, voices: list[VoiceCourse], told: Table) -> list[Course]:
    """Each place and each kept search with its own course."""
    by_key = {voice.told["key"]: voice for voice in voices}
    return [
        *(PlaceCourse(stage, by_key[one["contribution"]], one) for one in told["places"]),
        *(SearchCourse(stage, one) for one in told["searches"]),
    ]


class PlaceCourse(Course):
    """A colleague reads which street the resident names."""

    def __init__(self, stage: Stage, voice: VoiceCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.voice, self.told = stage, voice, told
        self.then(told["day"], self._place, at=told["at"])

    def _place(self, now: datetime) -> None:
        place_in(
            self.voice.contribution, places.place(self.told["area"]), actor=self.stage.people[self.told["by"]], now=now
        )


class SearchCourse(Course):
    """A colleague keeps a search."""

    def __init__(self, stage: Stage, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.told = stage, told
        self.then(told["day"], self._keep, at=told["at"])

    def _keep(self, now: datetime) -> None:
        told = self.told
        keep(told["asked"], told["name"], shared=told["shared"], actor=self.stage.people[told["by"]], now=now)
