"""Who deals with formal messages here, and the letter with which one of them goes there."""

from sqlalchemy import select

from participation.db import db
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.formal.models import FormalDesk
from participation.outcomes.formal.rules import USUAL, Receiver


def receivers() -> dict[FormalKind, Receiver]:
    """Who deals with each kind: as coordinators wrote down, or as is usual. One small statement."""
    kept = {one.kind: one for one in db.session.scalars(select(FormalDesk))}
    return {
        kind: Receiver(kind, kept[kind].name, kept[kind].email, kept[kind].address)
        if kind in kept
        else Receiver(kind, USUAL[kind])
        for kind in FormalKind
    }
