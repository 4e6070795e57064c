"""Writing the declared room, step by step, as a draft: incomplete is fine, lost or overwritten is not.

Nobody can change what a reviewer is reading or what was approved, and nobody can overwrite a colleague unseen.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from participation import history
from participation.accounts.models import User
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks.actions.holding import hold
from participation.tracks.contents import Values, contents, fill, mark_of, writes_track
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, RoomState
from participation.tracks.rules import Move, may_move, voices
from participation.tracks.steps import Step

RESERVED_SLUGS = {"nieuw"}
LONGEST_SLUG = 60


class RoomNotWritable(Conflict):
    """The room is with the reviewer, or was approved: its words stand."""


class SavedMeanwhile(Conflict):
    """A colleague saved this same step after the page was opened."""

    def __init__(self) -> None:
        super().__init__("Een collega bewaarde dit deel terwijl u schreef. Uw tekst is nog niet bewaard.")


class SlugTaken(Refused):
    """Another track has this address."""

    def __init__(self) -> None:
        super().__init__("Een ander traject heeft dit adres al. Kies een ander adres.", field="slug")


@dataclass(frozen=True)
class Saved:
    """What a save did: whether anything changed, and who must confirm the text again."""

    changed: bool
    confirm_again: tuple[str, ...] = ()


def may_be_written(room: DeclaredRoom) -> bool:
    """Whether this version can still change: a draft of a track that is being prepared, or of a change under way."""
    if room.state is not RoomState.draft:
        return False
    return writes_track(room) or _is_change_under_way(room)


def _is_change_under_way(room: DeclaredRoom) -> bool:
    """The new version for a track that runs: residents read the one before as long as nobody puts this in force."""
    return may_move(room.track.state, Move.change_room) and room.change is not None


def changes_only_rules(room: DeclaredRoom) -> bool:
    """Whether the steps write a change: its days, moments and people belong to the track, and stay as they are."""
    return may_be_written(room) and not writes_track(room)


def slug_of(title: str) -> str:
    """The address that belongs to *title*: plain letters, digits and dashes, cut between words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug or "traject"


def _free_slug(title: str) -> str:
    wanted = slug_of(title)
    taken = set(db.session.scalars(select(Track.slug).where(Track.slug.startswith(wanted)))) | RESERVED_SLUGS
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def create_track(*, title: str, summary: str, actor: User, now: datetime) -> Track:
    """Start a track of the actor's own department, with an empty draft of version 1 of its room.

    The actor is its author, first member and contact; the address is made from the title and is unique, also when a
    colleague takes the same one at the same moment.
    """
    track = None
    while track is None:
        with suppress(SlugTaken):
            track = _begun(title, summary, _free_slug(title), actor, now)
    db.session.add(DeclaredRoom(track=track, version=1, author=actor, created_at=now))
    db.session.flush()
    history.record("track.created", actor=actor, now=now, track_id=track.id)
    db.session.flush()
    return track


def _begun(title: str, summary: str, slug: str, actor: User, now: datetime) -> Track:
    with _address_is_free(slug):
        track = Track(
            title=title, summary=summary, slug=slug, author=actor, department=actor.department, contact=actor,
            contact_email=actor.email, members=[actor], departments=[actor.department], created_at=now,
        )  # fmt: skip
        db.session.add(track)
    return track


@contextmanager
def _address_is_free(slug: str, own: int | None = None) -> Iterator[None]:
    """Store what the block changes. Refuses (`SlugTaken`) when a track other than *own* took *slug* since we looked.

    PostgreSQL shows what a colleague stored at the same moment only after it was committed; what the block did is
    undone then, and the transaction can go on.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError:
        if not _is_taken(slug, own):
            raise
        raise SlugTaken from None


def save_step(room: DeclaredRoom, step: Step, values: Values, *, seen: str, actor: User, now: datetime) -> Saved:
    """Store what was typed in *step*; *seen* is the mark of the words on which it was typed (`contents.mark_of`).

    Who is named confirms the very text, so a change ends what they said (I10); an explanation goes with the row it
    was about. In a change under way somebody has to confirm its direction again.
    Refuses with `RoomNotWritable`, `SavedMeanwhile`, `SlugTaken`, `NotYourRow` or `NotOfTheRoom`.
    """
    hold(room)
    if not may_be_written(room):
        raise RoomNotWritable(why_not_writable(room))
    before, confirmed = contents(room, step), _confirmed(room)
    if seen != mark_of(room, step):
        raise SavedMeanwhile
    names_address = step is Step.plan and writes_track(room)
    if names_address:
        _judge_slug(room.track, values["slug"])
    with _address_is_free(values["slug"], room.track_id) if names_address else nullcontext():
        gone = fill(room, step, values)
        room.explanations = [one for one in room.explanations if ":".join(one.row.split(":")[:2]) not in gone]
        db.session.flush()
    db.session.expire(room.track if step is Step.moments else room)
    if contents(room, step) == before:
        return Saved(changed=False)
    flag_modified(room, "why")
    if room.change is not None:
        room.change.direction = None
    history.record("room.saved", actor=actor, now=now, track_id=room.track_id, version=room.version, step=step.value)
    db.session.flush()
    return Saved(changed=True, confirm_again=tuple(sorted(confirmed - _confirmed(room))))


def _confirmed(room: DeclaredRoom) -> set[str]:
    """Who confirmed the text as it is now."""
    return {voice.name for voice in voices(room.track, room) if voice.holds}


def _judge_slug(track: Track, slug: str) -> None:
    if slug in RESERVED_SLUGS or _is_taken(slug, track.id):
        raise SlugTaken


def _is_taken(slug: str, own: int | None) -> bool:
    """Whether a track other than *own* has this address."""
    others = select(Track.id).where(Track.slug == slug)
    return db.session.scalar(others if own is None else others.where(Track.id != own)) is not None


def why_not_writable(room: DeclaredRoom) -> str:
    """One sentence for the person who would like to change this version."""
    if room.state is RoomState.submitted:
        return "Deze tekst ligt bij de toetser. Tot het oordeel er is, verandert er niets aan."
    if room.state is RoomState.returned:
        return "Deze versie kwam terug met vragen. Schrijf verder in de nieuwe versie."
    if room.state is RoomState.approved:
        return "Deze tekst is goedgekeurd. Zo lezen bewoners hem, dus hij verandert niet meer."
    return "Dit traject is al begonnen. De tekst van de ruimte verandert niet meer."


@contextmanager
def tried(room: DeclaredRoom, step: Step, values: Values) -> Iterator[DeclaredRoom]:
    """The room as it would be with these *values*, for the length of the block; nothing is ever stored."""
    try:
        with db.session.no_autoflush:
            fill(room, step, values)
            yield room
    finally:
        db.session.rollback()
