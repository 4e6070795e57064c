"""An answer that is not there yet: what a decision would look like as an outcome. Nothing is stored."""

from collections.abc import Sequence

from participation.contributions.bringing_in.models import BringIn
from participation.outcomes import helping, rules
from participation.outcomes.models import Decided, Outcome, OutcomeState
from participation.outcomes.rules import Decision


def outcome_of(decision: Decision, helped: Sequence[BringIn] = ()) -> Outcome | None:
    """*decision* as an outcome, for the preview, with what *helped* adds; none as long as nothing was chosen."""
    if decision.kind is None:
        return None
    whole = helping.through(rules.only_what_belongs(decision), helped)
    return Outcome(state=OutcomeState.draft, parts=helping.parts_for(decision.kind, helped), **vars(whole))


def decision_of(outcome: Decided | None) -> Decision:
    """What a stored outcome decided, or whatever else keeps a decision, to write on from there."""
    if outcome is None:
        return Decision()
    return Decision(**{name: getattr(outcome, name) for name in Decision.__dataclass_fields__})
