"""What happens to a track and its room: each verb is one button and one event in history.

Every action takes the person who signs for it and the moment, flushes and never commits. A rule that says no raises
a `Refused` with a plain sentence; somebody who was first raises a `Conflict`.
"""

from participation.tracks.actions.calendar import run_calendar
from participation.tracks.actions.opening import (
    NotReady,
    ReasonNeeded,
    StillOpen,
    change_dates,
    close_for_input,
    open_track,
    stop_track,
)
from participation.tracks.actions.reviewing import (
    AlreadyDecided,
    NotComplete,
    NotJudged,
    OnlyTheDirector,
    OwnWork,
    advise_inform_only,
    approve,
    override,
    request_review,
    return_with_questions,
)
from participation.tracks.actions.rooms import (
    AlreadyExplained,
    NothingToExplain,
    NotYourDepartment,
    confirm_text,
    copy_room,
    draft_of,
    explain,
)

__all__ = [
    "AlreadyDecided", "AlreadyExplained", "NotComplete", "NotJudged", "NotReady", "NotYourDepartment",
    "NothingToExplain", "OnlyTheDirector", "OwnWork", "ReasonNeeded", "StillOpen", "advise_inform_only", "approve",
    "change_dates", "close_for_input", "confirm_text", "copy_room", "draft_of", "explain", "open_track", "override",
    "request_review", "return_with_questions", "run_calendar", "stop_track",
]  # fmt: skip
