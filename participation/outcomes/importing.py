"""Taking over a row of a file: the words as a contribution, the official answer as a draft that is not finished yet.

A draft of an import is nobody's (`written_by` is empty) and says nothing in public: a colleague completes it with a
landing path, and publishes it under their own name.
"""

from dataclasses import dataclass
from datetime import datetime

from participation import history
from participation.contributions import actions as contributions
from participation.contributions.actions import Received, Said, Terms
from participation.contributions.importing import Parsed
from participation.contributions.models import Contribution
from participation.db import write_row
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState
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


def take_over(
    track: Track, row: Parsed, *, import_key: str, terms: Terms, now: datetime, is_new: bool = False
) -> TakenOver | None:
    """Bring in one row; none when it was brought in before. Refuses (`Refused`) what does not fit the track.

    *is_new*: the caller looked already, in this transaction.
    """
    said = Said(
        text=row.text, question=row.question, kind=row.kind, channel=row.channel, area_id=row.area_id,
        source_note=f"Nummer {row.source} bij de bron" if row.source else "",
    )  # fmt: skip
    received = contributions.take_over(
        track, said, received_on=row.received_on, import_key=import_key, terms=terms, now=now, is_new=is_new
    )
    if received is None:
        return None
    kind = kind_of(row.outcome)
    has_draft = bool(row.answer.strip()) or kind is not None
    if has_draft:
        _draft(received, kind, row.answer, now)
    return TakenOver(received.contribution, has_draft, kind if has_draft else None)


def _draft(received: Received, kind: OutcomeKind | None, reason: str, now: datetime) -> None:
    """The first draft of a point that came in a moment ago, so that nobody can have written one."""
    draft_id = write_row(
        Outcome, point_id=received.point_id, state=OutcomeState.draft, kind=kind, reason=reason, written_at=now
    )
    history.record(
        "outcome.drafted", now=now, who=history.Who.system, track_id=received.contribution.track_id,
        contribution_id=received.contribution.id, point_id=received.point_id, outcome_id=draft_id,
    )  # fmt: skip
