"""Nobody saves the public version of a contribution over what a colleague did with it since the form was opened."""

import hashlib
import json
from datetime import UTC

from participation.contributions.holding import hold
from participation.contributions.models import Contribution, PublicState
from participation.db import db, writes_alone
from participation.refusals import Conflict


class PublicChanged(Conflict):
    """Somebody checked, hid or split the contribution since the form was opened; what stands there now stays."""

    def __init__(self, contribution: Contribution) -> None:
        who = contribution.checked_by.name if contribution.checked_by else "Een collega"
        what = {
            PublicState.public: "heeft de openbare tekst intussen nagekeken",
            PublicState.hidden: "heeft de bijdrage intussen van de website gehouden",
            PublicState.unchecked: "heeft de bijdrage intussen anders in punten verdeeld",
        }[contribution.public_state]
        super().__init__(f"{who} {what}. Uw tekst staat er nog. Lees eerst wat er nu staat.")


def public_mark(contribution: Contribution) -> str:
    """What a form carries to notice that the public version or the points changed in the meantime."""
    checked = contribution.checked_at.astimezone(UTC).isoformat() if contribution.checked_at else ""
    points = [(point.id, point.title, point.text, point.public_text) for point in contribution.points]
    state = [contribution.public_state.value, checked, contribution.hidden_reason, points]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]


def refuse_changed(contribution: Contribution, base: str | None) -> None:
    """Refuse (`PublicChanged`) when *base*, the mark that the writer had before them, is not what stands there now.

    Without a mark the last writer wins. It looks behind a lock: of two who save at once one hears who was first.
    """
    if base is None:
        return
    if not writes_alone():
        hold(contribution)
        db.session.refresh(contribution, ["points", "checked_by"])
        for point in contribution.points:
            db.session.refresh(point)
    if public_mark(contribution) != base:
        raise PublicChanged(contribution)
