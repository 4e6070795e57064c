"""Which files come with a contribution, and which file stands behind an address."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participation.contributions.files.models import ContributionFile
from participation.contributions.models import Contribution
from participation.db import db


def files_of(contribution: Contribution) -> list[ContributionFile]:
    """In the order in which they were chosen. No statement when none came along; otherwise one."""
    if not contribution.has_files:
        return []
    found = db.session.scalars(
        select(ContributionFile)
        .where(ContributionFile.contribution_id == contribution.id)
        .options(joinedload(ContributionFile.checked_by))
        .order_by(ContributionFile.position)
    )
    return list(found)


def file(public_id: str) -> ContributionFile | None:
    """The file with this name, with its contribution; none when nobody has it."""
    return db.session.scalar(
        select(ContributionFile)
        .where(ContributionFile.public_id == public_id)
        .options(joinedload(ContributionFile.contribution).joinedload(Contribution.track))
    )
