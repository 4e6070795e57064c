"""Where a track stands for the people who work on it, and the one thing that comes next."""

import enum
from dataclasses import dataclass
from datetime import date

from participation.tracks.models import TrackState
from participation.tracks.room import RoomState

ORDER = (TrackState.draft, TrackState.in_review, TrackState.ready, TrackState.open, TrackState.answering)
FINISHED = (TrackState.closed, TrackState.archived, TrackState.stopped)


class Next(enum.Enum):
    """The one thing that comes next."""

    write = "write"
    mend = "mend"
    wait_for_review = "wait_for_review"
    open_by_hand = "open_by_hand"
    wait_for_opening = "wait_for_opening"
    listen = "listen"
    close = "close"
    answer = "answer"
    done = "done"
    stopped = "stopped"


@dataclass(frozen=True)
class Standing:
    """The facts that decide what comes next; all dates are days in the Netherlands."""

    state: TrackState
    room_state: RoomState
    version: int
    opens_on: date | None
    closes_on: date | None
    promised_on: date | None
    review_due: date | None = None
    came_back: bool = False

    def next(self, today: date) -> Next:
        """What comes next on the day *today*."""
        if self.state is TrackState.draft:
            return Next.mend if self.came_back else Next.write
        if self.state is TrackState.ready:
            return Next.wait_for_opening if self.opens_on and self.opens_on > today else Next.open_by_hand
        if self.state is TrackState.open:
            return Next.close if self.closes_on and self.closes_on < today else Next.listen
        return {
            TrackState.in_review: Next.wait_for_review,
            TrackState.answering: Next.answer,
            TrackState.stopped: Next.stopped,
        }.get(self.state, Next.done)

    def is_late(self, today: date) -> bool:
        """Whether somebody waits for us longer than was promised: the reviewer's term, or the answer to residents."""
        if self.state is TrackState.in_review:
            return self.review_due is not None and self.review_due < today
        owes = self.state in (TrackState.open, TrackState.answering, TrackState.stopped)
        return owes and self.promised_on is not None and self.promised_on < today
