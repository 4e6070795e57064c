"""Printing letters and putting them on the post. A letter counts as sent only when a colleague says that it left."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import update

from participation import history
from participation.accounts.models import User
from participation.contributions.by_post import actions as by_post
from participation.db import db
from participation.outcomes.letters import queries
from participation.outcomes.letters.models import Letter, LetterRun
from participation.refusals import Conflict, Refused
from participation.tracks.actions.holding import hold
from participation.tracks.models import Track

NO_ADDRESS = "Er is geen adres meer bij deze bijdrage."
ERASED = "Gewist."


class NothingWaits(Conflict):
    """No letter of this track waits (any more)."""


class AlreadyPosted(Conflict):
    """These letters are on the post: nothing about them changes."""


def make_run(track: Track, *, actor: User, now: datetime) -> LetterRun:
    """Take the letters of *track* that wait into one pile, the oldest first: at most `queries.MOST`.

    Refuses (`NothingWaits`) when a colleague was first, or nothing waits.
    """
    hold(track)
    letters = queries.waiting_of(track.id)
    if not letters:
        raise NothingWaits("Er wacht nu geen brief. Misschien maakte een collega de stapel al.")
    run = LetterRun(track_id=track.id, made_by_id=actor.id, made_at=now)
    db.session.add(run)
    db.session.flush()
    for letter in letters:
        letter.run_id = run.id
    _record("letters.printed", run, actor, now, letters=len(letters))
    return run


def confirm_posted(run: LetterRun, *, actor: User, now: datetime) -> int:
    """Say that the letters of *run* are on the post; how many. Twice is once.

    A letter whose address is gone meanwhile was not in the print, and counts as not sent.
    """
    hold(run)
    letters = queries.letters_of(run.id)
    if run.posted_at is not None:
        return len(letters)
    run.posted_at, run.posted_by_id = now, actor.id
    posted = [letter for letter in letters if letter.contribution.by_post]
    for letter in letters:
        if letter in posted:
            _record_about("letter.posted", letter, actor, now)
        else:
            _leave_out(letter, NO_ADDRESS, actor, now)
    db.session.flush()
    return len(posted)


def lay_back(run: LetterRun, *, actor: User, now: datetime) -> None:
    """Undo a pile that was not posted: its letters wait again. Refuses (`AlreadyPosted`) what left."""
    hold(run)
    _refuse_posted(run)
    _record("letters.laid_back", run, actor, now)
    db.session.execute(update(Letter).where(Letter.run_id == run.id).values(run_id=None))
    db.session.delete(run)
    db.session.flush()


def do_not_send(letter: Letter, reason: str, *, actor: User, now: datetime) -> None:
    """Keep one letter back, with a reason that colleagues read. Refuses what left, and no reason."""
    if letter.run is not None:
        hold(letter.run)
        _refuse_posted(letter.run)
    if not reason.strip():
        raise Refused("Schrijf op waarom deze brief niet weggaat. Collega’s lezen dit.", field="reason")
    _leave_out(letter, reason.strip(), actor, now)
    db.session.flush()


def send_again(letter: Letter, *, actor: User, now: datetime) -> Letter:
    """Let the same words wait once more: the letter got lost, came back, or was kept back.

    Refuses (`Conflict`) what still waits or lies in a pile, and a contribution without an address.
    """
    left = letter.not_sent_at is not None or (letter.run is not None and letter.run.posted_at is not None)
    if not left:
        raise Conflict("Deze brief ligt nog klaar. Er komt geen tweede bij.")
    if not letter.contribution.by_post or not letter.text:
        raise Conflict(f"{NO_ADDRESS} De brief kan niet opnieuw.")
    again = Letter(
        track_id=letter.track_id, contribution_id=letter.contribution_id, name=letter.name, subject=letter.subject,
        text=letter.text, language=letter.language, made_at=now,
    )  # fmt: skip
    db.session.add(again)
    _record_about("letter.again", letter, actor, now)
    db.session.flush()
    return again


def erase(contribution_ids: Collection[int], *, now: datetime) -> None:
    """Remove the address and the words of every letter of these contributions for good (I39). What waits never goes."""
    wanted = sorted(contribution_ids)
    by_post.erase(wanted, now=now)
    theirs = update(Letter).where(Letter.contribution_id.in_(wanted))
    db.session.execute(theirs.values(subject="", text=""))
    waits = theirs.where(Letter.run_id.is_(None), Letter.not_sent_at.is_(None))
    db.session.execute(waits.values(not_sent_at=now, not_sent_reason=ERASED))


def _refuse_posted(run: LetterRun) -> None:
    if run.posted_at is not None:
        raise AlreadyPosted("Deze brieven zijn al op de post. Er is niets veranderd.")


def _leave_out(letter: Letter, reason: str, actor: User, now: datetime) -> None:
    letter.run_id, letter.not_sent_at, letter.not_sent_reason = None, now, reason
    letter.not_sent_by_id = actor.id
    _record_about("letter.not_sent", letter, actor, now, why=reason)


def _record_about(kind: str, letter: Letter, actor: User, now: datetime, *, why: str = "") -> None:
    history.record(
        kind, now=now, actor=actor, why=why, track_id=letter.track_id, contribution_id=letter.contribution_id,
        letter_id=letter.id,
    )  # fmt: skip


def _record(kind: str, run: LetterRun, actor: User, now: datetime, **data: Any) -> None:
    db.session.flush()
    history.record(kind, now=now, actor=actor, track_id=run.track_id, run_id=run.id, **data)
