"""A grouped answer to 2,000 contributions: the worker sends every letter while residents go on submitting."""

import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy import text, update

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import db, writing
from participation.outcomes.grouped import actions, queries, releasing, sending
from participation.outcomes.models import OutcomeKind, ReasonKind
from participation.outcomes.rules import Decision
from participation.permissions import Permission, can
from participation.tracks.models import Track
from tests.bench.requests import Client

LETTERS = 2_000
SUBMITS = 40
DECISION = Decision(
    kind=OutcomeKind.not_adopted, reason_kind=ReasonKind.other_interest,
    interest="de veiligheid van kinderen op de fiets",
    reason="Wij hebben dit met de ontwerper besproken. De plek past niet bij de looproute.",
)  # fmt: skip


@dataclass
class Measured:
    """What it took. `longest` is the longest time that one letter held the write lock; `answers` are statuses."""

    letters: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    answers: list[int] = field(default_factory=list)


def measure(app: Flask, page: str, said: dict[str, str]) -> Measured:
    """Send 2,000 letters, each with a mail, while one resident after the other submits the form on *page*."""
    found = Measured()
    with app.app_context():
        number = _released()
        residents = threading.Thread(target=_submit, args=(app, page, said, found))
        residents.start()
        try:
            _send(number, found)
        finally:
            residents.join()
            db.session.remove()
    return found


def _released() -> int:
    """A grouped answer to the newest that wait in the first track; everybody left an address."""
    with writing() as session:
        rows = text("SELECT contribution_id FROM point WHERE track_id = 1 AND outcome_id IS NULL AND is_public"
                    " ORDER BY contribution_id DESC LIMIT :rows")  # fmt: skip
        ids = list(session.scalars(rows, {"rows": LETTERS}))
        session.execute(update(Contribution).where(Contribution.id.in_(ids)).values(email="bewoner@post.example"))
        track, bram = session.get_one(Track, 1), session.get_one(User, 1)
        answer = actions.start_for_contributions(track, "Meting", ids, actor=bram, now=clock.now())
        actions.save(answer, "Meting", DECISION, base=None, actor=bram, now=clock.now())
        releasing.release(answer, base=None, actor=bram, now=clock.now() - timedelta(hours=1))
        return answer.id


def _send(number: int, found: Measured) -> None:
    """What the worker does, with a watch on the lock: it is held from the first statement to the commit."""
    started, more = time.perf_counter(), True
    while more:
        with writing() as session:
            session.connection()
            locked = time.perf_counter()
            more = sending.send_next(number, may=_may, now=clock.now())
        found.longest = max(found.longest, time.perf_counter() - locked)
        db.session.expunge_all()
    found.seconds = time.perf_counter() - started
    found.letters = queries.tally(number).published


def _may(user: User, track: Track) -> bool:
    return can(user, Permission.handle_contribution, track)


def _submit(app: Flask, page: str, said: dict[str, str], found: Measured) -> None:
    client = Client(app)
    send = client.submits("", [page] * SUBMITS, said)
    found.answers += [send()[0] for _ in range(SUBMITS)]
