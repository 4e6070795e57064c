"""The vision and the terms at the desk of the coordinator: written in versions, read by everybody, never lost."""

from typing import Any

import pytest
from flask import Flask

from participation.db import db
from participation.house import queries
from participation.house.rules import Said
from tests.factories.house import INTRO, REASON, make_terms, make_vision
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

VISION, TERMS = "/regie/visie", "/regie/afspraken"
NAUGHTY = 'Wij zeggen "ja" & <b>nee</b> <script>alert(1)</script> {{7*7}}'


def typed(page: Any, address: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends, with these fields otherwise."""
    return {**page.form(address), "reason": REASON, **changes}


class TestVision:
    def test_a_version_is_written_and_residents_read_it_at_once(self, dirk: Browser, visitor: Browser) -> None:
        page = dirk.get(VISION)
        assert "Er is nog geen visie" in page.text
        sent = typed(page, VISION, intro=INTRO, **{"rows-0-title": NAUGHTY, "rows-0-text": "Dat is zo."})
        dirk.post(VISION, {**sent, "doe": "bewaar"})
        told = visitor.get("/visie")
        assert NAUGHTY in told.text and not told.soup.select("main script")
        assert "Versie 1, van 24 november 2026." in told.text
        assert "Dirk Visser, dinsdag 24 november 2026" in dirk.get(VISION).text

    def test_rows_come_go_and_move_without_storing_anything(self, dirk: Browser) -> None:
        page = dirk.get(VISION)
        sent = typed(page, VISION, **{"rows-0-title": "Vroeg"})
        page = dirk.post(VISION, {**sent, "doe": "rij-erbij"}, status=200)
        sent = typed(page, VISION, **{"rows-1-title": "Eerlijk"})
        page = dirk.post(VISION, {**sent, "doe": "omhoog-2"}, status=200)
        assert [page.form(VISION)[f"rows-{number}-title"] for number in (0, 1)] == ["Eerlijk", "Vroeg"]
        page = dirk.post(VISION, {**typed(page, VISION), "doe": "rij-weg-1"}, status=200)
        assert "Weggehaald: ‘Eerlijk’" in page.text
        page = dirk.post(VISION, {**typed(page, VISION), "doe": "zet-terug"}, status=200)
        assert page.form(VISION)["rows-0-title"] == "Eerlijk"
        assert queries.vision() is None

    def test_htmx_gets_the_list_alone(self, dirk: Browser) -> None:
        sent = typed(dirk.get(VISION), VISION, **{"rows-0-title": "Vroeg"})
        page = dirk.post(VISION, {**sent, "doe": "rij-erbij"}, status=200, htmx=True)
        assert len(page.soup.select("#rijen li.panel")) == 2 and not page.soup.select("h1")

    def test_what_is_missing_is_named_at_its_row_and_everything_typed_stays(self, dirk: Browser) -> None:
        changes = {"rows-0-title": "Vroeg", "rows-1-title": "", "rows-2-text": "Zonder naam", "reason": ""}
        page = dirk.post(VISION, typed(dirk.get(VISION), VISION, intro=INTRO, **changes), status=422)
        assert page.errors == ["Geef dit uitgangspunt een korte naam.",
                               "Schrijf in minstens één hele zin waarom u dit verandert. Iedereen kan dit lezen."]  # fmt: skip
        form = page.form(VISION)
        assert (form["intro"], form["rows-0-title"], form["rows-1-text"]) == (INTRO, "Vroeg", "Zonder naam")

    def test_a_colleague_who_was_first_is_not_overwritten_unseen(self, dirk: Browser, cast: Cast) -> None:
        page = dirk.get(VISION)
        make_vision(cast.esther, Said("Van Esther"))
        db.session.commit()
        sent = typed(page, VISION, intro=INTRO, **{"rows-0-title": "Van Dirk"})
        again = dirk.post(VISION, sent, status=409)
        assert "Een collega maakte intussen een nieuwe versie." in again.text and "Van Esther" in again.text
        assert again.form(VISION)["rows-0-title"] == "Van Dirk"
        dirk.post(VISION, typed(again, VISION))
        vision = queries.vision()
        assert vision and (vision.version, vision.principles[0].title) == (2, "Van Dirk")

    def test_every_colleague_reads_it_and_only_coordinators_write(self, bram: Browser, cast: Cast) -> None:
        make_vision(cast.dirk)
        db.session.commit()
        page = bram.get(VISION)
        assert "Wij vragen vroeg" in page.text and not page.soup.select("main form")
        bram.post(VISION, {"intro": INTRO, "rows-0-title": "Van Bram", "reason": REASON, "seen": "1"}, status=403)
        bram.post(TERMS, {"feedback_weeks": "1"}, status=403)
        assert len(queries.versions()) == 1

    def test_an_older_version_stays_readable_and_says_that_it_is_old(self, visitor: Browser, cast: Cast) -> None:
        make_vision(cast.dirk)
        make_vision(cast.dirk, Said("Wij komen naar u toe"), reason="Niet iedereen schrijft graag.")
        db.session.commit()
        page = visitor.get("/visie?versie=1")
        assert "Dit is een oude versie." in page.text and "Wij vragen vroeg" in page.text
        now = visitor.get("/visie")
        assert "Wij vragen vroeg" not in now.text and "Niet iedereen schrijft graag." in now.text
        assert now.link("Lees versie 1") == "/visie?versie=1"
        for nonsense in ("3", "0", "x", "9" * 30, "٣"):
            visitor.get(f"/visie?versie={nonsense}", status=404)

    def test_without_a_vision_residents_still_read_what_holds(self, visitor: Browser) -> None:
        page = visitor.get("/visie")
        assert "U krijgt antwoord binnen 8 weken" in page.text
        assert visitor.get("/").link("Wat u van ons mag verwachten") == "/visie"


class TestTerms:
    def test_new_terms_hold_everywhere_at_once(self, dirk: Browser, visitor: Browser) -> None:
        sent = typed(dirk.get(TERMS), TERMS, feedback_weeks="6", ordinance="Participatieverordening 2026",
                     ordinance_url="https://waterdam.example/v", consult_promise="Wij luisteren, en leggen uit.",
                     consult_promise_en="We listen, and explain.")  # fmt: skip
        dirk.post(TERMS, sent)
        page = visitor.get("/begrippen")
        assert "U krijgt antwoord binnen 6 weken" in page.text and "Wij luisteren, en leggen uit." in page.text
        assert page.link("Participatieverordening 2026") == "https://waterdam.example/v"
        assert "We listen, and explain." in visitor.get("/begrippen?taal=en").text

    def test_words_without_a_translation_are_marked_as_dutch(self, visitor: Browser, cast: Cast, dirk: Browser) -> None:
        dirk.post(TERMS, typed(dirk.get(TERMS), TERMS, consult_promise="Wij luisteren, en leggen uit."))
        page = visitor.get("/begrippen?taal=en")
        assert [str(one) for one in page.one("#niveau-2").select("p span")] == [
            '<span lang="nl">Wij luisteren, en leggen uit.</span>'
        ]

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"feedback_weeks": "0"}, "Kies een heel getal van 1 tot en met 26 weken."),
            ({"feedback_weeks": "acht"}, "Dit is geen heel getal. Schrijf bijvoorbeeld: 8."),
            ({"review_days": ""}, "Kies een heel getal van 1 tot en met 30 werkdagen."),
            ({"feedback_weeks": "9" * 5000}, "Dit is geen heel getal. Schrijf bijvoorbeeld: 8."),
            ({"ordinance": "V", "ordinance_url": "javascript:alert(1)"}, "Dit is geen adres van een pagina."),
            ({"inform_binding": "y"}, "Bij informeren beslist de gemeente zelf."),
            ({"advise_promise": ""}, "Schrijf in hele zinnen wat adviseren een bewoner belooft."),
        ],
    )
    def test_nonsense_is_refused_with_a_sentence_at_the_field(
        self, dirk: Browser, changes: dict[str, str], sentence: str
    ) -> None:
        page = dirk.post(TERMS, typed(dirk.get(TERMS), TERMS, **changes), status=422)
        assert len(page.errors) == 1 and sentence in page.errors[0]
        assert {name: page.form(TERMS).get(name) for name in changes} == changes
        assert queries.terms_versions() == []

    def test_the_history_says_who_when_why_and_what_changed(self, dirk: Browser, cast: Cast) -> None:
        make_terms(cast.dirk)
        make_terms(cast.esther, feedback_weeks=6, ordinance="Verordening 2026", reason="De raad besloot dit zo.")
        db.session.commit()
        (newest, oldest) = dirk.get(TERMS).all("section[aria-labelledby=versies] > ol > li")
        assert "Esther Aydin" in newest and "De raad besloot dit zo." in newest and "24 november 2026" in newest
        assert "Eerst 8 weken, nu 6." in newest and "Eerst ‘niet ingevuld’, nu ‘Verordening 2026’." in newest
        assert "De oudste versie" in oldest

    def test_nothing_changed_is_no_version(self, dirk: Browser, cast: Cast) -> None:
        make_terms(cast.dirk)
        db.session.commit()
        page = dirk.post(TERMS, typed(dirk.get(TERMS), TERMS), status=422)
        assert page.errors == ["U veranderde niets. Er komt dus geen nieuwe versie."]


def test_the_pages_take_the_same_statements_however_many_versions_there_are(
    app: Flask, dirk: Browser, visitor: Browser, cast: Cast
) -> None:
    numbers = []
    for weeks in (6, 7):
        make_vision(cast.dirk, Said(f"Uitgangspunt {weeks}"))
        make_terms(cast.dirk, feedback_weeks=weeks)
        db.session.commit()
        found = []
        for browser, address in ((dirk, VISION), (dirk, TERMS), (visitor, "/visie"), (visitor, "/begrippen")):
            with counted(app) as statements:
                browser.get(address)
            found.append(len(statements))
        numbers.append(found)
        cast = type(cast)(**{**vars(cast), "dirk": db.session.merge(cast.dirk)})
    assert numbers[0] == numbers[1]
    assert numbers[0][2:] == [3, 4]
