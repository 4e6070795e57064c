"""Taking over a row of a file: the words as a contribution, the official answer as a draft that is not finished yet.

A draft of an import is nobody's (`written_by` is empty) and says nothing in public: a colleague completes it with a
landing path, and publishes it under their own name.
"""

from dataclasses import dataclass
from datetime import datetime

from participation.contributions import actions as contributions
from participation.contributions.actions import Said, Terms
from participation.contributions.importing import Parsed
from participation.contributions.models import Contribution
from participation.outcomes import actions
from participation.outcomes.models import OutcomeKind
from participation.outcomes.rules import Decision
from participation.tracks.models import Track

CLEAR = {
    "niet aangepast": OutcomeKind.not_adopted,
    "adopted": OutcomeKind.adopted,
    "rejected": OutcomeKind.not_adopted,
    **{kind.value: kind for kind in OutcomeKind},
    **{kind.slug: kind for kind in OutcomeKind},
    **{kind.label.casefold(): kind for kind in OutcomeKind},
}
"""Words that can mean one outcome only. "Aangepast" is not among them: it may be a part, or the whole."""


@dataclass(frozen=True)
class TakenOver:
    """A row that is in; `draft_kind` is empty when the file did not say clearly what the outcome is."""

    contribution: Contribution
    has_draft: bool
    draft_kind: OutcomeKind | None


def kind_of(outcome: str) -> OutcomeKind | None:
    """The kind that *outcome* clearly means; none when a colleague has to judge."""
    return CLEAR.get(outcome.strip().casefold())


def take_over(track: Track, row: Parsed, *, import_key: str, terms: Terms, now: datetime) -> TakenOver | None:
    """Bring in one row; none when it was brought in before. Refuses (`Refused`) what does not fit the track."""
    said = Said(text=row.text, question=row.question, kind=row.kind, channel=row.channel)
    contribution = contributions.take_over(
        track, said, received_on=row.received_on, import_key=import_key, terms=terms, now=now
    )
    if contribution is None:
        return None
    kind = kind_of(row.outcome)
    has_draft = bool(row.answer.strip()) or kind is not None
    if has_draft:
        decision = Decision(kind=kind, reason=row.answer)
        actions.save_draft(contribution.points[0], decision, actor=None, now=now)
    return TakenOver(contribution, has_draft, kind if has_draft else None)
