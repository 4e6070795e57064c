"""Receiving what a resident says: one transaction with the promise of an answer, or nothing at all (I14).

Every channel comes in here, so that paper and the kitchen table get the same code, the same day and the same answer.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from participation import clock, history
from participation.accounts.models import User
from participation.contributions import receipt, rules, search
from participation.contributions.confirming import confirm
from participation.contributions.files.actions import attach
from participation.contributions.files.taking import Taken
from participation.contributions.models import Channel, Contribution, ContributionKind, Point, Speaker
from participation.db import db, write_row
from participation.promises import actions as promises
from participation.promises.models import PromiseKind
from participation.refusals import Refused
from participation.tracks.models import Moment, Track
from participation.tracks.room import OpenQuestion
from participation.tracks.rules.states import takes_contributions
from participation.words import N_

_BY_IMPORT_KEY = select(Contribution.id).where(Contribution.import_key == bindparam("key"))


class TakesNone(Refused):
    """This track takes no contribution (any more, or yet)."""


class DoesNotFit(Refused):
    """Something about the contribution does not fit this track."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a resident said, and what came with it. Everything but the text may be left out."""

    text: str
    question: OpenQuestion | None = None
    kind: ContributionKind | None = None
    expectation: int | None = None
    email: str | None = None
    language: str = "nl"
    channel: Channel = Channel.web
    source_note: str = ""
    area_id: int | None = None
    speaker: Speaker | None = None
    taker_note: str = ""
    meeting: Moment | None = None
    files: tuple[Taken, ...] = ()

    @property
    def taken_down(self) -> tuple[str | None, str, int | None]:
        """What only who writes down somebody else's words fills in."""
        return self.speaker and self.speaker.value, self.taker_note, self.meeting.id if self.meeting else None

    @property
    def content(self) -> str:
        """The fingerprint of all of it."""
        question = self.question.lineage if self.question else None
        kind = self.kind.value if self.kind else None
        return receipt.content_of(
            self.text, question, kind, self.expectation, self.email, self.channel.value, self.source_note,
            *(file.sha for file in self.files),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the municipality brings: the key of the receipt codes, and the weeks within which it answers."""

    receipt_key: str
    feedback_weeks: int


@dataclass(frozen=True)
class Received:
    """A contribution that is in, with its code (never stored). `is_new` is false for the same form, sent again.

    `point_id` is its one point, when it is new.
    """

    contribution: Contribution
    code: str
    is_new: bool
    due: date = field(compare=False)
    point_id: int = field(default=0, compare=False)


def submit(track: Track, said: Said, *, terms: Terms, form_key: str, now: datetime) -> Received:
    """Receive what a resident sent through the form.

    The same form with the same content, sent again or at the same moment, is the first contribution with the same code,
    also when it would be refused by now.
    Refuses (`TakesNone`) when the track takes no contributions today, and (`DoesNotFit`) a kind or question that is not
    of this track (I3).
    """
    content = said.content
    form_key_hash = receipt.form_key_hash(terms.receipt_key, form_key, content)
    code = receipt.derive(terms.receipt_key, form_key, content)
    try:
        if not takes_contributions(track, clock.local(now).date()):
            raise TakesNone(N_("Reageren op dit traject kan nu niet."))
        return _receive(track, said, code, terms=terms, now=now, received_at=now, form_key_hash=form_key_hash)
    except Refused:
        first = _sent_before(form_key_hash)
        if first is None:
            raise
        return received_again(first, code)


def enter(
    track: Track, said: Said, *, received_on: date, terms: Terms, form_key: str, actor: User, now: datetime
) -> Received:
    """Write down what a resident said on paper, on the phone or at the table; the words stay the resident's.

    Refuses (`TakesNone`) what came in before the opening or after the last day, a closed track, and another's meeting.
    """
    if said.channel is Channel.web:
        raise DoesNotFit("Kies hoe het binnenkwam.", field="channel")
    if received_on > clock.local(now).date():
        raise DoesNotFit("Deze dag moet nog komen. Vul de dag in waarop het binnenkwam.", field="received_on")
    if not rules.may_still_be_entered(track, received_on):
        raise TakesNone("Op die dag kon niemand op dit traject reageren.", field="received_on")
    if said.meeting and said.meeting.track_id != track.id:
        raise DoesNotFit("Deze bijeenkomst hoort niet bij dit traject.", field="meeting")
    content = receipt.content_of(said.content, received_on, *said.taken_down)
    form_key_hash = receipt.form_key_hash(terms.receipt_key, form_key, content)
    code = receipt.derive(terms.receipt_key, form_key, content)
    first = _sent_before(form_key_hash)
    if first is not None:
        return received_again(first, code)
    moment = now if received_on == clock.local(now).date() else clock.start_of(received_on)
    return _receive(
        track, said, code, terms=terms, now=now, received_at=moment, form_key_hash=form_key_hash, actor=actor
    )


def take_over(
    track: Track, said: Said, *, received_on: date | None, import_key: str, terms: Terms, now: datetime,
    is_new: bool = False,
) -> Received | None:  # fmt: skip
    """Take over what residents said elsewhere, from a file; None when this very row was taken over before.

    It belongs to a resident or to its channel, never to whoever runs the import. Nobody holds the code of such a row.
    *is_new*: the caller looked already, in this transaction.
    """
    if not is_new and db.session.scalar(_BY_IMPORT_KEY, {"key": import_key}) is not None:
        return None
    moment = clock.start_of(received_on) if received_on else now
    code = receipt.derive(terms.receipt_key, secrets.token_hex(32), import_key)
    return _receive(track, said, code, terms=terms, now=now, received_at=moment, import_key=import_key)


def _sent_before(form_key_hash: str) -> Contribution | None:
    return db.session.scalar(select(Contribution).where(Contribution.form_key_hash == form_key_hash))


def received_again(first: Contribution, code: str) -> Received:
    """The receipt of what is in, for who has the *code*: the same day, and nothing new."""
    due = min(
        (promise.due for promise in promises.open_promises(first.id)), default=clock.local(first.received_at).date()
    )
    return Received(first, code, is_new=False, due=due)


def _receive(
    track: Track,
    said: Said,
    code: str,
    *,
    terms: Terms,
    now: datetime,
    received_at: datetime,
    form_key_hash: str | None = None,
    import_key: str | None = None,
    actor: User | None = None,
) -> Received:
    """Contribution, point, promise, history and mail together. It is one point until a colleague splits it."""
    said = replace(said, text=said.text.replace("\r\n", "\n"))
    _refuse_what_does_not_fit(track, said)
    said = replace(said, question=_as_it_reads_now(track, said.question))
    contribution = _store(
        track_id=track.id, room_id=track.room_id, question_id=said.question.id if said.question else None,
        kind=said.kind, channel=said.channel, original_text=said.text, language=said.language,
        expectation=said.expectation, email=said.email, received_at=received_at,
        code_hash=receipt.hash_of(terms.receipt_key, code), form_key_hash=form_key_hash, import_key=import_key,
        entered_by_id=actor.id if actor else None, source_note=said.source_note, area_id=said.area_id,
        speaker=said.speaker, taker_note=said.taker_note, moment_id=said.meeting.id if said.meeting else None,
    )  # fmt: skip
    if contribution is None:
        return received_again(_at_the_same_moment(form_key_hash), code)
    number = contribution.id
    point_id = write_row(Point, contribution_id=number, track_id=track.id, position=1, text=said.text)
    search.index_new(number, track.id, said.text)
    history.record(
        "contribution.received", now=now, actor=actor, who=history.Who.system if import_key else None,
        track_id=track.id, contribution_id=number, channel=said.channel.value, imported=bool(import_key),
        received_on=clock.local(received_at).date().isoformat(),
    )  # fmt: skip
    attach(contribution, said.files, now=now)
    due = _promise_an_answer(contribution, terms, now)
    if said.email:
        confirm(contribution, code, due, now)
    db.session.flush()
    return Received(contribution, code, is_new=True, due=due, point_id=point_id)


def _promise_an_answer(contribution: Contribution, terms: Terms, now: datetime) -> date:
    """From the moment it is in, the resident has a day on which we answer at the latest (I14)."""
    track, received_on = contribution.track, clock.local(contribution.received_at).date()
    due = rules.answer_due(track.promised_on, received_on, clock.local(now).date(), terms.feedback_weeks)
    promises.make(
        PromiseKind.answer, due=due, track_id=track.id, department_id=track.department_id, owner_id=track.contact_id,
        contribution_id=contribution.id, now=now,
    )  # fmt: skip
    return due


def _refuse_what_does_not_fit(track: Track, said: Said) -> None:
    if track.room is None:
        raise TakesNone(N_("Dit traject is nog niet getoetst. Er kan nog niets binnenkomen."))
    if not said.text.strip():
        raise DoesNotFit(N_("Schrijf op wat u ons wilt vertellen. Eén zin is genoeg."), field="text")
    if not rules.fits(said.kind, track.room):
        raise DoesNotFit(N_("Hier kunt u een vraag stellen of een zorg noemen."), field="kind")
    if said.question is not None and not _is_of(track, said.question):
        raise DoesNotFit(N_("Deze vraag hoort niet bij dit traject."), field="question")


def _is_of(track: Track, question: OpenQuestion) -> bool:
    """Whether it was asked in this track, in the rules of now or in earlier ones."""
    return question.room_id == track.room_id or question.room.track_id == track.id


def _as_it_reads_now(track: Track, question: OpenQuestion | None) -> OpenQuestion | None:
    """The question as it reads in the room in force: a form that was opened before the rules changed still counts.

    Refuses (`DoesNotFit`) a question that is not open any more.
    """
    if question is None or track.room is None or question.room_id == track.room_id:
        return question
    here = next((row for row in track.room.open_questions if row.lineage == question.lineage), None)
    if here is None:
        raise DoesNotFit(
            N_(
                "De regels zijn veranderd terwijl u schreef. Over deze vraag kunt u niet meer meedenken. "
                "Kies een andere vraag, of kies ‘Iets anders’. Uw tekst staat er nog."
            ),
            field="question",
        )
    return here


def _store(**columns: Any) -> Contribution | None:
    """Write the row and give it back; None when a form with this very key and content is there already.

    On SQLite writers queue, so nothing can come between. On PostgreSQL the unique key decides who was first.
    """
    stored: Contribution | None = db.session.scalar(_unless_it_is_there(db.engine.dialect.name), columns)
    return stored


@cache
def _unless_it_is_there(engine: str) -> Any:
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[engine]
    row = insert(Contribution.__table__).on_conflict_do_nothing().returning(*Contribution.__table__.c)
    return select(Contribution).from_statement(row)


def _at_the_same_moment(form_key_hash: str | None) -> Contribution:
    first = _sent_before(form_key_hash) if form_key_hash else None
    if first is None:
        raise RuntimeError("A receipt code or a row of a file is there already, with something else behind it.")
    return first
