"""What a track was asked to take along from other tracks, for its page at the desk."""

from typing import Any

from flask import url_for

from participation.outcomes import taken_along
from participation.outcomes.models import OutcomeKind
from participation.tracks.models import Track
from participation.web.due import first_words


def taken_along_by(track: Track) -> list[dict[str, Any]]:
    """Each point in words: what was said, who asks, and how far it is. Nothing is asked before a track is public."""
    if not track.state.is_public:
        return []
    return [
        {
            "href": url_for("desk.bring_in", bring_in_id=row.id), "said": first_words(row.words or ""),
            "about": f"{row.title} · {row.asker} blijft het contact", "state": _state(row),
        }
        for row in taken_along.by(track)
    ]  # fmt: skip


def _state(row: taken_along.TakenAlong) -> str:
    if row.state == "asked":
        return "Nog geen ja of nee"
    kind = OutcomeKind(row.outcome_kind) if row.outcome_kind else None
    if kind is None or kind.is_interim:
        return f"{row.helper} zei ja. Nog geen eindantwoord"
    return f"Beantwoord: {kind.label.lower()}"
