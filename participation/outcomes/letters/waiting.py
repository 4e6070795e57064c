"""A letter is written in the transaction of what it tells, and waits until a colleague prints it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from participation import mail
from participation.contributions.models import Contribution
from participation.db import db
from participation.mail import rendering
from participation.outcomes.letters.models import Letter


def wait(name: str, contribution: Contribution, context: Mapping[str, Any], *, now: datetime) -> Letter:
    """Let a letter wait with the words of the mail *name*. The address is looked up when it is printed."""
    subject, text = rendering.on_paper(name, contribution.language, mail.settings(), dict(context))
    letter = Letter(
        track_id=contribution.track_id, contribution_id=contribution.id, name=name, subject=subject, text=text,
        language=contribution.language, made_at=now,
    )  # fmt: skip
    db.session.add(letter)
    db.session.flush()
    return letter
