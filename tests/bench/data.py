"""A house with many contributions: the product's own schema, 90 % in one track, half of them answered, fixed seed."""

import hashlib
import random
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, text

from participation import clock, create_app
from participation.accounts.models import Department
from participation.config import DEVELOPMENT_KEY, Settings
from participation.contributions import search
from participation.contributions.models import Channel, Contribution, ContributionKind, Point, PublicState
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.history import Event, Who
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState, ReasonKind
from participation.places.models import Area, AreaKind
from participation.promises.models import Promise, PromiseKind
from participation.tracks.room import Constraint, DeclaredRoom, FixedPoint
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import make_cast

SLUG = "molenstraat"
WORDS = [
    "de",
    "straat",
    "boom",
    "bank",
    "plein",
    "school",
    "fiets",
    "auto",
    "stoep",
    "licht",
    "water",
    "groen",
    "spelen",
    "kinderen",
    "oud",
    "rollator",
    "veilig",
    "donker",
    "bus",
    "halte",
    "winkel",
    "laden",
    "parkeren",
    "regen",
    "kelder",
    "schaduw",
    "zomer",
    "buren",
    "tuin",
    "hek",
    "pad",
    "brug",
    "dijk",
    "markt",
    "geluid",
]
KINDS = (OutcomeKind.adopted, OutcomeKind.not_adopted, OutcomeKind.answered, OutcomeKind.partly_adopted)


def house(folder: Path, rows: int) -> Flask:
    """An application with *rows* contributions in it."""
    app = create_app(
        Settings(
            mode="development",
            secret_key=DEVELOPMENT_KEY,
            receipt_key=DEVELOPMENT_KEY,
            data_dir=folder,
            base_url="http://localhost",
            htmx_source="local",
        )
    )
    with app.app_context():
        upgrade()
        _fill(rows)
        db.session.remove()
    return app


def _fill(rows: int) -> None:
    cast = make_cast()
    track = make_open_track(cast.bram, slug=SLUG)
    other = make_open_track(cast.bram, slug="zuiderpark", title="Zuiderpark")
    _furnish(make_track(cast.bram, slug="kade").rooms[0])
    shuffled = random.Random(20261122)
    people = (cast.bram.id, cast.streets.id)
    lane = Area(code="LINDE", name="Lindestraat", kind=AreaKind.street)
    theme = Theme(track=track, title="Bankjes", made_by=cast.bram, made_at=clock.now())
    db.session.add_all([lane, theme])
    db.session.flush()
    narrowed = Narrowed(lane.id, theme.id, track.room.open_questions[0].id)
    for start in range(0, rows, 10_000):
        batch = [
            _one(number, track if shuffled.random() < 0.9 else other, people, shuffled, narrowed)
            for number in range(start + 1, min(start + 10_000, rows) + 1)
        ]
        _insert(Contribution, [row["contribution"] for row in batch])
        _insert(Point, [{**row["point"], "outcome_id": None, "outcome_kind": None} for row in batch])
        _insert(Outcome, [row["outcome"] for row in batch if row["outcome"]])
        _insert(Promise, [row["promise"] for row in batch])
        _insert(Event, [event for row in batch for event in row["events"]])
        db.session.execute(text(
            "UPDATE point SET outcome_id = id, outcome_kind = (SELECT kind FROM outcome WHERE outcome.id = point.id) "
            "WHERE id > :start AND EXISTS (SELECT 1 FROM outcome WHERE outcome.id = point.id)"
        ), {"start": start})  # fmt: skip
        db.session.commit()
    _make_findable()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _furnish(room: DeclaredRoom) -> None:
    """As many departments and fixed points as a town hall has: in a table of one row the engine looks no key up."""
    for number in range(10, 40):
        db.session.add(Department(name=f"Afdeling {number}"))
        room.fixed_points.append(FixedPoint(text=f"Regel {number}", position=number))
        room.constraints.append(Constraint(text=f"Grens {number}", position=number))
    db.session.commit()


def _make_findable() -> None:
    """These rows came in behind the back of the actions, so they are put in the search index afterwards."""
    last: int | None = 0
    while last is not None:
        last = search.rebuild_after(last)
        db.session.commit()


def _insert(model: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model.__table__), rows)


def _sentence(shuffled: random.Random, length: int) -> str:
    return " ".join(shuffled.choices(WORDS, k=length)).capitalize() + "."


class Narrowed(NamedTuple):
    """What the list of the desk is narrowed to."""

    area_id: int
    theme_id: int
    question_id: int


def _one(
    number: int, track: Any, people: tuple[int, int], shuffled: random.Random, narrowed: Narrowed
) -> dict[str, Any]:
    words = " ".join(_sentence(shuffled, shuffled.randint(6, 14)) for _ in range(shuffled.randint(1, 5)))
    received = clock.now() - timedelta(minutes=number)
    answered = number % 2 == 0
    kind = KINDS[number // 2 % len(KINDS)]
    room = track.room
    contribution = {
        "id": number, "track_id": track.id, "room_id": room.id, "original_text": words,
        "language": "nl", "received_at": received, "code_hash": hashlib.sha256(str(number).encode()).hexdigest(),
        "public_state": PublicState.public, "checked_at": received, "checked_by_id": people[0], "source_note": "",
        "handler_id": people[0], "channel": Channel.web if number % 5 else Channel.paper,
        "kind": ContributionKind.worry if number % 3 else ContributionKind.idea,
        "question_id": None if number % 4 else narrowed.question_id, "area_id": narrowed.area_id if number % 3 else None,
        "department_id": None if number % 7 else people[1],
    }  # fmt: skip
    point = {"id": number, "contribution_id": number, "track_id": track.id, "position": 1, "title": "", "text": words,
             "public_text": words, "is_public": True, "theme_id": None if number % 6 else narrowed.theme_id}  # fmt: skip
    outcome = {
        "id": number, "point_id": number, "state": OutcomeState.published, "version": 1, "kind": kind,
        "reason": _sentence(shuffled, 12) + " " + _sentence(shuffled, 9), "reason_kind": ReasonKind.other_interest,
        "interest": "", "part_adopted": "", "part_not": "", "place": "", "path_id": room.paths[0].id, "forwarded_to": "",
        "written_at": received, "written_by_id": people[0], "published_by_id": people[0], "published_at": received,
    }  # fmt: skip
    promise = {
        "kind": PromiseKind.answer, "track_id": track.id, "contribution_id": number, "department_id": people[1],
        "owner_id": people[0], "made_at": received, "due": clock.today() + timedelta(days=number % 90 - 30 if number % 3 else -40),
        "kept_at": received if answered else None,
    }  # fmt: skip
    events = [{"at": received, "kind": "contribution.received", "who": Who.resident, "track_id": track.id,
               "contribution_id": number, "why": "", "data": {}}]  # fmt: skip
    return {"contribution": contribution, "point": point, "outcome": outcome if answered else None, "promise": promise,
            "events": events}  # fmt: skip
