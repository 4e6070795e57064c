"""The library of answer texts of the demo: who wrote which block, and when it was put better."""

from datetime import datetime
from functools import partial

from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.outcomes.models import OutcomeKind
from participation.outcomes.texts import actions
from participation.outcomes.texts.models import AnswerText


def courses(stage: Stage, told: list[Table]) -> list["TextCourse"]:
    """Each block, with its own course."""
    return [TextCourse(stage, one) for one in told]


class TextCourse(Course):
    """One block: written, perhaps changed, perhaps archived; *told* says when, by whom and in which words."""

    block: AnswerText

    def __init__(self, stage: Stage, told: Table) -> None:
        super().__init__(stage.days)
        self._people, self._told = stage.people, told
        self._kinds = [OutcomeKind(name) for name in told.get("kinds", ())]
        self.then(told["day"], self._write, at="09:30")
        for change in told.get("changes", ()):
            self.then(change["day"], partial(self._change, change), at="09:30")
        if "archive" in told:
            self.then(told["archive"]["day"], self._archive, at="09:30")

    def _write(self, now: datetime) -> None:
        actor = self._people[self._told["by"]]
        self.block = actions.write_text(self._told["title"], self._told["text"], self._kinds, actor=actor, now=now)

    def _change(self, told: Table, now: datetime) -> None:
        actions.change_text(
            self.block, self._told["title"], told["text"], self._kinds, seen=self.block.version,
            actor=self._people[told["by"]], now=now,
        )  # fmt: skip

    def _archive(self, now: datetime) -> None:
        told = self._told["archive"]
        actions.archive_text(self.block, told["reason"], actor=self._people[told["by"]], now=now)
