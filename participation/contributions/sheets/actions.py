"""What a colleague does with a sheet: send it, say what its columns hold, let it in, stop it, throw it away.

Nothing comes in before a colleague saw what would happen. Who may do it is a matter of the track (or, for answers, of
who sent the sheet); see `permissions`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from participation import history
from participation.accounts.models import User
from participation.contributions.importing import Columns, refuse_missing
from participation.contributions.models import Channel
from participation.contributions.sheets.models import Sheet, SheetPart, SheetState, SheetUse
from participation.contributions.sheets.reading import ReadFile
from participation.contributions.sheets.recognising import ROLES
from participation.contributions.sheets.trying import REFUSED, Tried, counted
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track, TrackState

KEPT = timedelta(days=30)
"""How long the rows of a sheet stay after they came in, so that a colleague can mend what was refused; and how long a
sheet stays that nobody let in, or that was stopped."""
AT_ONCE = 20
MAY_BE_FILLED = (TrackState.open, TrackState.answering)


class AlreadyBegun(Conflict):
    """The sheet is being brought in, or was."""


def send(file: ReadFile, *, use: SheetUse, name: str, track: Track | None, actor: User, now: datetime) -> Sheet:
    """Keep the rows of a file that was read. Refuses (`Refused`) a track that takes nothing in any more."""
    if track is not None:
        refuse_track(track)
    sheet = Sheet(
        use=use, track=track, sent_by=actor, sent_at=now, name=name[:200], fingerprint=file.fingerprint,
        header=file.header, said=file.said, rows=file.rows, state=SheetState.read,
    )  # fmt: skip
    db.session.add(sheet)
    db.session.flush()
    batch: list[dict[str, Any]] = []
    for position, content in enumerate(file.parts):
        batch.append({"sheet_id": sheet.id, "position": position, "content": content, "keys": [], "told": [],
                      "refused": 0})  # fmt: skip
        if len(batch) == AT_ONCE:
            db.session.execute(insert(SheetPart), batch)
            batch = []
    if batch:
        db.session.execute(insert(SheetPart), batch)
    return sheet


def refuse_track(track: Track) -> None:
    """Refuse (`Refused`) a track in which nothing can come in."""
    if track.state not in MAY_BE_FILLED or track.room is None:
        raise Refused("Inlezen kan alleen bij een traject dat open is of nog antwoorden geeft.", field="track")


def chosen(sheet: Sheet, roles: Mapping[str, str], via: str) -> Columns:
    """What a colleague chose, if it can be: the text in some column, no column twice, a channel that exists."""
    roles = {role: column for role, column in roles.items() if column and role in ROLES}
    if not roles.get("text"):
        raise Refused("Kies in welke kolom de tekst van de bewoner staat.", field="text")
    twice = [column for column, count in Counter(roles.values()).items() if count > 1]
    if twice:
        role = next(role for role in reversed(list(roles)) if roles[role] == twice[0])
        raise Refused(f"U koos kolom ‘{twice[0]}’ twee keer. Kies voor elk onderdeel een eigen kolom.", field=role)
    if via not in {channel.value for channel in Channel}:
        raise Refused("Kies hoe de bijdragen binnenkwamen.", field="via")
    columns = Columns(**roles)
    refuse_missing(columns, sheet.header)
    return columns


def keep_trial(sheet: Sheet, settings: Mapping[str, Any], tried: Iterable[Tried], *, now: datetime) -> None:
    """Keep how the columns are read, and what would become of every row. Nothing is in yet.

    Refuses (`AlreadyBegun`) a sheet that is being brought in.
    """
    _hold(sheet)
    if sheet.state not in (SheetState.read, SheetState.tried):
        raise AlreadyBegun("Dit bestand wordt al ingelezen. De kolommen liggen vast.")
    counts: Counter[str] = Counter()
    rows = []
    for one in tried:
        found = counted(one.told)
        counts += found
        rows.append({"id": one.part_id, "keys": one.keys, "told": [list(told) for told in one.told],
                     "refused": found[REFUSED]})  # fmt: skip
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(update(SheetPart), rows[start : start + AT_ONCE])
    sheet.columns, sheet.counts, sheet.state = dict(settings), dict(counts), SheetState.tried
    db.session.flush()


def begin(sheet: Sheet, *, actor: User, now: datetime) -> None:
    """Let the worker bring it in. Refuses (`AlreadyBegun`) twice, and a track that takes nothing in any more."""
    _hold(sheet)
    if sheet.state in (SheetState.running, SheetState.done):
        raise AlreadyBegun("Dit bestand wordt al ingelezen. U hoeft niets meer te doen.")
    if sheet.state is SheetState.read:
        raise Refused("Kies eerst wat er in de kolommen staat, en bekijk wat er gebeurt.")
    if sheet.track is not None:
        refuse_track(sheet.track)
    goes_on = sheet.state is SheetState.stopped
    if not goes_on:
        sheet.counts = {}
    sheet.state = SheetState.running
    _record("sheet.resumed" if goes_on else "sheet.begun", sheet, actor, now, rows=sheet.rows)
    db.session.flush()


def stop(sheet: Sheet, *, actor: User, now: datetime) -> None:
    """Stop after the part under way; what is in stays in, and it can go on later."""
    _hold(sheet)
    if sheet.state is not SheetState.running:
        raise AlreadyBegun("Dit bestand wordt nu niet ingelezen. Er valt niets te stoppen.")
    sheet.state = SheetState.stopped
    _record("sheet.stopped", sheet, actor, now)
    db.session.flush()


def throw_away(sheet: Sheet, *, actor: User, now: datetime) -> None:
    """Remove a sheet of which nothing was brought in. Refuses (`AlreadyBegun`) one that was begun."""
    _hold(sheet)
    if sheet.state not in (SheetState.read, SheetState.tried):
        raise AlreadyBegun("Dit bestand is al (deels) ingelezen. Weggooien kan niet meer.")
    db.session.execute(delete(SheetPart).where(SheetPart.sheet_id == sheet.id))
    db.session.delete(sheet)
    db.session.flush()


def done_with(sheet: Sheet, *, now: datetime) -> None:
    """Every part is in."""
    sheet.state, sheet.done_at = SheetState.done, now
    _record("sheet.done", sheet, None, now, **sheet.counts)
    db.session.flush()


def save_part(sheet: Sheet, part: SheetPart, told: Sequence[Sequence[Any]], extra: Mapping[str, int]) -> None:
    """Keep what became of the rows of a part, in the transaction in which they came in."""
    found = counted(told)
    part.told, part.refused = [list(one) for one in told], found[REFUSED]
    sheet.counts = dict(Counter(sheet.counts) + found + Counter(extra))
    sheet.parts_done = part.position + 1
    db.session.flush()


def forget_old(now: datetime) -> int:
    """Take out the rows of sheets that were done or stopped a month ago, and what nobody let in; say of how many."""
    old = db.session.scalars(
        select(Sheet)
        .where(Sheet.emptied_at.is_(None), Sheet.state != SheetState.running)
        .where(func.coalesce(Sheet.done_at, Sheet.sent_at) < now - KEPT)
        .order_by(Sheet.id)
        .limit(AT_ONCE)
    ).all()
    for sheet in old:
        db.session.execute(delete(SheetPart).where(SheetPart.sheet_id == sheet.id))
        if sheet.state in (SheetState.read, SheetState.tried):
            db.session.delete(sheet)
        else:
            sheet.state, sheet.done_at, sheet.emptied_at = SheetState.done, sheet.done_at or now, now
    db.session.flush()
    return len(old)


def _hold(sheet: Sheet) -> None:
    db.session.refresh(sheet, ["state", "parts_done", "counts", "columns", "emptied_at"], with_for_update=True)


def _record(kind: str, sheet: Sheet, actor: User | None, now: datetime, **data: Any) -> None:
    history.record(
        kind, now=now, actor=actor, who=None if actor else history.Who.system, track_id=sheet.track_id,
        sheet_id=sheet.id, use=sheet.use.value, **data,
    )  # fmt: skip
