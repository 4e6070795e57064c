"""What the demo shows of one resident who said something twice, and told us so with both codes."""

from datetime import datetime

from participation.contributions.said_together import actions
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.voices import VoiceCourse


def courses(stage: Stage, voices: list[VoiceCourse], told: Table) -> list[Course]:
    """Each pair with its own course."""
    by_key = {voice.told["key"]: voice for voice in voices}
    return [TogetherCourse(stage, by_key[one["contribution"]], by_key[one["other"]], one) for one in told["together"]]


class TogetherCourse(Course):
    """The resident fills in the second code."""

    def __init__(self, stage: Stage, voice: VoiceCourse, other: VoiceCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.voice, self.other = voice, other
        self.then(told["day"], self._join, at=told["at"])

    def _join(self, now: datetime) -> None:
        actions.join(self.voice.contribution, self.other.contribution, now=now)
