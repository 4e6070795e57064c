"""What a resident does with the own overview: putting in, taking out, and saying where news may be mailed.

No event names an overview together with a contribution: whoever reads the log learns nothing of who said what else.
"""

from datetime import datetime

from participation import history
from participation.contributions.models import Contribution
from participation.contributions.own import queries
from participation.contributions.own.models import OwnAccount, OwnContribution
from participation.db import db
from participation.refusals import Refused
from participation.words import N_

MOST = 50
"""So many contributions fit in one overview, so that its page stays readable and quick."""


def add(account: OwnAccount, contribution: Contribution, *, now: datetime) -> None:
    """Put *contribution* in the overview. Whoever calls this saw its code.

    Again is the same as once. Refuses (`Refused`) more than fifty.
    """
    if db.session.get(OwnContribution, (account.id, contribution.id)) is not None:
        return
    if queries.number_in(account) >= MOST:
        raise Refused(N_("Er staan al vijftig bijdragen in uw overzicht. Haal er eerst een uit."), field="code")
    db.session.add(OwnContribution(account_id=account.id, contribution_id=contribution.id, added_at=now))
    history.record("own.added", now=now, account=account.id)
    db.session.flush()


def take_out(account: OwnAccount, contribution: Contribution, *, now: datetime) -> None:
    """Take it out of the overview: the contribution stays, and its code opens it as before."""
    row = db.session.get(OwnContribution, (account.id, contribution.id))
    if row is None:
        return
    db.session.delete(row)
    history.record("own.taken_out", now=now, account=account.id)
    db.session.flush()


def mail_to(account: OwnAccount, contribution: Contribution, wanted: bool, *, now: datetime) -> None:
    """Say whether news about this contribution is mailed, to the address of the overview, or to nobody (I40).

    Refuses (`Refused`) mail about what was taken back.
    """
    if wanted and contribution.withdrawn_at is not None:
        raise Refused(N_("U hebt deze bijdrage ingetrokken. Er komt geen nieuws meer over."))
    email = account.email if wanted else None
    if contribution.email == email:
        return
    contribution.email = email
    history.record(
        "contribution.mail_chosen", now=now, track_id=contribution.track_id, contribution_id=contribution.id,
        wanted=wanted,
    )  # fmt: skip
    db.session.flush()
