"""Answers that come back in a sheet: matched by number, judged row by row, and kept as drafts, never published.

A row of which the contribution changed since it was taken out is a conflict: shown, and not written over. A draft of
somebody else stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from participation.accounts.models import User
from participation.contributions.importing import BadRow, UnreadableFile
from participation.contributions.models import Contribution, Point
from participation.contributions.sheets import queries
from participation.contributions.sheets.models import Sheet, SheetPart
from participation.contributions.sheets.neutral import restored
from participation.contributions.sheets.queries import rows_in
from participation.contributions.sheets.trying import NEW, REFUSED, Told, Tried
from participation.db import db
from participation.outcomes import actions, trying
from participation.outcomes.finding.listing import my_tracks
from participation.outcomes.models import Outcome, OutcomeState
from participation.outcomes.rules import Decision
from participation.outcomes.sheets.columns import ANSWERS, MARK, NEEDED, NUMBER, POINT, in_words, read_answers
from participation.outcomes.sheets.standing import Standing, standings
from participation.refusals import Refused
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom

SAME, CONFLICT, KEPT = "same", "conflict", "kept"
SHOWN = 300


@dataclass(frozen=True)
class Row:
    """One row of the sheet: its cells by heading, apostrophes against formulas taken off."""

    number: int
    cells: Mapping[str, str]
    fault: str = ""

    @property
    def contribution_id(self) -> int | None:
        """The contribution that it names."""
        text = self.cells.get(NUMBER, "").strip().rpartition("-")[2]
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) < 2**31 else None

    @property
    def position(self) -> int:
        """Which point of that contribution."""
        text = self.cells.get(POINT, "").strip()
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0

    @property
    def is_answered(self) -> bool:
        """Whether anything was filled in."""
        return any(self.cells.get(heading, "").strip() for heading in ANSWERS)


class Judged(NamedTuple):
    """What becomes of a row; `decision` and `draft` only when it is written."""

    told: Told
    changes: list[tuple[str, str, str]]
    decision: Decision | None = None
    draft: Outcome | None = None


@dataclass(frozen=True)
class Around:
    """All that the rows of one part are judged with."""

    mine: frozenset[int]
    standings: Mapping[tuple[int, int], Standing]
    points: Mapping[int, Point]
    drafts: Mapping[int, Outcome]
    reader: User

    def standing_of(self, row: Row) -> Standing | None:
        """The point that *row* names, when it is in a track of who sent the sheet."""
        one = self.standings.get((row.contribution_id or 0, row.position))
        return one if one is not None and one.track_id in self.mine else None


def refuse_other_sheets(header: Sequence[str]) -> None:
    """Refuse (`UnreadableFile`) a file that is no working list of ours."""
    if not set(NEEDED) <= {name.casefold() for name in header}:
        raise UnreadableFile(
            "Dit is geen werklijst van hier: de kolommen nummer, punt en kenmerk horen erin te staan. Haal eerst een "
            "werklijst op bij Bijdragen, en vul die in.", field="file",
        )  # fmt: skip


def rows(sheet: Sheet, part: SheetPart) -> list[Row]:
    """The rows of a part."""
    names = [name.casefold() for name in sheet.header]
    return [
        Row(number, dict(zip(names, map(restored, cells), strict=False)), fault)
        for number, fault, cells in rows_in(part)
    ]


def around(sheet: Sheet, some: Sequence[Row], *, to_write: bool = False) -> Around:
    """Read what these rows are about, in a fixed number of statements; *to_write* keeps it for this transaction."""
    ids = sorted({row.contribution_id for row in some if row.contribution_id and row.is_answered})
    if to_write and ids:
        held = select(Contribution.id).where(Contribution.id.in_(ids)).order_by(Contribution.id)
        db.session.execute(held.with_for_update()).all()
    found = [one for chunk in standings(ids) for one in chunk]
    mine = frozenset(track.id for track in my_tracks(sheet.sent_by)) if sheet.sent_by.active else frozenset()
    numbers = [one.point_id for one in found if one.track_id in mine]
    points = db.session.scalars(
        select(Point).where(Point.id.in_(numbers)).options(
            joinedload(Point.contribution).joinedload(Contribution.track).joinedload(Track.room)
            .selectinload(DeclaredRoom.paths)
        )
    )  # fmt: skip
    drafts = db.session.scalars(
        select(Outcome)
        .where(Outcome.point_id.in_(numbers), Outcome.state == OutcomeState.draft)
        .options(joinedload(Outcome.written_by), selectinload(Outcome.path))
    )
    return Around(
        mine, {(one.contribution_id, one.position): one for one in found}, {point.id: point for point in points},
        {draft.point_id: draft for draft in drafts}, sheet.sent_by,
    )  # fmt: skip


def judge(row: Row, here: Around) -> Judged:
    """What becomes of *row*, as things stand now."""
    if row.fault:
        return _refused(row, row.fault)
    if not row.is_answered:
        return Judged(Told(row.number, SAME), [])
    one = here.standing_of(row)
    if one is None:
        return _refused(row, f"Nummer ‘{row.cells.get(NUMBER, '')[:40]}’ met dit punt vinden wij niet in uw trajecten.")
    if one.withdrawn_at is not None:
        return _refused(row, "De bewoner heeft deze bijdrage ingetrokken. Er is geen antwoord meer nodig.", one)
    draft = here.drafts.get(one.point_id)
    if draft is not None and draft.written_by_id not in (None, here.reader.id):
        who = draft.written_by.name if draft.written_by else "Een collega"
        return Judged(Told(row.number, KEPT, one.number, f"{who} schreef hier al een concept. Dat blijft staan."), [])
    return _decided(row, one, here.points[one.point_id], draft)


def _refused(row: Row, why: str, one: Standing | None = None) -> Judged:
    return Judged(Told(row.number, REFUSED, one.number if one else "", why), [])


def _decided(row: Row, one: Standing, point: Point, draft: Outcome | None) -> Judged:
    before, room = trying.decision_of(draft), point.contribution.track.room
    try:
        decision = read_answers(row.cells, room.paths if room else [], before)
    except BadRow as fault:
        return _refused(row, str(fault), one)
    changes = [
        (heading, _short(in_words(getattr(before, name))), _short(in_words(getattr(decision, name))))
        for heading, name in ANSWERS.items()
        if getattr(before, name) != getattr(decision, name)
    ]
    is_old = row.cells.get(MARK, "").strip() != one.mark
    result = SAME if not changes else CONFLICT if is_old else NEW
    return Judged(Told(row.number, result, one.number), changes, decision, draft)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def told_of(judged: Judged) -> list[Any]:
    """What is kept of a judgement, to show: row, result, number, and the reason or the changes."""
    return [*judged.told[:3], judged.told.reason or judged.changes]


def save(row: Row, here: Around, *, now: datetime) -> list[Any]:
    """Keep the answers of one row as a draft, in the caller's transaction; what changed meanwhile is left alone."""
    judged, one = judge(row, here), here.standing_of(row)
    if judged.told.result != NEW or one is None or judged.decision is None:
        return told_of(judged)
    try:
        actions.save_draft(
            here.points[one.point_id], judged.decision, actor=here.reader, now=now,
            base_draft=actions.mark_of(judged.draft),
        )  # fmt: skip
    except Refused as refused:
        return told_of(_refused(row, refused.sentence, one))
    return told_of(judged)


def try_out(sheet: Sheet) -> Iterator[Tried]:
    """Every part, as it would be kept now. Reads only."""
    for part in queries.parts(sheet.id):
        some = rows(sheet, part)
        here = around(sheet, some)
        judged = [judge(row, here) for row in some]
        yield Tried(part.id, [told_of(one) for one in judged], [None] * len(judged))


def save_all(sheet: Sheet, part: SheetPart, *, now: datetime) -> list[list[Any]]:
    """Keep the answers of one part, in the caller's transaction."""
    some = rows(sheet, part)
    here = around(sheet, some, to_write=True)
    return [save(row, here, now=now) for row in some]
