"""Where a track stands, drawn for the people who work on it: the small path and the next step."""

from datetime import date, datetime

from participation.tracks.models import TrackState
from participation.tracks.review import Review
from participation.tracks.room import DeclaredRoom
from participation.tracks.standing import ORDER, Standing
from participation.web.filters import brief_day
from participation.web.shapes import Stop


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
        ("Schrijven", None), ("Toetsen", room.submitted_at if room.change is None else None),
        ("Klaar om te openen", track.plan_published_at or room.approved_at),
        ("Open", track.opens_on), ("Antwoord geven", track.closes_on), ("Afgesloten", track.closed_at),
    ]  # fmt: skip
    if track.state is TrackState.stopped:
        line[4:] = [("Gestopt", track.stopped_at)]
    here = ORDER.index(track.state) if track.state in ORDER else len(line) - 1
    return [_stop(number - here, title, day) for number, (title, day) in enumerate(line)]


def _stop(distance: int, title: str, day: date | datetime | None) -> Stop:
    state = "past" if distance < 0 else "now" if distance == 0 else "future"
    return Stop(title=title, when=brief_day(day) if day else "", state=state)
