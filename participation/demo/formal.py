"""Who deals with formal messages in Waterdam."""

from datetime import datetime
from functools import partial

from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.outcomes.formal.actions import keep_receiver
from participation.outcomes.formal.kinds import FormalKind


class FormalCourse(Course):
    """Each kind of message gets who deals with it, on one day."""

    def __init__(self, stage: Stage, told: Table) -> None:
        super().__init__(stage.days)
        self._stage = stage
        for one in told["receivers"]:
            self.then(one["day"], partial(self._keep, one), at="09:00")

    def _keep(self, told: Table, now: datetime) -> None:
        keep_receiver(
            FormalKind(told["kind"]), told["name"], told.get("email", ""), told.get("address", ""),
            actor=self._stage.people[told["by"]], now=now,
        )  # fmt: skip
