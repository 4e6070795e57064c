"""What happens to the files of a contribution: they come with it, are shown or kept off, and go when it goes."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from participation import history
from participation.accounts.models import User
from participation.contributions.files import rules
from participation.contributions.files.models import ContributionFile, FileState
from participation.contributions.files.taking import Taken
from participation.contributions.holding import hold
from participation.contributions.models import Contribution
from participation.db import db

AT_ONCE = 500


def attach(contribution: Contribution, files: Sequence[Taken], *, now: datetime) -> None:
    """Let *files* belong to a contribution that was just received; five at most, each once. Nothing is no work."""
    if not files:
        return
    once = list({file.sha: file for file in files}.values())[: rules.MOST]
    for position, file in enumerate((replace(file, alt=rules.plain_words(file.alt)) for file in once), 1):
        db.session.add(
            ContributionFile(
                contribution_id=contribution.id, position=position, public_id=secrets.token_urlsafe(16),
                kind=file.kind, sha=file.sha, name=file.name, size=file.size, width=file.width, height=file.height,
                alt=file.alt, public_alt=file.alt, received_at=now,
            )
        )  # fmt: skip
    contribution.has_files = True
    db.session.flush()
    _record("contribution.files_received", contribution, now=now, number=len(once))


def describe(file: ContributionFile, alt: str, *, now: datetime) -> None:
    """The author says what can be seen. What a colleague let everybody read of it stays as it is.

    Refuses (`FileGone`) what was taken back.
    """
    contribution = file.contribution
    hold(contribution)
    rules.refuse_gone(file)
    alt = rules.plain_words(alt)
    if alt == file.alt:
        return
    file.alt = alt
    if file.state is not FileState.public:
        file.public_alt = alt
    _record("contribution.file_described", contribution, now=now, file_id=file.id)
    db.session.flush()


def show(file: ContributionFile, alt: str, *, actor: User, now: datetime) -> None:
    """Let everybody see it, beside the public text of its contribution, with *alt* for who cannot see it.

    Refuses a picture without words and (`FileGone`) what was taken back.
    """
    contribution = file.contribution
    hold(contribution)
    alt = rules.plain_words(alt)
    rules.refuse_show(file, alt)
    again = file.state is FileState.public
    if again and file.public_alt == alt:
        return
    file.public_alt, file.state, file.hidden_reason = alt, FileState.public, None
    file.checked_by, file.checked_at = actor, now
    _record("contribution.file_shown", contribution, now=now, actor=actor, file_id=file.id, again=again)
    db.session.flush()


def keep_off(file: ContributionFile, reason: str, *, actor: User, now: datetime) -> None:
    """Keep it from the website, with a reason that the author reads. The words of the contribution stay.

    Refuses to do so without a reason and (`FileGone`) what was taken back.
    """
    contribution = file.contribution
    hold(contribution)
    rules.refuse_hide(file, reason)
    reason = reason.strip()
    if file.state is FileState.hidden and file.hidden_reason == reason:
        return
    file.state, file.hidden_reason = FileState.hidden, reason
    file.checked_by, file.checked_at = actor, now
    _record("contribution.file_kept_off", contribution, now=now, actor=actor, why=reason, file_id=file.id)
    db.session.flush()


def erase(contribution_ids: Collection[int], *, now: datetime) -> None:
    """Let go of every file of these contributions, with its name and its words; nobody can see it from now on.

    The bytes go with the next sweep (`sweeping.sweep`), unless another contribution has the very same file.
    """
    del now  # Every package that erases is asked in the same words.
    numbers = sorted(contribution_ids)
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        db.session.execute(delete(ContributionFile).where(ContributionFile.contribution_id.in_(some)))
        db.session.execute(
            update(Contribution).where(Contribution.id.in_(some), Contribution.has_files).values(has_files=False)
        )


def _record(
    kind: str, contribution: Contribution, *, now: datetime, actor: User | None = None, why: str = "", **data: Any
) -> None:
    history.record(kind, now=now, actor=actor, why=why, track_id=contribution.track_id,
                   contribution_id=contribution.id, **data)  # fmt: skip
