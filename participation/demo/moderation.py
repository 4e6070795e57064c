"""What the demo shows of moderation: names to watch for, somebody hidden who answers, and reports of readers."""

from datetime import datetime
from functools import partial
from typing import Any

from participation.contributions.moderation import names, objecting, reporting
from participation.contributions.moderation.models import Report, ReportReason, ReportVerdict
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.voices import VoiceCourse


def courses(stage: Stage, voices: list[VoiceCourse], told: Table) -> list[Course]:
    """The list of names, and each objection and report with its own course."""
    by_key = {voice.told["key"]: voice for voice in voices}
    about: list[Course] = [NamesCourse(stage, told["names"])]
    about += [ObjectionCourse(stage, by_key[one["contribution"]], one) for one in told["objections"]]
    return [*about, *(ReportCourse(stage, by_key[one["contribution"]], one) for one in told["reports"])]


class NamesCourse(Course):
    """A coordinator writes the list."""

    def __init__(self, stage: Stage, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.told = stage, told
        self.then(told["day"], self._keep, at="09:00")

    def _keep(self, now: datetime) -> None:
        by = self.stage.people[self.told["by"]]
        names.keep_names("\n".join(self.told["names"]), seen=0, actor=by, now=now, why=self.told["why"])


class ObjectionCourse(Course):
    """An author answers to being hidden; a second colleague decides."""

    def __init__(self, stage: Stage, voice: VoiceCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.voice, self.told = stage, voice, told
        self.then(told["day"], self._object, at=told["at"])
        if "decided" in told:
            self.then(told["decided"], self._decide, at="11:20")

    def _object(self, now: datetime) -> None:
        objecting.object_to(self.voice.contribution, self.told["words"], now=now)

    def _decide(self, now: datetime) -> None:
        by = self.stage.people[self.told["by"]]
        objecting.uphold(self.voice.contribution, self.told["reason"], actor=by, now=now)


class ReportCourse(Course):
    """A reader reports something; a colleague settles it, or did not yet."""

    def __init__(self, stage: Stage, voice: VoiceCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.voice, self.told = stage, voice, told
        self.report: Report
        steps: list[tuple[int, str, Any]] = [(told["day"], told["at"], self._report)]
        if "settled" in told:
            steps.append((told["settled"], "10:10", partial(self._settle, ReportVerdict(told["verdict"]))))
        for day, at, act in steps:
            self.then(day, act, at=at)

    def _report(self, now: datetime) -> None:
        reason, key = ReportReason(self.told["reason"]), f"demo|{self.told['contribution']}"
        self.report = reporting.report(
            self.voice.contribution, reason, self.told["words"], form_key_hash=key, now=now
        )  # fmt: skip

    def _settle(self, verdict: ReportVerdict, now: datetime) -> None:
        by = self.stage.people[self.told["by"]]
        reporting.settle(self.report, verdict, self.told["answer"], actor=by, now=now)
