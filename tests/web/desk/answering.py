"""Filling in the form of an answer as the browser would."""

from typing import Any

from sqlalchemy import select

from participation.contributions.models import (
    Contribution,
)
from participation.db import db
from participation.outcomes.models import Outcome
from tests.factories.outcomes import REASON
from tests.support.page import Page

SAID = "Zet de bomen aan de kant van de school. Bel mij op 06-12345678."


def typed(page: Page, address: str, **changes: str) -> dict[str, Any]:
    """The answer form as the browser would send it, with *changes*."""
    return {**page.form(f"{address}/uitkomst"), **changes}


def adopted(page: Page, address: str, **changes: str) -> dict[str, Any]:
    path = db.session.execute(select(Contribution)).scalar_one().track.room.paths[0].id
    return typed(page, address, kind="adopted", path=f"path:{path}", reason=REASON, **changes)


def outcomes() -> list[Outcome]:
    db.session.expire_all()
    return list(db.session.scalars(select(Outcome).order_by(Outcome.id)))
