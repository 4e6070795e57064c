"""When a promise may be moved (I25): before its day, to a later one, with a reason that residents can read."""

from datetime import date

from participation.promises.models import Promise
from participation.refusals import Refused

SHORTEST_REASON = 20


class CannotMove(Refused):
    """The promise stays where it is; the sentence says why and at which field."""


def may_move(promise: Promise, today: date) -> bool:
    """Whether there is still time to move it: the day itself is too late."""
    return promise.kept_at is None and today < promise.due


def why_not_move(promise: Promise, new_due: date, reason: str, *, today: date) -> CannotMove | None:
    """What is against moving *promise* to *new_due*; none when it may."""
    if promise.kept_at is not None:
        return CannotMove("Deze belofte is al nagekomen. Verzetten hoeft niet meer.", field="due")
    if not may_move(promise, today):
        return CannotMove(
            "Verzetten kan alleen vóór de beloofde dag. Geef zo snel mogelijk antwoord; te laat blijft te laat.",
            field="due",
        )
    if new_due <= promise.due:
        return CannotMove("Kies een dag die later is dan de dag die u eerst beloofde.", field="due")
    if len(reason.strip()) < SHORTEST_REASON or len(reason.split()) < 4:
        return CannotMove(
            "Leg in minstens één zin uit waarom u meer tijd nodig hebt. De bewoner leest dit.", field="reason"
        )
    return None
