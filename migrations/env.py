"""Runs the migrations on the application's own database."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from participation import models

target_metadata = models.metadata
MADE_BY_HAND = (
    "contribution_words_index",
    "public_words_index",
    "ix_contribution_words_lexemes",
    "ix_public_words_lexemes",
)


def is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """The search index of the engine (and where it keeps it) is made by hand in the migrations."""
    return name is None or not (name == "lexemes" or name.startswith(MADE_BY_HAND))


def run(connection: Connection) -> None:
    options = current_app.extensions["migrate"].configure_args
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        transaction_per_migration=True,
        include_name=is_ours,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """SQLite ignores this pragma inside a transaction, and a table rebuild with it on empties the tables below."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            raw = connection.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            run(connection)
        finally:
            if engine.dialect.name == "sqlite":
                connection.rollback()
                raw.execute("PRAGMA foreign_keys=ON")


run_online()
