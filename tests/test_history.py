"""The log cannot be changed, and whoever changes it behind our back is found, with the row."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from participation import anchors, clock, history, worker
from participation.db import db, writing
from participation.history import Broken, Event, Seal, SealedEvent, Who
from tests.support.cast import Cast

pytestmark = pytest.mark.usefixtures("database")
tampers = pytest.mark.breaks_invariants


def write_events(count: int, **data: object) -> None:
    with writing():
        for number in range(count):
            history.record("track.changed", now=clock.now() + timedelta(seconds=number), who=Who.system,
                           why="Omdat het moest – één keer 🌳", number=number, **data)  # fmt: skip


def seal_all() -> None:
    with writing():
        while history.seal(clock.now()):
            pass


@pytest.fixture
def three_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine events under three seals, and one that is not sealed yet."""
    monkeypatch.setattr(history, "BATCH", 3)
    write_events(9)
    seal_all()
    write_events(1)


def tamper(*statements: str) -> None:
    """Change the database as somebody with a shell on it can."""
    with writing() as session:
        if db.engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL session_replication_role = 'replica'"))
        else:
            for verb in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER IF EXISTS event_no_{verb}"))
        for statement in statements:
            session.execute(text(statement))


def noted() -> dict[int, str]:
    return {seal.id: seal.hash for seal in db.session.scalars(select(Seal))}


def test_an_event_says_who_when_what_and_why(cast: Cast) -> None:
    with writing():
        history.record("outcome.published", actor=cast.bram, now=clock.now(), why="Daarom", outcome_id=7)
        history.record("contribution.received", now=clock.now())
    staff, resident = db.session.scalars(select(Event).order_by(Event.id))
    assert (staff.who, staff.actor_id, staff.why, staff.data) == (Who.staff, cast.bram.id, "Daarom", {"outcome_id": 7})
    assert (resident.who, resident.actor_id) == (Who.resident, None)
    assert resident.at == clock.now()


@pytest.mark.parametrize("statement", ["UPDATE event SET why = 'anders'", "DELETE FROM event"])
def test_the_database_itself_refuses_to_change_or_remove_an_event(statement: str) -> None:
    write_events(1)
    with pytest.raises(DatabaseError, match="append-only"), writing() as session:
        session.execute(text(statement))
    assert db.session.scalar(select(func.count(Event.id))) == 1


def test_an_empty_log_is_in_order() -> None:
    assert history.verify() == (0, 0, "")


def test_events_are_sealed_in_batches_and_each_seal_holds_the_one_before(three_seals: None) -> None:
    found = history.verify()
    seals = db.session.scalars(select(Seal).order_by(Seal.id)).all()
    assert (found.events, found.seals, found.head) == (9, 3, seals[-1].hash)
    assert [seal.last_event_id for seal in seals] == [3, 6, 9]
    assert history.verify(noted()) == found


def test_sealing_twice_seals_nothing_twice(three_seals: None) -> None:
    seal_all()
    assert history.verify().events == 10
    assert not history.has_unsealed()
    with writing():
        assert history.seal(clock.now()) == 0


@tampers
@pytest.mark.parametrize(
    "column", ["why = 'anders'", "kind = 'track.opened'", "who = 'staff'", "data = '{\"number\": 99}'",
               "at = '2026-11-24 11:00:01.5'"],
)  # fmt: skip
def test_a_changed_event_is_named_whatever_was_changed(three_seals: None, column: str) -> None:
    tamper(f"UPDATE event SET {column} WHERE id = 5")
    with pytest.raises(Broken, match=r"^Event 5 was changed after it was sealed \(seal 2\)\.$"):
        history.verify()


@tampers
def test_the_first_of_several_changes_is_named(three_seals: None) -> None:
    tamper("UPDATE event SET why = 'x' WHERE id = 8", "DELETE FROM event WHERE id = 2")
    with pytest.raises(Broken, match="^Event 2 was removed"):
        history.verify()


@tampers
@pytest.mark.parametrize("number", [1, 3, 4, 9])
def test_a_removed_event_is_named(three_seals: None, number: int) -> None:
    tamper(f"DELETE FROM event WHERE id = {number}")
    with pytest.raises(Broken, match=f"^Event {number} was removed"):
        history.verify()


INSERT = (
    "INSERT INTO event (id, at, kind, who, why, data) "
    "VALUES ({id}, '2026-11-24 11:00:00', 'track.opened', 'system', '', '{{}}')"
)


@tampers
def test_an_event_slipped_in_at_the_place_of_another_is_found(three_seals: None) -> None:
    tamper("DELETE FROM event WHERE id = 5", INSERT.format(id=5))
    with pytest.raises(Broken, match="^Event 5 was changed"):
        history.verify()


@tampers
@pytest.mark.parametrize("number", [-3, 0])
def test_an_event_slipped_in_before_the_first_is_found(three_seals: None, number: int) -> None:
    tamper(INSERT.format(id=number))
    with pytest.raises(Broken, match=f"^Event {number} was inserted"):
        history.verify()


@tampers
def test_an_event_slipped_into_a_gap_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    write_events(2)
    tamper(INSERT.format(id=9))
    seal_all()
    tamper(INSERT.format(id=5))
    with pytest.raises(Broken, match=r"^Event 5 was inserted among sealed events \(seal 1\)"):
        history.verify()


@tampers
@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE seal SET hash = 'ffff' WHERE id = 2"],
        ["UPDATE sealed_event SET digest = 'ffff' WHERE event_id = 5", "UPDATE event SET why = 'x' WHERE id = 5"],
        ["DELETE FROM sealed_event WHERE event_id = 5", "DELETE FROM event WHERE id = 5"],
        ["DELETE FROM sealed_event WHERE seal_id = 2", "DELETE FROM seal WHERE id = 2"],
    ],
    ids=["a seal", "an event and its digest", "an event and its digest removed", "a whole seal removed"],
)
def test_a_change_under_a_seal_is_found(three_seals: None, statements: list[str]) -> None:
    tamper(*statements)
    with pytest.raises(Broken, match=r"Event [45] was|Seal [23] does not fit"):
        history.verify()


@tampers
def test_a_digest_that_was_forged_with_its_event_breaks_the_seal(three_seals: None) -> None:
    tamper("UPDATE event SET why = 'x' WHERE id = 5")
    forged = db.session.get(Event, 5)
    assert forged is not None
    tamper(f"UPDATE sealed_event SET digest = '{forged.digest()}' WHERE event_id = 5")
    with pytest.raises(Broken, match="^Seal 2 does not fit events 4 to 6 or the seal before it"):
        history.verify()


@tampers
def test_a_log_that_lost_its_end_is_found_with_what_was_noted_outside(three_seals: None) -> None:
    before = noted()
    tamper(
        "DELETE FROM sealed_event WHERE seal_id = 3", "DELETE FROM seal WHERE id = 3", "DELETE FROM event WHERE id > 6"
    )
    assert history.verify().seals == 2
    with pytest.raises(Broken, match="^Seal 3 was noted outside the database and is gone"):
        history.verify(before)


@tampers
def test_a_log_that_was_written_anew_is_found_with_what_was_noted_outside(three_seals: None) -> None:
    before = noted()
    tamper("DELETE FROM sealed_event", "DELETE FROM seal", "UPDATE event SET why = 'x' WHERE id = 1")
    seal_all()
    with pytest.raises(Broken, match="^Seal 1 (is not the seal that was|was) noted outside the database"):
        history.verify(before)


def test_every_row_is_looked_at_as_it_is_now_not_as_the_session_remembers_it(three_seals: None) -> None:
    remembered = db.session.get(Event, 5)
    assert remembered is not None
    digest = remembered.digest()
    assert digest == db.session.scalar(select(SealedEvent.digest).where(SealedEvent.event_id == 5))


# The command


def test_the_command_counts_what_is_in_order(app: Flask, three_seals: None) -> None:
    result = app.test_cli_runner().invoke(args=["history", "verify"])
    assert result.output.strip() == f"9 events in 3 seals, all in order; head {noted()[3]}"
    assert result.exit_code == 0


@tampers
def test_the_command_names_the_first_fault_and_fails(app: Flask, three_seals: None) -> None:
    tamper("UPDATE event SET why = 'x' WHERE id = 4")
    result = app.test_cli_runner().invoke(args=["history", "verify"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip() == "Event 4 was changed after it was sealed (seal 2)."


@tampers
def test_the_worker_notes_every_seal_outside_the_database(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    file = anchors.file_of(settings)
    file.unlink(missing_ok=True)
    try:
        write_events(3)
        assert worker.run_once([job for job in worker.jobs(settings) if job.name == "seal"])
        assert anchors.read(file) == noted()
        tamper("DELETE FROM sealed_event", "DELETE FROM seal", "DELETE FROM event WHERE id = 3")
        seal_all()
        result = app.test_cli_runner().invoke(args=["history", "verify"])
        assert result.exit_code == 1
        assert result.stderr.startswith("Seal 1 ") and "noted outside the database" in result.stderr
    finally:
        file.unlink()
