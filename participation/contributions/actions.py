"""What happens to a contribution after it came in. One verb, one button, one event in the history.

The resident adds and withdraws with the code; a colleague checks, hides, splits, takes on, hands over, and brings
somebody in. The original words are never touched (I16), and the first contact stays the contact (I20, I33).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from participation import history
from participation.accounts.models import User
from participation.contributions import rules, search
from participation.contributions.models import Addition, BringIn, BringInState, Contribution, Point, PublicState
from participation.contributions.moderation import blanking, names, objecting
from participation.contributions.receiving import (
    DoesNotFit,
    Received,
    Said,
    TakesNone,
    Terms,
    enter,
    submit,
    take_over,
)
from participation.contributions.same_version import refuse_changed
from participation.db import db
from participation.promises import actions as promises
from participation.refusals import Conflict, Refused
from participation.words import N_

__all__ = [
    "AlreadyAnswered", "AlreadyWithdrawn", "DoesNotFit", "Received", "Said", "TakesNone", "Terms", "accept_bring_in",
    "add_to", "ask_in", "assign", "check_public", "decline_bring_in", "enter", "hide", "split", "submit", "take_on",
    "take_over", "withdraw",
]  # fmt: skip


class AlreadyWithdrawn(Conflict):
    """The resident took this contribution back."""


class AlreadyAnswered(Conflict):
    """Somebody answered already."""


def add_to(contribution: Contribution, text: str, *, now: datetime) -> Addition:
    """Add something to what was said; the same words twice in a row (a second click) are one addition.

    Refuses an empty text and a contribution that was withdrawn.
    """
    _refuse_withdrawn(contribution, N_("U hebt deze bijdrage ingetrokken. U kunt er niets meer aan toevoegen."))
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise Refused(N_("Schrijf op wat u wilt toevoegen."), field="text")
    if contribution.additions and contribution.additions[-1].text == text:
        return contribution.additions[-1]
    addition = Addition(contribution=contribution, text=text, at=now)
    db.session.add(addition)
    search.index(contribution)
    _record("contribution.added_to", contribution, now=now, addition_id=addition.id)
    return addition


def withdraw(contribution: Contribution, *, now: datetime) -> None:
    """Take the contribution back: nobody reads it on the website any more, nothing is owed, no mail follows (I40)."""
    if contribution.withdrawn_at is not None:
        return
    contribution.withdrawn_at = now
    contribution.email = None
    for point in contribution.points:
        point.is_public = False
    search.index(contribution)
    _record("contribution.withdrawn", contribution, now=now)
    for promise in promises.open_promises(contribution.id):
        promises.keep(promise, now=now)
    db.session.flush()


def check_public(
    contribution: Contribution, point_texts: Mapping[int, str], *, actor: User, now: datetime, base: str | None = None
) -> None:
    """Let everybody read it, in the words of *point_texts* (by id of the point): the original without personal data.

    May be done again, to mend the public version. Refuses a point without text, and what was withdrawn; and, while
    the author objects to hiding it, (`moderation.rules.SameHand`) who hid it. The history keeps what kinds of data of
    people were taken out, never the words. Refuses (`PublicChanged`) to save over what a colleague did since *base*.
    """
    _refuse_withdrawn(contribution, "De bewoner heeft deze bijdrage ingetrokken. Zij kan niet op de website.")
    refuse_changed(contribution, base)
    texts = {point.id: point_texts.get(point.id, "").replace("\r\n", "\n") for point in contribution.points}
    for point in contribution.points:
        if not texts[point.id].strip():
            raise Refused("Schrijf voor elk punt op wat iedereen mag lezen.", field=f"public-{point.id}")
    objection = objecting.before_publishing(contribution, actor)
    again = contribution.public_state is PublicState.public
    for point in contribution.points:
        point.public_text, point.is_public = texts[point.id], True
    contribution.public_state, contribution.hidden_reason = PublicState.public, None
    contribution.checked_by, contribution.checked_at = actor, now
    changed = [point.id for point in contribution.points if point.public_text != point.text]
    search.index(contribution)
    _record("contribution.checked", contribution, now=now, actor=actor, again=again, changed=changed,
            blanked=_blanked(contribution), objected=objection is not None)  # fmt: skip
    objecting.settle_published(objection, actor=actor, now=now)
    db.session.flush()


def _blanked(contribution: Contribution) -> list[str]:
    """The kinds of data of people that stood in the words of the resident, and do not stand on the website."""
    changed = [point for point in contribution.points if point.public_text != point.text]
    watched = names.watched() if changed else {}
    kinds = {kind for point in changed for kind in blanking.kinds_blanked(point.text, point.public_text or "", watched)}
    return [kind for kind in blanking.LABELS if kind in kinds]


def hide(contribution: Contribution, reason: str, *, actor: User, now: datetime, base: str | None = None) -> None:
    """Keep it from the website, with a reason that the resident reads. The answer is still owed.

    Refuses to hide without a reason, and (`moderation.rules.StillWaits`) anew while the author objects. Refuses
    (`PublicChanged`) to save over what a colleague did since *base*.
    """
    refuse_changed(contribution, base)
    objecting.refuse_while_waiting(contribution)
    if not reason.strip():
        raise Refused("Schrijf op waarom niet iedereen dit mag lezen. De bewoner leest deze reden.", field="reason")
    contribution.public_state, contribution.hidden_reason = PublicState.hidden, reason
    contribution.checked_by, contribution.checked_at = actor, now
    for point in contribution.points:
        point.is_public = False
    search.index(contribution)
    _record("contribution.hidden", contribution, now=now, actor=actor, why=reason)
    db.session.flush()


def split(
    contribution: Contribution, parts: Sequence[tuple[str, str]], *, actor: User, now: datetime, base: str | None = None
) -> list[Point]:
    """Cut the contribution into points of (title, the resident's own words), each with an answer of its own.

    Refuses words that the resident did not write, (`AlreadyAnswered`) a contribution with an answer, and
    (`moderation.rules.StillWaits`) one whose author objects to hiding it. The public version has to be checked again.
    Refuses (`PublicChanged`) to save over what a colleague did since *base*.
    """
    refuse_changed(contribution, base)
    if any(point.outcome_id is not None for point in contribution.points):
        raise AlreadyAnswered("Er is al antwoord gegeven. Splitsen kan niet meer.")
    objecting.refuse_while_waiting(contribution)
    if len(parts) < 2:
        raise Refused("Geef minstens twee punten.", field="parts")
    for _title, text in parts:
        if not rules.are_words_of(contribution.original_text, text):
            raise Refused(
                "Gebruik in elk punt de woorden van de bewoner zelf, zonder er iets bij te zetten.", field="parts"
            )
    if len(parts) < len(contribution.points):
        raise Refused("Er waren al meer punten. Een punt kan niet verdwijnen.", field="parts")
    _write_points(contribution, parts)
    contribution.public_state, contribution.hidden_reason = PublicState.unchecked, None
    contribution.checked_by, contribution.checked_at = None, None
    search.index(contribution)
    _record("contribution.split", contribution, now=now, actor=actor, points=len(contribution.points))
    return contribution.points


def _write_points(contribution: Contribution, parts: Sequence[tuple[str, str]]) -> None:
    while len(contribution.points) < len(parts):
        position = len(contribution.points) + 1
        contribution.points.append(Point(track_id=contribution.track_id, position=position, text=""))
    for point, (title, text) in zip(contribution.points, parts, strict=True):
        point.title, point.text = title.strip(), text.strip()
        point.public_text, point.is_public = None, False


def take_on(contribution: Contribution, *, actor: User, now: datetime) -> None:
    """Take the contribution on oneself."""
    assign(contribution, actor, actor=actor, now=now)


def assign(contribution: Contribution, user: User, *, actor: User, now: datetime) -> None:
    """Let *user* handle it: from now on the open promises are theirs. The resident's contact stays the same (I33)."""
    if not user.active:
        raise Refused("Deze collega werkt hier niet meer. Kies iemand anders.", field="handler")
    if contribution.handler is user:
        return
    before = contribution.handler_id
    contribution.handler = user
    for promise in promises.open_promises(contribution.id):
        promises.give_to(promise, user, actor=actor, now=now)
    db.session.flush()
    _record("contribution.assigned", contribution, now=now, actor=actor, handler_id=user.id, before_id=before)


def ask_in(point: Point, colleague: User, question: str, *, actor: User, now: datetime) -> BringIn:
    """Ask a colleague to help with this point (erbij halen). It only counts when the colleague accepts (I20)."""
    if not question.strip():
        raise Refused("Schrijf op wat u uw collega vraagt.", field="question")
    if colleague.id == actor.id or not colleague.active:
        raise Refused("Kies een andere collega, die hier nu werkt.", field="colleague")
    asked = BringIn(point=point, colleague=colleague, asked_by=actor, asked_at=now, question=question.strip())
    db.session.add(asked)
    db.session.flush()
    _record("bring_in.asked", point.contribution, now=now, actor=actor, point=point, colleague_id=colleague.id,
            bring_in_id=asked.id)  # fmt: skip
    return asked


def accept_bring_in(bring_in: BringIn, *, actor: User, now: datetime, answer: str = "") -> None:
    """The colleague says yes, with what they know; the first contact stays the contact."""
    _refuse_answered(bring_in)
    bring_in.state, bring_in.answer, bring_in.answered_at = BringInState.accepted, answer.strip(), now
    db.session.flush()
    _record("bring_in.accepted", bring_in.point.contribution, now=now, actor=actor, point=bring_in.point,
            colleague_id=bring_in.colleague_id, bring_in_id=bring_in.id)  # fmt: skip


def decline_bring_in(bring_in: BringIn, reason: str, *, actor: User, now: datetime) -> None:
    """The colleague says no, with a reason; it stays with the first contact."""
    _refuse_answered(bring_in)
    if not reason.strip():
        raise Refused("Schrijf op waarom u niet kunt helpen. Uw collega moet verder.", field="answer")
    bring_in.state, bring_in.answer, bring_in.answered_at = BringInState.declined, reason.strip(), now
    db.session.flush()
    _record("bring_in.declined", bring_in.point.contribution, now=now, actor=actor, point=bring_in.point,
            why=reason.strip(), colleague_id=bring_in.colleague_id, bring_in_id=bring_in.id)  # fmt: skip


def _refuse_answered(bring_in: BringIn) -> None:
    if bring_in.state is not BringInState.asked:
        raise AlreadyAnswered("Deze vraag is al beantwoord.")


def _refuse_withdrawn(contribution: Contribution, sentence: str) -> None:
    if contribution.withdrawn_at is not None:
        raise AlreadyWithdrawn(sentence)


def _record(
    kind: str,
    contribution: Contribution,
    *,
    now: datetime,
    actor: User | None = None,
    why: str = "",
    point: Point | None = None,
    **data: Any,
) -> None:
    history.record(
        kind, now=now, actor=actor, why=why, track_id=contribution.track_id, contribution_id=contribution.id,
        point_id=point.id if point else None, **data,
    )  # fmt: skip
