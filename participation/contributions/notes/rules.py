"""What may be written in a note, and how it can end: judged without database, web or clock."""

from collections.abc import Collection
from datetime import datetime, timedelta

from participation.accounts.models import User
from participation.contributions.notes.models import Note
from participation.refusals import Conflict, Refused

WOO = "Schrijf alleen op wat de bewoner ook mag lezen. Iedereen kan deze notities bij ons opvragen (Wet open overheid)."
"""What stands beside the field, wherever a note can be written."""
LONGEST = 4_000
TIME_TO_TAKE_BACK = timedelta(minutes=15)


class NotYours(Refused):
    """Only who wrote a note can take it back or strike it."""


class TooLate(Refused):
    """Somebody was named in it and can have read it: it can only be struck, with a reason."""


class MayNotRead(Refused):
    """Somebody is named who does not see this track. Being named gives nobody a right."""


class AlreadyEnded(Conflict):
    """The note was taken back or struck already."""


def refuse_text(text: str) -> None:
    """Refuses an empty note and one that is too long."""
    if not text.strip():
        raise Refused("Schrijf op wat uw collega’s moeten weten.", field="text")
    if len(text) > LONGEST:
        raise Refused(f"Maak uw notitie korter. Er passen {LONGEST} tekens in.", field="text")


def refuse_strangers(wanted: Collection[int], readers: Collection[User], writer: User) -> None:
    """Refuses (`MayNotRead`) to name somebody who may not read along, and (`Refused`) oneself."""
    if writer.id in wanted:
        raise Refused("U hoeft uzelf niet te noemen. Kies een collega.", field="mentions")
    if not set(wanted) <= {one.id for one in readers}:
        raise MayNotRead(
            "U noemt iemand die dit traject niet kan zien. Kies een collega uit de lijst.", field="mentions"
        )


def may_take_back(note: Note, user_id: int, now: datetime) -> bool:
    """By its writer: as long as it names nobody, or within a quarter of an hour."""
    is_fresh = now - note.written_at <= TIME_TO_TAKE_BACK
    return note.stands and note.written_by_id == user_id and (not note.mentions or is_fresh)


def may_strike(note: Note, user_id: int, now: datetime) -> bool:
    """By its writer, when it cannot be taken back any more."""
    return note.stands and note.written_by_id == user_id and not may_take_back(note, user_id, now)


def refuse_end(note: Note, user_id: int) -> None:
    """Refuses (`AlreadyEnded`) a note that ended before, and (`NotYours`) what somebody else wrote."""
    if not note.stands:
        raise AlreadyEnded("Deze notitie is al weggehaald of doorgehaald.")
    if note.written_by_id != user_id:
        raise NotYours("Iemand anders schreef deze notitie. Vraag die collega om hem weg te halen.")
