"""The declaration in steps: which words of a track and its room belong to which page of the desk.

A step is only a way to write; it holds no rule. Whether the whole is complete and honest is judged by the room check.
"""

import enum
from dataclasses import dataclass
from typing import Any, Literal

from participation.tracks.models import Moment
from participation.tracks.room import (
    Constraint,
    Criterion,
    FixedPoint,
    LandingPath,
    OpenQuestion,
    Partner,
    UnknownPoint,
)


class Step(enum.Enum):
    """One page of the declaration; the value is its place in the address."""

    why = "waarom"
    fixed = "vast"
    open = "open"
    unknown = "onbekend"
    limits = "grenzen"
    weighing = "kiezen"
    decision = "besluit"
    paths = "paden"
    moments = "momenten"
    plan = "plan"
    check = "nakijken"

    @property
    def number(self) -> int:
        return list(Step).index(self) + 1

    @property
    def label(self) -> str:
        return {
            Step.why: "Waarom en hoe ver",
            Step.fixed: "Wat staat al vast",
            Step.open: "Wat nog open is",
            Step.unknown: "Wat we nog niet weten",
            Step.limits: "Grenzen",
            Step.weighing: "Hoe we kiezen",
            Step.decision: "Wie besluit",
            Step.paths: "Waar het terechtkomt",
            Step.moments: "Momenten",
            Step.plan: "Plan en mensen",
            Step.check: "Nakijken",
        }[self]

    @property
    def following(self) -> "Step":
        """The step that comes next; the last one stays where it is."""
        steps = list(Step)
        return steps[min(self.number, len(steps) - 1)]

    @property
    def review_questions(self) -> tuple[int, ...]:
        """The questions of the review that are answered by what is written here."""
        return {
            Step.why: (1, 4, 5),
            Step.fixed: (2,),
            Step.open: (3,),
            Step.unknown: (),
            Step.limits: (),
            Step.weighing: (12,),
            Step.decision: (6, 9, 10),
            Step.paths: (7, 8),
            Step.moments: (14,),
            Step.plan: (11, 13, 15),
            Step.check: (),
        }[self]


def step_of_question(number: int) -> Step:
    """Where the answer to question *number* of the review can be mended."""
    return next((step for step in Step if number in step.review_questions), Step.check)


@dataclass(frozen=True)
class Rows:
    """A list of things on a step: where it hangs, what it holds, and how one of them is called in an explanation."""

    attribute: str
    cls: type[Any]
    fields: tuple[str, ...]
    mark: str
    owner: Literal["room", "track"] = "room"


@dataclass(frozen=True)
class Part:
    """What one step holds of the room and of the track."""

    room: tuple[str, ...] = ()
    track: tuple[str, ...] = ()
    rows: Rows | None = None


PARTS: dict[Step, Part] = {
    Step.why: Part(room=("why", "level", "form", "honest", "deviations"), track=("stage",)),
    Step.fixed: Part(
        rows=Rows(
            "fixed_points", FixedPoint, ("text", "reason", "source_kind", "source", "decided_by", "decided_on"), "fixed"
        )
    ),
    Step.open: Part(
        rows=Rows("open_questions", OpenQuestion, ("question", "can_change", "limits", "example"), "question")
    ),
    Step.unknown: Part(rows=Rows("unknown_points", UnknownPoint, ("text", "known_by", "who"), "unknown")),
    Step.limits: Part(rows=Rows("constraints", Constraint, ("kind", "text", "room_left"), "constraint")),
    Step.weighing: Part(rows=Rows("criteria", Criterion, ("text",), "criterion")),
    Step.decision: Part(
        room=(
            "decider", "mandate_user_id", "mandate_holder", "mandate_covers", "mandate_until", "consent_organ",
            "consent_on", "consent_source", "capacity_hours", "execution_consulted", "execution_note",
        ),
        rows=Rows("partners", Partner, ("name", "person", "email"), "partner"),
    ),
    Step.paths: Part(
        rows=Rows(
            "paths", LandingPath,
            ("kind", "organ", "document", "decides_on", "latest_input_on", "executor", "work_from", "work_is_sure",
             "questions"),
            "path",
        )
    ),
    Step.moments: Part(
        rows=Rows("moments", Moment, ("title", "day", "begins", "ends", "place", "note"), "moment", owner="track")
    ),
    Step.plan: Part(
        room=("no_programme_reason",),
        track=(
            "title", "summary", "slug", "opens_on", "closes_on", "promised_on", "areas", "departments", "members",
            "contact_id", "contact_email", "shared_question_id",
        ),
    ),
    Step.check: Part(),
}  # fmt: skip
