"""The worker brings a sheet in, a part at a time: what came in and how far it is are saved together, or not at all.

So a worker that is stopped in the middle, however rudely, goes on with the part that was not saved; nothing comes in
twice, and residents can go on writing between two parts.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from participation import clock, history
from participation.contributions import queries as contributions
from participation.contributions.actions import Terms
from participation.contributions.importing import BadRow, Columns, Known, Row, parse
from participation.contributions.sheets import actions, queries
from participation.contributions.sheets.models import Sheet, SheetPart, SheetState, SheetUse
from participation.contributions.sheets.trying import KNOWN, NEW, REFUSED, Told, columns_of, known_to, rows_of
from participation.db import db
from participation.outcomes import importing
from participation.outcomes.sheets import coming_back
from participation.refusals import Refused
from participation.tracks.models import Track

Done = tuple[Sequence[Sequence[Any]], Counter[str]]


def run_some(sheet_id: int, terms: Terms, now: datetime) -> bool:
    """Bring in the next part, in the caller's transaction; say whether there may be more."""
    sheet = db.session.get(Sheet, sheet_id, with_for_update=True, populate_existing=True)
    if sheet is None or sheet.state is not SheetState.running:
        return False
    part = queries.part_at(sheet.id, sheet.parts_done)
    if part is None:
        actions.done_with(sheet, now=now)
        return False
    done = _BRING_IN[sheet.use](sheet, part, terms, now)
    if done is None:
        return False
    told, extra = done
    actions.save_part(sheet, part, told, extra)
    return True


def _contributions(sheet: Sheet, part: SheetPart, terms: Terms, now: datetime) -> Done | None:
    assert sheet.track is not None
    track = contributions.track_for_intake(sheet.track.slug)
    if track is None:
        _closed_meanwhile(sheet, now)
        return None
    known = known_to(track, sheet.columns["via"], clock.local(now).date())
    course = _Course(track, columns_of(sheet), known, terms, now, queries.known_keys([key for key in part.keys if key]))
    rows = zip(rows_of(sheet, part), part.keys, part.told, strict=True)
    return [_one(course, row, key, Told(*told)) for row, key, told in rows], course.extra


@dataclass(frozen=True)
class _Course:
    """How the rows of this part come in. `there` are the keys that are in already, `extra` counts the drafts."""

    track: Track
    columns: Columns
    known: Known
    terms: Terms
    now: datetime
    there: set[str]
    extra: Counter[str] = field(default_factory=Counter)


def _one(course: _Course, row: Row, key: str | None, tried: Told) -> Told:
    if key is None:
        return tried
    if key in course.there:
        return Told(row.number, KNOWN)
    try:
        parsed = parse(row, course.columns, course.known)
        taken = importing.take_over(
            course.track, parsed, import_key=key, terms=course.terms, now=course.now, is_new=True
        )
    except (BadRow, Refused) as fault:
        return Told(row.number, REFUSED, reason=str(fault))
    if taken is None:
        return Told(row.number, KNOWN)
    course.there.add(key)
    course.extra.update(drafts=taken.has_draft, unclear=taken.has_draft and taken.draft_kind is None)
    return Told(row.number, NEW, number=taken.contribution.number)


def _closed_meanwhile(sheet: Sheet, now: datetime) -> None:
    """The track takes nothing in any more: it stops by itself, and the page says why."""
    sheet.state = SheetState.stopped
    history.record("sheet.stopped", now=now, who=history.Who.system, track_id=sheet.track_id, sheet_id=sheet.id,
                   use=sheet.use.value)  # fmt: skip
    db.session.flush()


def _answers(sheet: Sheet, part: SheetPart, _terms: Terms, now: datetime) -> Done:
    return coming_back.save_all(sheet, part, now=now), Counter()


_BRING_IN: dict[SheetUse, Callable[[Sheet, SheetPart, Terms, datetime], Done | None]] = {
    SheetUse.contributions: _contributions,
    SheetUse.answers: _answers,
}
