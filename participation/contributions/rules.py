"""What may be received, until when, and by which day it is answered. Pure: no session, no clock."""

from datetime import date, timedelta

from participation.contributions.models import Channel, ContributionKind
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, Level

LONGEST = 20_000
MAY_BE_ENTERED = (TrackState.open, TrackState.answering)
SPOKEN_FOR = (
    Channel.paper, Channel.letter, Channel.phone, Channel.meeting, Channel.kitchen_table, Channel.email, Channel.street,
)  # fmt: skip


def may_still_be_entered(track: Track, received_on: date) -> bool:
    """Whether a colleague may write down what came in on *received_on*: in time, and before the track was closed."""
    if track.state not in MAY_BE_ENTERED or track.room is None:
        return False
    in_time = track.closes_on is None or received_on <= track.closes_on
    return in_time and (track.opens_on is None or received_on >= track.opens_on)


def answer_due(promised_on: date | None, received_on: date, today: date, weeks: int) -> date:
    """The last day on which the answer is still in time.

    The day that the track promised; when there is none or it has passed, *weeks* after the day of receipt, and never a
    day that is already behind us.
    """
    term = timedelta(weeks=weeks)
    if promised_on is not None and promised_on >= today:
        return promised_on
    return received_on + term if received_on + term >= today else today + term


def kinds_for(level: Level | None) -> tuple[ContributionKind, ...]:
    """What can be sent: on the level *inform* only questions and worries, never ideas as if they had influence (I3)."""
    if level is Level.inform:
        return (ContributionKind.question, ContributionKind.worry)
    return tuple(ContributionKind)


def fits(kind: ContributionKind | None, room: DeclaredRoom) -> bool:
    return kind is None or kind in kinds_for(room.level)
