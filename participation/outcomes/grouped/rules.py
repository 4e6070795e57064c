"""What may happen to a grouped answer, judged without database, web or clock.

What an answer needs is not judged here: every letter is judged as any answer (`outcomes.rules`), with its own reason.
"""

from datetime import datetime, timedelta

from participation.accounts.models import User
from participation.outcomes import rules
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter, Standing
from participation.outcomes.models import OutcomeKind
from participation.outcomes.rules import Decision, Missing, Situation
from participation.refusals import Conflict, Refused

DELAY = timedelta(minutes=10)
"""How long a released answer waits: long enough to see what one overlooked, too short to make residents wait."""
MOST = 2000
"""So many contributions fit in one grouped answer: what one person can still be asked to look through."""
LONGEST = 2000
NOT_TOGETHER = (OutcomeKind.brought_in,)
"""A colleague says yes about one point; nobody is brought in for many at once (I20)."""


class UnderWay(Conflict):
    """It was released: nothing about it changes until it is called back."""


class TooLate(Conflict):
    """The first letters left, so it cannot be called back; what is wrong is corrected in a new version (I24)."""


class TooMany(Refused):
    """More contributions than one grouped answer holds."""


def reason_of(common: str, own: str, *, own_first: bool) -> str:
    """The reason of one letter: the own sentence of this resident before or behind what everybody reads."""
    parts = (own.strip(), common.strip()) if own_first else (common.strip(), own.strip())
    return "\n\n".join(part for part in parts if part)


def decision_of(answer: GroupedAnswer, own: str = "", *, own_first: bool = True) -> Decision:
    """What one letter decides: what was decided about all, with a reason of its own."""
    values = {name: getattr(answer, name) for name in Decision.__dataclass_fields__}
    return Decision(**{**values, "reason": reason_of(answer.reason, own, own_first=own_first)})


def decision_for(letter: GroupedLetter) -> Decision:
    """The same for a letter as it is kept."""
    return decision_of(letter.grouped, letter.own, own_first=letter.own_first)


def missing(decision: Decision, situation: Situation) -> list[Missing]:
    """What keeps one letter from going out: what every answer owes, and what cannot be said to many at once."""
    if decision.kind in NOT_TOGETHER:
        return [Missing("kind", "Een collega erbij halen doet u per bijdrage. Kies iets anders voor allemaal.")]
    return rules.missing(decision, situation)


def refuse_while_under_way(answer: GroupedAnswer) -> None:
    """Refuse (`UnderWay`) to change what was released: residents get what the sender looked at."""
    if answer.standing is Standing.released:
        raise UnderWay("Dit antwoord staat klaar om te vertrekken. Roep het eerst terug. Dan kunt u het veranderen.")
    if answer.standing in (Standing.sending, Standing.sent):
        raise UnderWay("Deze antwoorden zijn al weg. Verbeter ze met een nieuw antwoord: dan horen bewoners het ook.")


def refuse_changed_text(answer: GroupedAnswer) -> None:
    """The same, and (`UnderWay`) other words for the rest once some residents read the first ones."""
    refuse_while_under_way(answer)
    if answer.begun_at is not None:
        raise UnderWay("Een deel van deze antwoorden is al weg. De rest krijgt dezelfde woorden.")


def refuse_call_back(answer: GroupedAnswer) -> None:
    """Calling back is possible from the release until the first letter left."""
    if answer.standing is Standing.draft:
        raise UnderWay("Dit antwoord is nog niet verstuurd. Er is niets terug te roepen.")
    if answer.begun_at is not None:
        raise TooLate("De eerste brieven zijn al weg. Terugroepen kan niet meer. Verbeteren kan wel.")


def refuse_too_many(contributions: int) -> None:
    """Refuse (`TooMany`) more than one person can look through."""
    if contributions > MOST:
        raise TooMany("In één groepsantwoord passen 2.000 bijdragen. Maak uw keuze kleiner.", field="title")


def why_not_sent_by(sender: User | None, *, may: bool) -> str:
    """Why nothing more leaves in the name of *sender*; empty when it may."""
    if sender is None or not sender.active:
        who = sender.name if sender else "Wie het verstuurde"
        return f"{who} werkt hier niet meer. Een collega kan de rest versturen."
    if not may:
        return f"{sender.name} werkt niet meer aan dit traject. Een collega van dit traject kan de rest versturen."
    return ""


def leaves_at(now: datetime) -> datetime:
    """The moment until which everything can be called back."""
    return now + DELAY
