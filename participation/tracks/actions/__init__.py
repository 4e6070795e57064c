"""What happens to a track and its room: each verb is one button and one event in history.

Every action takes the person who signs for it and the moment, flushes and never commits. A rule that says no raises
a `Refused` with a plain sentence; somebody who was first raises a `Conflict`.
"""

from participation.tracks.actions.calendar import run_calendar
from participation.tracks.actions.changing import (
    ChangeIsFixed,
    ChangeNotReady,
    ChangeUnderWay,
    NoDirection,
    NothingChanged,
    OrganNeeded,
    ReviewNeeded,
    abandon_change,
    confirm_direction,
    make_known,
    must_be_publishable,
    needs_review,
    start_change,
    takes_away,
)
from participation.tracks.actions.confirming import (
    NobodyToAsk,
    NotWrittenDown,
    NotYourDepartment,
    ask_for_confirmation,
    ask_who_is_silent,
    confirm_text,
    may_be_confirmed,
    object_to_text,
    record_answer,
    remind_confirmations,
)
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
    copy_room,
    draft_of,
    explain,
)

__all__ = [
    "AlreadyDecided", "AlreadyExplained", "ChangeIsFixed", "ChangeNotReady", "ChangeUnderWay", "NoDirection",
    "NobodyToAsk", "NotComplete", "NotJudged", "NotReady", "NotWrittenDown", "NotYourDepartment", "NothingChanged",
    "NothingToExplain", "OnlyTheDirector", "OrganNeeded", "OwnWork", "ReasonNeeded", "ReviewNeeded", "StillOpen",
    "abandon_change", "advise_inform_only", "approve", "ask_for_confirmation", "ask_who_is_silent", "change_dates",
    "close_for_input", "confirm_direction", "confirm_text", "copy_room", "draft_of", "explain", "make_known",
    "may_be_confirmed", "must_be_publishable", "needs_review", "object_to_text", "open_track", "override",
    "record_answer", "remind_confirmations", "request_review", "return_with_questions", "run_calendar",
    "start_change", "stop_track",
    "takes_away",
]  # fmt: skip
