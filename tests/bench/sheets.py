"""Bringing in a sheet of 1,000 rows: a tenth of ten thousand, in a tenth of the time."""

import time
from dataclasses import dataclass

from flask import Flask

from participation import clock
from participation.accounts.models import User
from participation.config import DEVELOPMENT_KEY
from participation.contributions.actions import Terms
from participation.contributions.sheets import actions, queries, reading, trying
from participation.contributions.sheets.models import SheetUse
from participation.db import db, writing
from participation.outcomes.sheets.running import run_some
from participation.tracks.models import Track

ROWS = 1_000
ROLES = {"text": "tekst", "source": "nr", "answer": "antwoord"}
TERMS = Terms(receipt_key=DEVELOPMENT_KEY, feedback_weeks=8)


@dataclass
class Measured:
    """What it took, from the file to the last row. `longest` is the longest time that a part held the write lock."""

    rows: int = 0
    seconds: float = 0.0
    longest: float = 0.0


def measure(app: Flask) -> Measured:
    """Read the file, see what would happen, and bring in every row; every other one has an answer with it."""
    rows = [
        f"{n};{'Zet een bank bij de halte, graag met schaduw. ' * 8}{n};{'Daar is plek.' * (n % 2)}"
        for n in range(ROWS)
    ]
    with app.app_context():
        started = time.perf_counter()
        number = _let_in("\n".join(["nr;tekst;antwoord", *rows]).encode())
        longest = _bring_in(number)
        sheet = queries.sheet(number, SheetUse.contributions)
        found = Measured(sheet.counts["new"] if sheet else 0, time.perf_counter() - started, longest)
        db.session.remove()
    return found


def _let_in(content: bytes) -> int:
    with reading.opened(content) as file, writing() as session:
        track, bram = session.get_one(Track, 1), session.get_one(User, 1)
        sheet = actions.send(
            file, use=SheetUse.contributions, name="meting.csv", track=track, actor=bram, now=clock.now()
        )
        columns, known = actions.chosen(sheet, ROLES, "paper"), trying.known_to(track, "paper", clock.today())
        tried = list(trying.try_out(sheet, columns, known))
        actions.keep_trial(sheet, {**ROLES, "via": "paper"}, tried, now=clock.now())
        actions.begin(sheet, actor=bram, now=clock.now())
        return sheet.id


def _bring_in(number: int) -> float:
    longest, more = 0.0, True
    while more:
        with writing() as session:
            session.connection()
            locked = time.perf_counter()
            more = run_some(number, TERMS, clock.now())
        longest = max(longest, time.perf_counter() - locked)
        db.session.expunge_all()
    return longest
