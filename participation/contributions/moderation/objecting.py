"""The author of a hidden contribution does not agree: said once per hiding, decided by somebody else."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participation import history
from participation.accounts.models import User
from participation.contributions.holding import hold
from participation.contributions.models import Contribution, PublicState
from participation.contributions.moderation import rules
from participation.contributions.moderation.models import Objection, ObjectionVerdict
from participation.contributions.moderation.rules import SameHand, StillWaits
from participation.db import db
from participation.refusals import Conflict, Refused


def objections(contribution: Contribution) -> list[Objection]:
    """What the author answered to being hidden, the oldest first."""
    return list(
        db.session.scalars(
            select(Objection)
            .where(Objection.contribution_id == contribution.id)
            .options(joinedload(Objection.hidden_by), joinedload(Objection.decided_by))
            .order_by(Objection.id)
        )
    )


def of_this_hiding(contribution: Contribution) -> Objection | None:
    """The answer of the author to the hiding that holds now; none when there is none, or nothing is hidden."""
    if contribution.public_state is not PublicState.hidden:
        return None
    return next((one for one in objections(contribution) if one.hidden_at == contribution.checked_at), None)


def waiting(contribution: Contribution) -> Objection | None:
    """The answer of the author that waits for a colleague, if there is one."""
    found = of_this_hiding(contribution)
    return found if found is not None and found.verdict is None else None


def object_to(contribution: Contribution, words: str, *, now: datetime) -> Objection:
    """The author says why it should be on the website after all. The same words again are the same answer.

    Refuses (`CannotObject`) what is not hidden or was taken back and a second time for one hiding; (`Refused`) too few
    words. The words stay as they were said.
    """
    hold(contribution)
    words = words.replace("\r\n", "\n").strip()
    before = of_this_hiding(contribution)
    if before is not None and before.words == words:
        return before
    rules.refuse_objection(contribution, [before] if before else [], words)
    assert contribution.checked_at is not None
    objection = Objection(
        contribution=contribution, track_id=contribution.track_id, words=words, objected_at=now,
        hidden_at=contribution.checked_at, hidden_by_id=contribution.checked_by_id,
        hidden_reason=contribution.hidden_reason or "",
    )  # fmt: skip
    db.session.add(objection)
    db.session.flush()
    history.record("contribution.objected", now=now, track_id=contribution.track_id, contribution_id=contribution.id,
                   objection_id=objection.id)  # fmt: skip
    return objection


def uphold(contribution: Contribution, reason: str, *, actor: User, now: datetime) -> None:
    """Keep it from the website after reading what the author answered, with a reason that the author reads.

    Refuses (`Conflict`) when nothing waits, (`SameHand`) who hid it, (`Refused`) too few words. To publish it after
    all, check the public text (`actions.check_public`): that answers the author as well.
    """
    hold(contribution)
    objection = waiting(contribution)
    if objection is None:
        raise Conflict("Hier wacht geen antwoord van de bewoner meer. Misschien was een collega u voor.")
    if objection.hidden_by_id == actor.id:
        raise SameHand
    if not rules.says_enough(reason):
        raise Refused("Schrijf in een hele zin op waarom het zo blijft. De bewoner leest dit.", field="reason")
    _decide(objection, ObjectionVerdict.stays, reason.strip(), actor=actor, now=now)
    history.record("contribution.kept_hidden", now=now, actor=actor, why=reason.strip(),
                   track_id=contribution.track_id, contribution_id=contribution.id,
                   objection_id=objection.id)  # fmt: skip


def before_publishing(contribution: Contribution, actor: User) -> Objection | None:
    """What the author answered, when this decides about it. Refuses (`SameHand`) who hid it."""
    objection = waiting(contribution)
    if objection is not None and objection.hidden_by_id == actor.id:
        raise SameHand
    return objection


def settle_published(objection: Objection | None, *, actor: User, now: datetime) -> None:
    """It was published after all: that is the decision."""
    if objection is not None:
        _decide(objection, ObjectionVerdict.published, "", actor=actor, now=now)


def refuse_while_waiting(contribution: Contribution) -> None:
    """No way round the second colleague: refuses (`StillWaits`) to hide anew or to split while an answer waits."""
    if waiting(contribution) is not None:
        raise StillWaits("De bewoner is het er niet mee eens dat dit niet op de website staat. Beslis daar eerst over.")


def _decide(objection: Objection, verdict: ObjectionVerdict, answer: str, *, actor: User, now: datetime) -> None:
    objection.verdict, objection.answer = verdict, answer
    objection.decided_by, objection.decided_at = actor, now
    db.session.flush()
