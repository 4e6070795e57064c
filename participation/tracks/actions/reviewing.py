"""The second person: review asked for, and one verdict with a reason and a name (I9)."""

from collections.abc import Mapping
from datetime import datetime

from participation import clock, history
from participation.accounts.models import Role, User
from participation.config import Municipality
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks import messages, rules
from participation.tracks.actions.changing import must_be_confirmed
from participation.tracks.actions.confirming import ask_who_is_silent, wait_no_longer
from participation.tracks.actions.holding import hold
from participation.tracks.actions.rooms import copy_room, draft_of
from participation.tracks.models import Track, TrackState
from participation.tracks.review import Review, ReviewAnswer, Verdict
from participation.tracks.room import DeclaredRoom, Explanation, RoomState
from participation.tracks.rules import Answer, Finding, Move, Problem
from participation.tracks.rules.explainable import OVERRIDE
from participation.tracks.terms import keep_the_terms, terms_of

Answers = Mapping[int, Answer]


class NotComplete(Refused):
    """Something in the room blocks, so nobody is asked to judge it yet; `findings` names each."""

    def __init__(self, findings: list[Finding]) -> None:
        first = findings[0]
        super().__init__(f"U kunt nog geen toets vragen. {first.text} {first.mend}")
        self.findings = tuple(findings)


class NotJudged(Refused):
    """The judgement is not ready to be given; `problems` names each field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].sentence, field=problems[0].field)
        self.problems = tuple(problems)


class OwnWork(Refused):
    """Whoever wrote a room, or asked for its review, never judges it."""

    def __init__(self) -> None:
        super().__init__("U schreef dit zelf, of vroeg zelf om deze toets. Een ander moet oordelen.", field="verdict")


class OnlyTheDirector(Refused):
    """Opening without the agreement of a reviewer takes a director, by name."""

    def __init__(self) -> None:
        super().__init__("Alleen een directeur kan besluiten om zonder akkoord van de toetser te openen.")


class AlreadyDecided(Conflict):
    """Another reviewer was first; the sentence says who, when and what."""

    def __init__(self, review: Review) -> None:
        assert review.reviewer and review.decided_at and review.verdict
        at = clock.local(review.decided_at)
        super().__init__(
            f"{review.reviewer.name} heeft deze ruimte al beoordeeld, op {rules.in_words(at)} om {at:%H.%M} uur. "
            f"Het oordeel: {review.verdict.label}. Uw eigen antwoorden staan hieronder nog, maar zijn niet opgeslagen."
        )


def request_review(track: Track, *, actor: User, now: datetime, terms: Municipality) -> Review:
    """Freeze the draft and ask for a second person, who answers within `terms.review_days` working days.

    The room keeps the terms and the words of its level that are in force today. A change of a room that is in force
    is judged as well; the track itself goes on as it was. Who is named and said nothing about this very text is asked
    to confirm it while the reviewer reads (I10); an answer that is still to come keeps nobody from asking.
    Refused: a track that is not a draft (`NotAllowedNow`), a room in which something blocks (`NotComplete`), a change
    of which nobody confirmed what it means (`NoDirection`, `NothingChanged`, `OrganNeeded`).
    """
    hold(track)
    room = draft_of(track)
    state = _where_it_leads(track, room, Move.request_review)
    if room is not None and room.change is not None:
        must_be_confirmed(room.change)
    if room is None:
        raise Refused("Er is nog geen concept van de ruimte. Vul eerst in wat vaststaat en wat open is.")
    today, terms = clock.local(now).date(), terms_of(room, terms)
    blocking = rules.in_the_text(rules.room_check(track, room, terms, today))
    if blocking:
        raise NotComplete(blocking)
    keep_the_terms(room)
    track.state, room.state, room.submitted_at = state, RoomState.submitted, now
    due = clock.working_days_after(today, terms.review_days)
    review = Review(room=room, requested_by=actor, requested_at=now, due_on=due)
    db.session.add(review)
    db.session.flush()
    history.record("review.requested", actor=actor, now=now, track_id=track.id, review_id=review.id,
                   version=room.version, due=due.isoformat())  # fmt: skip
    messages.tell_reviewers(review, now=now)
    ask_who_is_silent(room, actor=actor, now=now, terms=terms)
    db.session.flush()
    return review


def approve(
    review: Review, answers: Answers, reason: str, *, actor: User, now: datetime, terms: Municipality
) -> DeclaredRoom:
    """Agree: this version is in force and immutable, its plan is public, and the track can open on its day.

    The new version of a change is immutable as well, but in force only when somebody puts it in force.
    Refused: own work (`OwnWork`), somebody else was first (`AlreadyDecided`), something blocks or is not explained,
    a question without answer, a doubt without a note, or no reason (`NotJudged`).
    """
    state = _judged(review, Verdict.approved, answers, reason, actor=actor, now=now, terms=terms)
    return _publish(review, state, "review.approved", actor=actor, now=now)


def return_with_questions(
    review: Review, answers: Answers, reason: str, *, actor: User, now: datetime, terms: Municipality
) -> DeclaredRoom:
    """Send the room back with questions: the track is a draft again, and the author goes on in a copy.

    A change that comes back leaves its track as it is, and goes on in the copy.
    Refused: as for `approve`, except that findings and unanswered questions are no hindrance.
    """
    return _send_back(review, Verdict.returned, answers, reason, actor=actor, now=now, terms=terms)


def advise_inform_only(
    review: Review, answers: Answers, reason: str, *, actor: User, now: datetime, terms: Municipality
) -> DeclaredRoom:
    """Advise not to open this for influence, only to inform; the author goes on in the returned version.

    Refused: as for `return_with_questions`.
    """
    return _send_back(review, Verdict.inform_only, answers, reason, actor=actor, now=now, terms=terms)


def override(review: Review, explanation: str, *, actor: User, now: datetime, terms: Municipality) -> DeclaredRoom:
    """Let the director open although no reviewer agreed, with an explanation that residents read (I9).

    Refused: anybody else (`OnlyTheDirector`), own work (`OwnWork`), a verdict that was there first (`AlreadyDecided`),
    anything that blocks or is not explained, and too few words (`NotJudged`). Hard rules stay hard.
    """
    state = _locked(review, Move.approve, actor)
    if actor.role is not Role.director:
        raise OnlyTheDirector
    explanation = explanation.strip()
    sentence = rules.why_not_approved(_findings(review, terms, now))
    problems = [Problem("override", sentence)] if sentence else []
    if not rules.says_something(explanation, rules.SHORTEST_EXPLANATION):
        problems.append(
            Problem(
                "override", "Leg uit waarom u opent zonder akkoord van een toetser. Bewoners lezen dit, met uw naam."
            )
        )
    if problems:
        raise NotJudged(problems)
    review.room.explanations.append(Explanation(rule=OVERRIDE, row="", text=explanation, by=actor, at=now))
    _sign(review, Verdict.overridden, {}, explanation, actor=actor, now=now)
    return _publish(review, state, "review.overridden", actor=actor, now=now)


def _findings(review: Review, terms: Municipality, now: datetime) -> list[Finding]:
    room = review.room
    return rules.room_check(room.track, room, terms_of(room, terms), clock.local(now).date())


def _locked(review: Review, move: Move, actor: User) -> TrackState:
    """Take the review and its track for this transaction alone, and tell where *move* leads.

    The first of two reviewers wins; the other one waits here and then reads who was first.
    """
    hold(review)
    if review.verdict is not None:
        raise AlreadyDecided(review)
    if rules.wrote_it(review, actor):
        raise OwnWork
    hold(review.room.track)
    return _where_it_leads(review.room.track, review.room, move)


def _where_it_leads(track: Track, room: DeclaredRoom | None, move: Move) -> TrackState:
    """The state of the track after *move*; a change of the room leaves a track that runs as it is."""
    if room is not None and room.change is not None:
        return rules.after(track.state, Move.change_room)
    return rules.after(track.state, move)


def _judged(
    review: Review, verdict: Verdict, answers: Answers, reason: str, *, actor: User, now: datetime, terms: Municipality
) -> TrackState:
    move = Move.approve if verdict is Verdict.approved else Move.send_back
    state = _locked(review, move, actor)
    problems = rules.review_problems(
        review, answers, verdict, reason, reviewer=actor, findings=_findings(review, terms, now)
    )
    if problems:
        raise NotJudged(problems)
    _sign(review, verdict, answers, reason.strip(), actor=actor, now=now)
    return state


def _sign(review: Review, verdict: Verdict, answers: Answers, reason: str, *, actor: User, now: datetime) -> None:
    review.verdict, review.reason, review.reviewer, review.decided_at = verdict, reason, actor, now
    wait_no_longer(review.room)
    review.answers = [
        ReviewAnswer(number=answer.number, mark=answer.mark, note=answer.note.strip())
        for _, answer in sorted(answers.items())
        if answer.mark is not None
    ]


def _publish(review: Review, state: TrackState, event: str, *, actor: User, now: datetime) -> DeclaredRoom:
    room, track = review.room, review.room.track
    room.state, room.approved_at = RoomState.approved, now
    if room.change is None:
        room.published_at = now
        track.room, track.state, track.plan_published_at = room, state, now
    db.session.flush()
    history.record(event, actor=actor, now=now, track_id=track.id, why=review.reason, review_id=review.id,
                   room_id=room.id, version=room.version)  # fmt: skip
    messages.tell_author(review, now=now)
    db.session.flush()
    return room


def _send_back(
    review: Review, verdict: Verdict, answers: Answers, reason: str, *, actor: User, now: datetime, terms: Municipality
) -> DeclaredRoom:
    """Close this version and start the next one as a copy, in the hands of whoever wrote it."""
    state = _judged(review, verdict, answers, reason, actor=actor, now=now, terms=terms)
    room, track = review.room, review.room.track
    room.state, track.state = RoomState.returned, state
    db.session.flush()
    change, copy = room.change, copy_room(room, author=room.author, now=now)
    if change is not None:
        change.room = copy
    event = "review.returned" if verdict is Verdict.returned else "review.advised_inform_only"
    history.record(event, actor=actor, now=now, track_id=track.id, why=review.reason, review_id=review.id,
                   version=room.version, next_version=copy.version)  # fmt: skip
    messages.tell_author(review, now=now)
    db.session.flush()
    return copy
