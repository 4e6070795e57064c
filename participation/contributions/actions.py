"""What happens to a contribution after it came in. One verb, one button, one event in the history.

The resident adds and withdraws with the code; a colleague checks, hides, takes on, hands over, and brings
somebody in. The original words are never touched (I16), and the first contact stays the contact (I20, I33).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from participation import history
from participation.accounts.models import User
from participation.contributions import search
from participation.contributions.bringing_in.actions import (
    accept_bring_in,
    ask_department,
    ask_in,
    decline_bring_in,
    leave_out_part,
    put_back_part,
    take_along,
    withdraw_bring_in,
    write_part,
)
from participation.contributions.bringing_in.rules import AlreadyAnswered
from participation.contributions.by_post import actions as by_post
from participation.contributions.files import actions as files
from participation.contributions.models import Addition, Contribution, Point, PublicState
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
    "add_to", "ask_department", "ask_in", "assign", "check_public", "decline_bring_in", "enter", "hide",
    "leave_out_part", "put_back_part", "submit", "take_along", "take_on", "take_over", "withdraw",
    "withdraw_bring_in", "write_part",
]  # fmt: skip


class AlreadyWithdrawn(Conflict):
    """The resident took this contribution back."""


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
    by_post.forget(contribution)
    if contribution.has_files:
        files.erase([contribution.id], now=now)
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
    if contribution.department_id is None:
        contribution.department_id = contribution.track.department_id
    for promise in promises.open_promises(contribution.id):
        promises.give_to(promise, user, actor=actor, now=now)
    db.session.flush()
    _record("contribution.assigned", contribution, now=now, actor=actor, handler_id=user.id, before_id=before)


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
