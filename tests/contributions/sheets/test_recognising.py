"""A file is recognised by its columns; what is not taken along from another platform is said."""

import pytest

from participation.contributions.models import Channel
from participation.contributions.sheets.recognising import looks_like, recognise

EXPORTS = {
    "Decidim": (
        ["id", "participatory_space/id", "component/id", "title/nl", "body/nl", "state", "reference", "answer/nl",
         "published_at", "scope/name/nl"],
        {"text": "body/nl", "title": "title/nl", "received": "published_at", "area": "scope/name/nl",
         "source": "reference", "answer": "answer/nl", "outcome": "state"},
    ),
    "Consul": (
        ["id", "title", "description", "cached_votes_up", "hot_score", "created_at"],
        {"text": "description", "title": "title", "received": "created_at", "source": "id"},
    ),
    "Go Vocal (CitizenLab)": (
        ["ID", "Title", "Description", "Published at", "Comments", "Likes", "Dislikes", "Project", "Status"],
        {"text": "Description", "title": "Title", "received": "Published at", "source": "ID", "outcome": "Status"},
    ),
    "OpenStad": (
        ["id", "projectId", "title", "summary", "description", "createdAt", "modBreak"],
        {"text": "description", "title": "title", "received": "createdAt", "source": "id", "answer": "modBreak"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_of_another_platform_is_known_and_what_stays_behind_is_said(name: str) -> None:
    header, roles = EXPORTS[name]
    found = recognise(header)
    assert found.platform is not None and found.platform.name == name
    assert dict(found.roles) == roles
    assert "Steunbetuigingen en stemmen nemen wij niet mee" in found.platform.left
    assert found.platform.via is Channel.web


def test_an_own_list_is_recognised_by_the_words_above_its_columns() -> None:
    found = recognise(["Nr", "Naam", "Inbreng", "Ontvangen op", "Antwoord gemeente", "Buurt"])
    assert found.platform is None
    assert dict(found.roles) == {
        "text": "Inbreng", "received": "Ontvangen op", "area": "Buurt", "source": "Nr", "answer": "Antwoord gemeente",
    }  # fmt: skip


def test_where_there_is_only_a_title_that_is_the_text() -> None:
    assert dict(recognise(["id", "titel"]).roles) == {"text": "titel", "source": "id"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["", " "], "leeg in de eerste rijen"),
        (["24-11-2026", "1 mei 2026"], "dagen"),
        (["24-11-26", "01-05-26"], "dagen met een jaar van twee cijfers: die nemen wij niet aan"),
        (["12", "3,5"], "getallen"),
        (["amina@bewoner.example"], "e-mailadressen: die nemen wij niet over"),
        (["a" * 90], "tekst, tot 90 tekens in de eerste rijen"),
        (["ja", "nee", "ja"], "woorden: ‘ja’, ‘nee’"),
    ],
)
def test_a_column_is_described_by_its_first_rows(values: list[str], words: str) -> None:
    assert looks_like(values) == words
