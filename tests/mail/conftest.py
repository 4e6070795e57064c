"""A mail that has everything a mail may have, and a server to send it to."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from participation.mail import rendering
from tests.support.post import PostOffice, post_office


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: None) -> Iterator[Path]:
    """A mail with everything a mail may have."""
    shutil.copytree(rendering.TEMPLATES, tmp_path / "mail")
    folder = tmp_path / "mail" / "greeting"
    folder.mkdir()
    (folder / "subject.txt").write_text("Dank u wel voor\nuw {{ thing }}\n")
    (folder / "body.txt").write_text(
        "{% extends '_base.txt' %}{% block body %}U schreef: {{ words }}. Antwoord op {{ due|day }}."
        "{% if code is defined %} Uw code is {{ code }}, {{ base_url }}/volg#{{ code }}{% endif %}{% endblock %}"
    )
    (folder / "body.html").write_text(
        "{% extends '_base.html' %}{% from '_parts.html' import code_box %}{% block body %}<p>{{ words }}</p>"
        "{% if code is defined %}{{ code_box(code) }}{% endif %}{% endblock %}"
    )
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path / "mail")
    rendering.environment.cache_clear()
    yield folder
    rendering.environment.cache_clear()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office
