"""The resident tells us that two contributions are theirs, and may take that back. Who did it is never named."""

from datetime import datetime

from participation import history
from participation.contributions.holding import hold
from participation.contributions.models import Contribution
from participation.contributions.said_together import queries
from participation.contributions.said_together.models import SaidTogether
from participation.db import db
from participation.refusals import Refused
from participation.words import N_

MOST = 10
"""To so many others one contribution can belong: nobody fills in more codes by hand, and the page stays readable."""


def join(contribution: Contribution, other: Contribution, *, now: datetime) -> None:
    """Let colleagues read both beside each other. Whoever calls this saw the codes of both.

    Again is the same as once. Refuses (`Refused`) the contribution itself, one of another track, one that was taken
    back, and more than ten.
    """
    if other.id == contribution.id:
        raise Refused(N_("Dit is de code van deze bijdrage zelf. Vul de code van een andere in."), field="other")
    if other.track_id != contribution.track_id:
        raise Refused(N_("Die bijdrage gaat over iets anders. Dit kan alleen binnen één traject."), field="other")
    if contribution.withdrawn_at is not None or other.withdrawn_at is not None:
        raise Refused(N_("Een van deze bijdragen is ingetrokken. Dan kan dit niet."), field="other")
    hold(contribution)
    others = queries.joined_to(contribution)
    if other.id in {one.id for one in others}:
        return
    if len(others) >= MOST:
        raise Refused(N_("Er horen al tien bijdragen bij deze. Haal er eerst een weg."), field="other")
    first, second = sorted((contribution.id, other.id))
    db.session.add(SaidTogether(first_id=first, second_id=second, at=now))
    db.session.flush()
    _record_both("contribution.joined", contribution, other.id, now)


def part(contribution: Contribution, other_id: int, *, now: datetime) -> None:
    """Take it back: from now on nobody reads them beside each other. What was not joined stays as it was."""
    hold(contribution)
    first, second = sorted((contribution.id, other_id))
    row = db.session.get(SaidTogether, (first, second))
    if row is None:
        return
    db.session.delete(row)
    db.session.flush()
    _record_both("contribution.parted", contribution, other_id, now)


def _record_both(kind: str, contribution: Contribution, other_id: int, now: datetime) -> None:
    """One deed, told in the history of each of the two."""
    for number, beside in ((contribution.id, other_id), (other_id, contribution.id)):
        history.record(kind, now=now, track_id=contribution.track_id, contribution_id=number, other_id=beside)
