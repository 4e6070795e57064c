"""When a resident may ask to look again, and who may answer (C19), judged without database, web or clock."""

from collections.abc import Sequence
from datetime import date, timedelta

from participation import clock
from participation.config import Municipality
from participation.outcomes.models import Outcome
from participation.outcomes.rules import Missing, NotReady
from participation.outcomes.second_look.models import SecondLook
from participation.refusals import Refused
from participation.words import N_

FEWEST_WORDS = 4
SHORTEST_REASON = 20


class CannotAsk(Refused):
    """There is nothing to look at again, or not any more; the sentence says why."""


class SameHand(NotReady):
    """Whoever wrote or published the answer never judges the second look at it."""

    def __init__(self) -> None:
        sentence = "U gaf dit antwoord zelf. Iemand anders moet nog eens kijken. Vraag een collega van dit traject."
        super().__init__([Missing("reason", sentence)])


def last_day(outcome: Outcome, terms: Municipality) -> date:
    """The last day (Netherlands) on which the resident can ask; that day is included."""
    assert outcome.published_at is not None
    return clock.local(outcome.published_at).date() + timedelta(weeks=terms.second_look_weeks)


def answer_due(today: date, terms: Municipality) -> date:
    """The last day on which somebody else has looked again."""
    return today + timedelta(weeks=terms.second_look_answer_weeks)


def why_not_ask(
    outcome: Outcome | None, looks: Sequence[SecondLook], *, terms: Municipality, today: date
) -> CannotAsk | None:
    """What is against a second look at *outcome*, the answer that counts now; none when the resident may ask.

    *looks* are the earlier second looks at the same point. An answer that was itself given after a second look is not
    looked at a third time.
    """
    if outcome is None or outcome.kind is None or outcome.published_at is None:
        return CannotAsk(N_("Er is nog geen antwoord om opnieuw naar te kijken."), field="words")
    if outcome.kind.is_interim:
        return CannotAsk(N_("Dit is nog geen laatste antwoord. Wij laten u weten hoe het afloopt."), field="words")
    if any(outcome.id in (look.outcome_id, look.new_outcome_id) for look in looks):
        return CannotAsk(N_("U vroeg al om nog eens te kijken. Dat kan één keer per antwoord."), field="words")
    if today > last_day(outcome, terms):
        return CannotAsk(N_("De tijd om te reageren is voorbij. Bel uw contact als het niet klopt."), field="words")
    return None


def says_enough(words: str) -> bool:
    """Whether there is something to look at: more than "dit klopt niet"."""
    return len(words.split()) >= FEWEST_WORDS


def is_first_hand(look: SecondLook, user_id: int) -> bool:
    """Whether this colleague wrote or published the answer that is looked at again."""
    return user_id in (look.outcome.published_by_id, look.outcome.written_by_id)
