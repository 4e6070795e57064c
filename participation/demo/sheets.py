"""What the demo shows of bringing in a file: one that is done, with two rows that were refused."""

from datetime import datetime

from participation import clock
from participation.contributions.actions import Terms
from participation.contributions.sheets import actions, queries, reading, trying
from participation.contributions.sheets.models import SheetUse
from participation.contributions.sheets.trying import NEW
from participation.db import db
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.outcomes.sheets.running import run_some

ROLES = ("text", "received", "source")


def courses(stage: Stage, tracks: dict[str, TrackCourse], told: Table) -> list["SheetCourse"]:
    """Each file with its own course."""
    return [SheetCourse(stage, tracks[one["track"]], one) for one in told["sheets"]]


class SheetCourse(Course):
    """A colleague sends a file, says what its columns hold, and lets it in. `brought_in` is how many rows came in."""

    brought_in = 0

    def __init__(self, stage: Stage, where: TrackCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.where, self.told = stage, where, told
        self.then(told["day"], self._bring_in, at="15:10")

    def _bring_in(self, now: datetime) -> None:
        told, actor, track = self.told, self.stage.people[self.told["by"]], self.where.track
        lines = [self.stage.days.told(line) for line in told["rows"].strip().splitlines()]
        with reading.opened("\n".join(lines).encode()) as file:
            sheet = actions.send(file, use=SheetUse.contributions, name=told["name"], track=track, actor=actor, now=now)
        roles = {role: told[role] for role in ROLES}
        columns, known = actions.chosen(sheet, roles, told["via"]), trying.known_to(track, told["via"], clock.today())
        actions.keep_trial(sheet, {**roles, "via": told["via"]}, list(trying.try_out(sheet, columns, known)), now=now)
        actions.begin(sheet, actor=actor, now=now)
        settings = self.stage.settings
        terms = Terms(receipt_key=settings.receipt_key, feedback_weeks=settings.municipality.feedback_weeks)
        while run_some(sheet.id, terms, now):
            db.session.flush()
        done = queries.sheet(sheet.id, SheetUse.contributions)
        self.brought_in = done.counts[NEW] if done else 0
