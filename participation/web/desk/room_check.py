"""The room check beside the form: what residents will see, what is not as it should be, and where to mend it."""

from dataclasses import dataclass

from flask import url_for

from participation import clock
from participation.tracks.contents import Values
from participation.tracks.declaring import tried
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules import Finding, in_the_text, room_check
from participation.tracks.rules.one_text import OBJECTION
from participation.tracks.steps import PARTS, Step
from participation.tracks.terms import terms_of
from participation.web.room_view import LevelView, RoomView, level_view, room_view
from participation.web.security import settings

FIELDS = {"contact": "contact_id", "shared_question": "shared_question_id"}
WITHOUT_ROW = {"I13": Step.weighing}


@dataclass(frozen=True)
class Shown:
    """A finding with the step, and the address on it, where it can be mended."""

    finding: Finding
    step: Step
    href: str


@dataclass(frozen=True)
class Check:
    """What stands beside the form. Plain values only: it outlives the room it was made of."""

    room: RoomView
    level: LevelView | None
    findings: list[Shown]

    @property
    def blocks(self) -> int:
        """What keeps the text from its reviewer; an answer that is still to come does not."""
        return len(in_the_text(shown.finding for shown in self.findings))

    @property
    def unexplained(self) -> int:
        return sum(not shown.finding.blocks and shown.finding.explanation is None for shown in self.findings)

    def of(self, step: Step) -> list[Shown]:
        """The findings that can be mended on *step*."""
        return [shown for shown in self.findings if shown.step is step]


@dataclass(frozen=True)
class StepLink:
    """One step in the list beside the form; done, asking for something, or still empty."""

    step: Step
    href: str
    here: bool
    mark: str


def check(room: DeclaredRoom) -> Check:
    """The check of *room* as it stands: what blocks first, and in the order of the steps."""
    findings = room_check(room.track, room, terms_of(room, settings().municipality), clock.today())
    shown = [Shown(one, where(one), mend_at(room.track.slug, one)) for one in findings]
    shown.sort(key=lambda one: (not one.finding.blocks, one.step.number))
    return Check(room=room_view(room.track, room), level=level_view(room), findings=shown)


def check_typed(room: DeclaredRoom, step: Step, values: Values) -> Check:
    """The check of *room* with what was typed on *step* in it; nothing is stored."""
    with tried(room, step, values):
        return check(room)


def where(finding: Finding) -> Step:
    """The step on which *finding* can be mended."""
    kind, _, name = finding.row.partition(":")
    if _takes_an_answer(finding):
        return Step.check
    if finding.rule == "I4" and kind == "question":
        return Step.paths
    for step, part in PARTS.items():
        if part.rows and part.rows.mark == kind:
            return step
        if kind in ("room", "track") and FIELDS.get(name, name) in (*part.room, *part.track):
            return step
    return WITHOUT_ROW.get(finding.rule, Step.check)


def _takes_an_answer(finding: Finding) -> bool:
    """Whether it is about what somebody who is named says of the text, not about a word in it."""
    return finding.waits or finding.row.endswith(OBJECTION)


def mend_at(slug: str, finding: Finding) -> str:
    """The address of the very field or row that *finding* is about."""
    step, (kind, _, name) = where(finding), finding.row.partition(":")
    number = name.split(":")[0]
    if _takes_an_answer(finding):
        anchor = "bevestigd"
    elif kind in ("room", "track"):
        anchor = FIELDS.get(name, name)
    elif kind == "question" and step is Step.paths:
        anchor = "rijen"
    else:
        anchor = f"rij-{number}" if number.isdigit() else "rijen"
    return url_for("desk.room", slug=slug, step=step.value, _anchor=anchor)


def step_links(room: DeclaredRoom, found: Check, here: Step) -> list[StepLink]:
    """The list of steps, each with where it stands."""
    return [
        StepLink(
            step=step, href=url_for("desk.room", slug=room.track.slug, step=step.value), here=step is here,
            mark=_mark(room, found, step),
        )
        for step in Step
    ]  # fmt: skip


def _mark(room: DeclaredRoom, found: Check, step: Step) -> str:
    if step is Step.check:
        return "todo"
    if found.of(step):
        return "asks"
    rows = None if PARTS[step].room else PARTS[step].rows  # Beside fields of its own, a list may stay empty.
    owner = room if rows and rows.owner == "room" else room.track
    return "done" if rows is None or getattr(owner, rows.attribute) else "todo"
