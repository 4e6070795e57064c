"""An answer that is not there yet: what a decision would look like as an outcome. Nothing is stored."""

from participation.outcomes import rules
from participation.outcomes.models import Outcome, OutcomeState
from participation.outcomes.rules import Decision


def outcome_of(decision: Decision) -> Outcome | None:
    """*decision* as an outcome, for the preview; none as long as nothing was chosen."""
    if decision.kind is None:
        return None
    return Outcome(state=OutcomeState.draft, **vars(rules.only_what_belongs(decision)))


def decision_of(outcome: Outcome | None) -> Decision:
    """What a stored outcome decided, to write on from there."""
    if outcome is None:
        return Decision()
    return Decision(**{name: getattr(outcome, name) for name in Decision.__dataclass_fields__})
