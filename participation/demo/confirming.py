"""One text in the demo: who is asked, who says yes or no, what somebody outside said, and the reminder."""

from datetime import datetime

from participation import clock
from participation.accounts.models import User
from participation.config import Municipality
from participation.demo.content import Table
from participation.demo.rooms import read_again
from participation.demo.script import Stage
from participation.tracks import actions
from participation.tracks.confirming import ConfirmationAnswer
from participation.tracks.room import DeclaredRoom


def answer(room: DeclaredRoom, told: Table, *, by: User, stage: Stage, now: datetime) -> None:
    """A colleague confirms, or says what is wrong (`no`): as who holds the mandate, or for the own department."""
    department = None if by.id == room.mandate_user_id else by.department
    if "no" in told:
        actions.object_to_text(room, department, stage.days.told(told["no"]), actor=by, now=now)
    else:
        actions.confirm_text(room, department, actor=by, now=now)


def write_down(room: DeclaredRoom, told: Table, *, by: User, stage: Stage, now: datetime) -> None:
    """What partner number `partner` said; `no` is the reason of an objection."""
    said = ConfirmationAnswer.objected if "no" in told else ConfirmationAnswer.confirmed
    actions.record_answer(
        room, f"partner:{room.partners[told['partner'] - 1].id}", said, spoken_by=told["spoken_by"],
        said_on=clock.local(now).date(), said_how=told["how"], reason=stage.days.told(told.get("no", "")), actor=by,
        now=now,
    )  # fmt: skip


def ask(room: DeclaredRoom, *, by: User, terms: Municipality, now: datetime) -> None:
    """The author asks everybody who said nothing about this very text."""
    actions.ask_for_confirmation(room, actor=by, now=now, terms=terms)


def rewrite(room: DeclaredRoom, told: Table, *, by: User, stage: Stage, now: datetime) -> None:
    """After the reviewer's questions the text says something else: who confirmed it is asked anew."""
    read_again(room, stage.days.told(told["why"]), by=by, now=now)
