"""A room of the content, step by step as a colleague would type it."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from participation.accounts.models import Department, User
from participation.db import db
from participation.demo.content import Table
from participation.demo.days import Days
from participation.demo.script import Stage
from participation.house import queries as house
from participation.places.models import Area
from participation.programmes.models import SharedQuestion
from participation.tracks.contents import contents, mark_of
from participation.tracks.declaring import save_step
from participation.tracks.models import PolicyStage
from participation.tracks.room import ConstraintKind, DeclaredRoom, FixedSource, Level, PathKind
from participation.tracks.steps import PARTS, Step

KINDS: dict[Step, type[Any]] = {Step.limits: ConstraintKind, Step.paths: PathKind}
LISTS = {
    Step.fixed: "fixed_points", Step.open: "open_questions", Step.unknown: "unknown_points",
    Step.limits: "constraints", Step.paths: "paths",
}  # fmt: skip
DAYS = ("decided_on", "known_by", "decides_on", "latest_input_on", "work_from", "consent_on", "mandate_until")


def write_room(room: DeclaredRoom, told: Table, *, by: User, now: datetime, stage: Stage) -> None:
    """Type the whole declaration of *told* into *room*; the open questions come before the paths that serve them."""
    pages = [
        (Step.plan, _plan(room, told, stage)),
        (Step.why, {**_fields(room, Step.why, told["room"], stage.days), "stage": PolicyStage(told["stage"])}),
        (Step.decision, _decision(room, told["room"], stage)),
        (Step.weighing, {"rows": [{"id": None, "text": text} for text in told["room"].get("criteria", [])]}),
        (Step.moments, {"rows": [_moment(one, stage.days) for one in told.get("moments", [])]}),
    ]
    for page, values in pages:
        _save(room, page, values, by=by, now=now)
    for page, name in LISTS.items():
        rows = [_row(room, page, one, stage.days) for one in told["room"].get(name, [])]
        _save(room, page, {"rows": rows}, by=by, now=now)
    if "before" in told:
        _write_what_came_back(room, told["before"], by=by, now=now, stage=stage)


def _write_what_came_back(room: DeclaredRoom, before: Table, *, by: User, now: datetime, stage: Stage) -> None:
    """The first version said more than it should: another level, and a question that lands nowhere useful."""
    questions = contents(room, Step.open)["rows"]
    extra = _row(room, Step.open, before["question"], stage.days)
    _save(room, Step.open, {"rows": [*questions, extra]}, by=by, now=now)
    paths = contents(room, Step.paths)["rows"]
    paths[before["question"]["path"] - 1]["questions"].append(room.open_questions[-1].id)
    _save(room, Step.paths, {"rows": paths}, by=by, now=now)
    _save(room, Step.why, {**contents(room, Step.why), "level": Level(before["level"])}, by=by, now=now)


def write_again(room: DeclaredRoom, told: Table, *, by: User, now: datetime) -> None:
    """After the reviewer's questions: the level that fits, and only the questions that are really open."""
    kept = contents(room, Step.open)["rows"][: len(told["room"]["open_questions"])]
    _save(room, Step.open, {"rows": kept}, by=by, now=now)
    _save(room, Step.why, {**contents(room, Step.why), "level": Level(told["room"]["level"])}, by=by, now=now)


def write_row_again(room: DeclaredRoom, page: Step, told: Table, *, by: User, now: datetime, stage: Stage) -> None:
    """Rewrite the row at `place` of one list, or add one; `lands` is the path of a new question."""
    rows = contents(room, page)["rows"]
    if "place" in told:
        rows[told["place"] - 1] |= _rewritten(told, stage.days)
    else:
        rows.append(_row(room, page, told, stage.days))
    _save(room, page, {"rows": rows}, by=by, now=now)
    if "lands" in told:
        paths = contents(room, Step.paths)["rows"]
        paths[told["lands"] - 1]["questions"].append(room.open_questions[-1].id)
        _save(room, Step.paths, {"rows": paths}, by=by, now=now)


def _rewritten(told: Table, days: Days) -> Table:
    """Only what reads differently."""
    values = {name: days.read(text) for name, text in told.items() if isinstance(text, str) and name != "list"}
    values |= {name: _day(told, name, days) for name in DAYS if name in told}
    if "source_kind" in told:
        values["source_kind"] = FixedSource(told["source_kind"])
    return values


def read_again(room: DeclaredRoom, why: str, *, by: User, now: datetime) -> None:
    """Say anew why residents are asked, and leave the rest as it is."""
    _save(room, Step.why, {**contents(room, Step.why), "why": why}, by=by, now=now)


def _save(room: DeclaredRoom, page: Step, values: Mapping[str, Any], *, by: User, now: datetime) -> None:
    save_step(room, page, values, seen=mark_of(room, page), actor=by, now=now)


def _decision(room: DeclaredRoom, told: Table, stage: Stage) -> Table:
    """Who decides; who holds the mandate is a colleague by key, and partners are rows."""
    values = _fields(room, Step.decision, told, stage.days)
    holder = stage.people[told["mandate_user"]].id if "mandate_user" in told else None
    rows = [_row(room, Step.decision, one, stage.days) for one in told.get("partners", [])]
    return {**values, "mandate_user_id": holder, "rows": rows}


def _plan(room: DeclaredRoom, told: Table, stage: Stage) -> Table:
    track = room.track
    departments = [track.department.name, *told.get("departments", [])]
    return {
        "no_programme_reason": told["room"].get("no_programme_reason", ""),
        "title": told["title"], "summary": stage.days.told(told["summary"]), "slug": told["slug"],
        "opens_on": _day(told, "opens", stage.days), "closes_on": _day(told, "closes", stage.days),
        "promised_on": _day(told, "promised", stage.days),
        "areas": list(db.session.scalars(select(Area.id).where(Area.code.in_(told["areas"])))),
        "departments": list(db.session.scalars(select(Department.id).where(Department.name.in_(departments)))),
        "members": [stage.people[key].id for key in told["members"]],
        "contact_id": stage.people[told["contact"]].id, "contact_email": told.get("contact_email", ""),
        "shared_question_id": db.session.scalar(
            select(SharedQuestion.id).where(SharedQuestion.question == told.get("shared_question"))
        ),
    }  # fmt: skip


def _day(told: Table, name: str, days: Days) -> Any:
    return days.day(told[name]) if name in told else None


def _fields(room: DeclaredRoom, page: Step, told: Table, days: Days) -> Table:
    """What was filled in on *page*; what is not in the content stays as it is in an empty room."""
    present = contents(room, page)
    values = {name: days.read(told[name]) if name in told else present[name] for name in PARTS[page].room}
    if "level" in values:
        values["level"] = Level(told["level"])
    if "deviations" in values:
        values["deviations"] = _deviations(told.get("deviations", []), days)
    return values | {name: _day(told, name, days) for name in DAYS if name in values}


def _deviations(told: list[Table], days: Days) -> dict[int, str]:
    """The principles of the vision in force that this track does not follow, by their name, with the reason."""
    vision = house.vision() if told else None
    numbers = {one.title: one.id for one in vision.principles} if vision else {}
    return {numbers[one["principle"]]: days.told(one["reason"]) for one in told}


def _row(room: DeclaredRoom, page: Step, told: Table, days: Days) -> Table:
    rows = PARTS[page].rows
    assert rows is not None
    values = {name: days.read(told.get(name, "")) for name in rows.fields}
    values |= {name: _day(told, name, days) for name in DAYS if name in values}
    if "kind" in values:
        values["kind"] = KINDS[page](told["kind"])
    if "source_kind" in values:
        values["source_kind"] = FixedSource(told["source_kind"])
    if page is Step.paths:
        values["questions"] = [room.open_questions[number - 1].id for number in told["questions"]]
        values["work_is_sure"] = told.get("work_is_sure", False)
    return {"id": None, **values}


def _moment(told: Table, days: Days) -> Table:
    return {
        "id": None, "title": told["title"], "day": days.day(told["day"]),
        "begins": time.fromisoformat(told["starts"]), "ends": time.fromisoformat(told["ends"]),
        "place": told["place"], "note": days.told(told["note"]),
    }  # fmt: skip
