"""An honest track and room without a database, to be spoiled in one place by a test."""

from datetime import UTC, date, datetime

from participation.accounts.models import Department, Role, User
from participation.places.models import Area, AreaKind
from participation.programmes.models import Programme, SharedQuestion
from participation.tracks.models import Track, TrackState
from participation.tracks.room import (
    Constraint,
    ConstraintKind,
    Criterion,
    DeclaredRoom,
    FixedPoint,
    FixedSource,
    LandingPath,
    Level,
    OpenQuestion,
    PathKind,
    RoomState,
    UnknownPoint,
)

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
STREETS, PARKS = Department(id=1, name="Straten"), Department(id=2, name="Groen")


def person(number: int, name: str, role: Role = Role.civil_servant) -> User:
    return User(id=number, name=name, role=role, department=STREETS, phone="0999 12 34 56", job_title="projectleider")


def honest_room() -> DeclaredRoom:
    """Level advise; one fixed point, two questions with a path each, one unknown point."""
    bram = person(1, "Bram de Boer")
    track = Track(
        id=1, slug="molenstraat", title="Molenstraat", summary="De straat gaat open.", author=bram, author_id=1,
        department=STREETS, department_id=1, contact=bram, contact_email="molenstraat@waterdam.example",
        areas=[Area(id=1, name="Molenbuurt", code="BU1", kind=AreaKind.neighbourhood)],
        shared_question=SharedQuestion(question="Hoe blijven straten koel?", programme=Programme(title="Straten")),
        opens_on=date(2026, 12, 1), closes_on=date(2027, 1, 10), promised_on=date(2027, 2, 5), state=TrackState.draft,
    )  # fmt: skip
    trees = OpenQuestion(id=11, position=1, question="Waar komen bomen?", can_change="De plek.", limits="",
                         example="Bij de school.")  # fmt: skip
    order = OpenQuestion(id=12, position=2, question="In welke volgorde werken we?", can_change="De volgorde.",
                         limits="", example="Eerst bij de winkels.")  # fmt: skip
    return DeclaredRoom(
        id=5, track=track, version=1, state=RoomState.draft, author=bram, author_id=1, level=Level.advise,
        why="U woont er.", honest=True, decider="Het college", mandate_holder="", capacity_hours=120, form="",
        consent_organ="", consent_source="", execution_consulted=True, execution_note="", no_programme_reason="",
        fixed_points=[FixedPoint(id=21, position=1, text="Het riool wordt vernieuwd.", reason="Het lekt.",
                                 source_kind=FixedSource.decision, source="Rioolplan", decided_by="De raad",
                                 decided_on=date(2025, 12, 18))],
        open_questions=[trees, order],
        unknown_points=[UnknownPoint(id=31, position=1, text="Komt er een warmtenet?", known_by=date(2027, 1, 22),
                                     who="De raad")],
        constraints=[Constraint(id=41, position=1, kind=ConstraintKind.budget, text="Er is geld.", room_left="Iets.")],
        criteria=[Criterion(id=51, position=1, text="Kinderen komen veilig op school.")],
        paths=[
            LandingPath(id=61, position=1, kind=PathKind.decision, organ="Het college", document="Definitief ontwerp",
                        decides_on=date(2027, 3, 9), latest_input_on=date(2027, 2, 19), executor="", questions=[trees]),
            LandingPath(id=62, position=2, kind=PathKind.execution, organ="De aannemer", document="Werkplan",
                        decides_on=date(2027, 5, 28), latest_input_on=date(2027, 5, 1), executor="", questions=[order]),
        ],
    )  # fmt: skip
