"""The notes at a contribution, as colleagues read them, with the form for the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participation import clock
from participation.accounts.models import User
from participation.contributions.notes import queries, rules
from participation.contributions.notes.models import Mention, Note
from participation.web.access import actor
from participation.web.desk.answering_desk import Desk
from participation.web.desk.room_fields import SomeNumbers, Words
from participation.web.forms import Form
from participation.web.numbers import OneNumber


class NoteForm(Form):
    text = Words("Wat moeten uw collega’s weten?")
    mentions = SomeNumbers("Wie moet dit lezen?")
    point = OneNumber("Waar gaat het over?")


class StrikeForm(Form):
    reason = Words("Waarom klopt deze notitie niet meer?")


@dataclass(frozen=True)
class NoteLine:
    """One note. `text` is empty when it was taken back; `strike` is the form for who may still strike it."""

    id: int
    writer: str
    at: datetime
    about: str
    text: str
    named: str
    struck: str
    is_mine_to_take_back: bool
    strike: StrikeForm | None


@dataclass(frozen=True)
class NotesBlock:
    """What `desk/_notes.html` shows. `asks_me` are who named the reader in a note that the reader did not read yet."""

    lines: list[NoteLine]
    has_more: bool
    asks_me: str
    form: NoteForm
    several: bool
    woo: str


def block(desk: Desk) -> NotesBlock:
    """The notes and an empty form."""
    return block_with(desk)


def form_of(desk: Desk, *, sent: bool) -> NoteForm:
    """The form with the colleagues who may read along and the points there are; as it was *sent*, or empty."""
    form = NoteForm(prefix="note-") if sent else NoteForm(None, prefix="note-")
    me = actor().id
    readers = queries.readers(desk.contribution.track_id)
    form.mentions.offer([(one.id, known_as(one)) for one in readers if one.id != me])
    points = [(one.id, f"Punt {one.position}: {one.title}" if one.title else f"Punt {one.position}")
              for one in desk.contribution.points]  # fmt: skip
    form.point.offer(points, "De hele bijdrage")
    return form


def known_as(person: User) -> str:
    return f"{person.name} ({person.department.name})"


def strike_form(note_id: int, *, sent: bool = False) -> StrikeForm:
    prefix = f"strike{note_id}-"
    return StrikeForm(prefix=prefix) if sent else StrikeForm(None, prefix=prefix)


def block_with(desk: Desk, form: NoteForm | None = None, strike: tuple[int, StrikeForm] | None = None) -> NotesBlock:
    """The notes, with the form (or the form to strike the note of that number) as it was typed."""
    notes, has_more = queries.notes_at(desk.contribution.id)
    now = clock.now()
    return NotesBlock(
        lines=[_line(note, desk, now, strike) for note in notes], has_more=has_more,
        asks_me=_together(list(dict.fromkeys(note.written_by.name for note in notes if _asks_me(note)))),
        form=form or form_of(desk, sent=False), several=len(desk.contribution.points) > 1, woo=rules.WOO,
    )  # fmt: skip


def _line(note: Note, desk: Desk, now: datetime, strike: tuple[int, StrikeForm] | None) -> NoteLine:
    me = actor().id
    form = None
    if rules.may_strike(note, me, now):
        form = strike[1] if strike is not None and strike[0] == note.id else strike_form(note.id)
    return NoteLine(
        id=note.id, writer=note.written_by.name, at=note.written_at,
        about=next((f"Over punt {one.position}" for one in desk.contribution.points if one.id == note.point_id), ""),
        text=note.text, named=_named(note.mentions) if note.taken_back_at is None else "", struck=note.struck_reason,
        is_mine_to_take_back=rules.may_take_back(note, me, now), strike=form,
    )  # fmt: skip


def _asks_me(note: Note) -> bool:
    me = actor().id
    return any(mention.user_id == me and mention.read_at is None for mention in note.mentions)


def _named(mentions: Sequence[Mention]) -> str:
    """Who has to read it, and who did not yet."""
    if not mentions:
        return ""
    names = _together([mention.user.name for mention in mentions])
    unread = [mention.user.name for mention in mentions if mention.read_at is None]
    if not unread:
        return f"Voor {names}. Gelezen."
    return f"Voor {names}. Nog niet gelezen{f' door {_together(unread)}' if len(unread) < len(mentions) else ''}."


def _together(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}" if names else ""
