"""Where a track stands, drawn for the people who work on it: the small path, the next step, who confirmed the text."""

from dataclasses import dataclass
from datetime import date, datetime

from participation import clock
from participation.accounts.models import User
from participation.tracks.models import TrackState
from participation.tracks.review import Review
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules import fingerprint
from participation.tracks.standing import ORDER, Standing
from participation.web.filters import brief_day
from participation.web.shapes import Stop


@dataclass(frozen=True)
class TheirText:
    """One named department, and whether it confirmed this very text (I10)."""

    id: int
    name: str
    by: str
    at: datetime | None
    holds: bool
    is_mine: bool


def confirmations(room: DeclaredRoom, reader: User) -> list[TheirText]:
    """Every other department of the track with its confirmation, if it gave one."""
    text, given = fingerprint(room), {one.department_id: one for one in room.confirmations}
    found = []
    for department in room.track.departments:
        if department is room.track.department:
            continue
        one = given.get(department.id)
        found.append(
            TheirText(
                id=department.id, name=department.name, by=one.by.name if one else "", at=one.at if one else None,
                holds=one is not None and one.fingerprint == text, is_mine=department.id == reader.department_id,
            )
        )  # fmt: skip
    return found


def standing_of(room: DeclaredRoom, review: Review | None) -> Standing:
    """The facts that decide what comes next for the track of *room*; *review* is the last one that was asked for."""
    track = room.track
    due = review.due_on if review is not None and review.verdict is None else None
    return Standing(
        state=track.state, room_state=room.state, version=room.version, opens_on=track.opens_on,
        closes_on=track.closes_on, promised_on=track.promised_on, review_due=due,
        came_back=track.state is TrackState.draft and room.version > 1,
    )  # fmt: skip


def stops(room: DeclaredRoom) -> list[Stop]:
    """The states of a track as a small path. A stopped track ends where it stopped."""
    track = room.track
    line: list[tuple[str, date | datetime | None]] = [
        ("Schrijven", None), ("Toetsen", room.submitted_at), ("Klaar om te openen", room.approved_at),
        ("Open", track.opens_on), ("Antwoord geven", track.closes_on), ("Afgesloten", track.closed_at),
    ]  # fmt: skip
    if track.state is TrackState.stopped:
        line[4:] = [("Gestopt", track.stopped_at)]
    here = ORDER.index(track.state) if track.state in ORDER else len(line) - 1
    return [_stop(number - here, title, day) for number, (title, day) in enumerate(line)]


def _stop(distance: int, title: str, day: date | datetime | None) -> Stop:
    state = "past" if distance < 0 else "now" if distance == 0 else "future"
    return Stop(title=title, when=brief_day(day) if day else "", state=state)


def waiting_days(review: Review) -> str:
    """How long the reviewer has had it, in words."""
    days = (clock.today() - clock.local(review.requested_at).date()).days
    return "sinds vandaag" if days == 0 else "sinds gisteren" if days == 1 else f"al {days} dagen"
