"""The schema comes from migrations alone, changes without losing a row, and can go back."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from participation import create_app, history, schema
from participation.config import DEVELOPMENT_KEY, Settings
from participation.db import db, writing
from participation.models import metadata
from tests.factories.tracks import make_open_track
from tests.support import postgres
from tests.support.cast import make_cast


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    """An application on a database in which nothing has happened yet."""
    app = create_app(
        Settings(
            mode="development",
            secret_key=DEVELOPMENT_KEY,
            receipt_key=DEVELOPMENT_KEY,
            data_dir=tmp_path / "data",
            database_url=postgres.new_database() if postgres.is_wanted() else "",
        )
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def content() -> dict[str, str]:
    """A fingerprint of every row of every table."""
    db.session.rollback()
    return {
        table.name: hashlib.sha256(
            json.dumps([list(row) for row in db.session.execute(select(table).order_by(*table.primary_key))],
                       default=str).encode()
        ).hexdigest()
        for table in metadata.sorted_tables
    }  # fmt: skip


def fill() -> None:
    """Rows with every kind of value: nothing at all, the longest text, four-byte letters."""
    people = make_cast()
    track = make_open_track(people.bram, summary="🌳 Zoë – Łukasz\n" * 1000)
    history.record("track.opened", now=track.created_at, actor=people.bram, track_id=track.id, note=None)
    history.seal(track.created_at)
    db.session.commit()


def names() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_an_empty_database_gets_every_table_and_the_models_agree(house: Flask) -> None:
    assert not schema.is_current()
    upgrade()
    assert names() >= {*metadata.tables, "alembic_version"}
    assert schema.is_current()
    check()


def test_upgrading_again_changes_no_row(house: Flask) -> None:
    upgrade()
    fill()
    before = content()
    upgrade()
    assert content() == before
    assert history.verify().events == 1


def test_the_way_back_leaves_nothing_and_the_way_up_can_be_gone_again(house: Flask) -> None:
    upgrade()
    fill()
    db.session.remove()
    downgrade(revision="base")
    assert names() == {"alembic_version"}
    upgrade()
    check()
    fill()


def test_keys_are_checked_after_a_migration(house: Flask) -> None:
    upgrade()
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(text("INSERT INTO sign_in (token_hash, user_id, at) VALUES ('x', 999, '2026-11-24 11:00:00')"))


# A later migration that builds a table anew, as Alembic does on SQLite for every change of a column

SCRATCH = {
    "9001_family.py": '''
"""A table with children that go when their parent goes."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9001", "0001"
def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE"), nullable=False))
def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
''',
    "9002_rebuild.py": '''
"""The parent gets another shape."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9002", "9001"
def upgrade():
    keys = op.get_bind().exec_driver_sql("PRAGMA foreign_keys").scalar() if op.get_bind().dialect.name == "sqlite" else 0
    op.get_bind().execute(sa.text("UPDATE parent SET name = :keys"), {"keys": str(keys)})
    with op.batch_alter_table("parent", recreate="auto") as batch:
        batch.alter_column("name", existing_type=sa.Text, nullable=False)
        batch.add_column(sa.Column("age", sa.Integer))
def downgrade():
    with op.batch_alter_table("parent") as batch:
        batch.drop_column("age")
''',
    "9003_breaks.py": '''
"""Goes wrong half-way."""
from alembic import op
revision, down_revision = "9003", "9002"
def upgrade():
    op.execute("UPDATE parent SET name = 'half'")
    op.execute("SELECT no_such_thing FROM nowhere")
def downgrade():
    pass
''',
}


@pytest.fixture
def family(house: Flask, tmp_path: Path) -> str:
    """The folder of migrations with three more; the first of them is applied, with 3 parents and 500 children."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, script in SCRATCH.items():
        (folder / "versions" / name).write_text(script)
    upgrade(directory=str(folder), revision="9001")
    with writing() as session:
        session.execute(text("INSERT INTO parent (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c')"))
        session.execute(
            text("INSERT INTO child (id, parent_id) VALUES (:id, :parent)"),
            [{"id": number, "parent": number % 3 + 1} for number in range(500)],
        )
    db.session.remove()
    return str(folder)


def children() -> int:
    db.session.rollback()
    return int(db.session.scalar(text("SELECT count(*) FROM child")) or 0)


def test_a_table_that_is_built_anew_keeps_the_rows_below_it(family: str) -> None:
    upgrade(directory=family, revision="9002")
    assert children() == 500
    assert set(db.session.scalars(text("SELECT name FROM parent"))) == {"0"}, "keys are off while a table is rebuilt"
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(text("INSERT INTO child (id, parent_id) VALUES (999, 999)"))


def test_a_migration_that_fails_half_way_changes_nothing_and_keys_are_on_again(family: str) -> None:
    with pytest.raises(Exception, match="nowhere"):
        upgrade(directory=family, revision="9003")
    db.session.rollback()
    assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == "9002"
    assert set(db.session.scalars(text("SELECT name FROM parent"))) == {"0"}
    assert children() == 500
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(text("INSERT INTO child (id, parent_id) VALUES (999, 999)"))
