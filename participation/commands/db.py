"""`flask db`: the migrations. The group is Flask-Migrate's own; here it is read only when somebody asks for it."""

from flask_migrate.cli import db

__all__ = ["db"]
