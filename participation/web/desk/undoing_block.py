"""What may be taken back on the page of one contribution: the check of the public text, and a draft."""

from dataclasses import dataclass

from participation.contributions.models import PublicState
from participation.outcomes.drafts import actions as drafts
from participation.outcomes.drafts.models import PutAwayDraft
from participation.web.desk.answering_desk import Desk
from participation.web.desk.room_fields import Words
from participation.web.forms import Form


class UndoCheckForm(Form):
    reason = Words("Waarom moet dit opnieuw nagekeken worden? Uw collega’s lezen dit.")


@dataclass(frozen=True)
class Undoing:
    """`check`: the form, when there is a check to take back; `put_away`: the draft that can be taken up again."""

    check: UndoCheckForm | None
    put_away: PutAwayDraft | None


def block(desk: Desk, sent: UndoCheckForm | None = None) -> Undoing:
    """No statement, and one when a draft of this point was put away. *sent* is the form as it was typed."""
    contribution = desk.contribution
    checked = contribution.public_state is not PublicState.unchecked and contribution.withdrawn_at is None
    form = sent or UndoCheckForm(None, prefix="undo-")
    return Undoing(check=form if checked or sent else None, put_away=_put_away(desk))


def _put_away(desk: Desk) -> PutAwayDraft | None:
    """Looked up only when the history says that there was one, and nothing lies in its place."""
    gone = any(
        item.event.kind == "outcome.draft_put_away" and item.event.point_id == desk.point.id
        for item in desk.folder.events
    )
    return drafts.last_put_away(desk.point) if gone and desk.draft is None else None
