"""The documents say what is true."""

import re
from pathlib import Path

import click
import pytest
from flask import Flask

from participation.db import Base
from participation.models import metadata  # noqa: F401  (every class is imported by it)

TOP = Path(__file__).resolve().parent.parent


def test_every_concept_has_its_dutch_word_in_the_glossary() -> None:
    words = (TOP / "docs" / "glossary.md").read_text()
    missing = [mapper.class_.__name__ for mapper in Base.registry.mappers if f"`{mapper.class_.__name__}`" not in words]
    assert missing == []


def test_every_setting_is_in_the_operations_guide() -> None:
    source = (TOP / "participation" / "config.py").read_text()
    guide = (TOP / "docs" / "operations.md").read_text()
    settings = set(re.findall(r'environ\.get\("([A-Z_]+)"|_number\(environ, "([A-Z_]+)"', source))
    names = {first or second for first, second in settings} - {"FLASK_DEBUG"}
    names = {name for name in names if not name.startswith("MUNICIPALITY_")}
    assert {name for name in names if f"`{name}`" not in guide} == set()


def test_every_command_is_in_the_operations_guide(app: Flask) -> None:
    guide = (TOP / "docs" / "operations.md").read_text()
    ours = set(app.cli.list_commands(click.Context(app.cli))) - {"run", "shell", "routes", "db"}
    assert {name for name in ours if f"`{name}" not in guide} == set()


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = TOP / "docs" / "adr"
    index = (folder / "README.md").read_text()
    assert [path.name for path in sorted(folder.glob("0*.md")) if path.name not in index] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_holds_hashes_and_no_addresses(name: str) -> None:
    text = (TOP / name).read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text


@pytest.mark.parametrize("path", ["README.md", *sorted(str(p.relative_to(TOP)) for p in (TOP / "docs").rglob("*.md"))])
def test_no_link_in_the_documents_is_dead(path: str) -> None:
    document = TOP / path
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text())
    dead = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert dead == []
