"""A grouped answer on the screen: begin it, look at every letter, let it go, call it back, and see how far it is."""

from datetime import timedelta

import pytest

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.grouped import actions, rules
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter, Standing
from participation.outcomes.models import Outcome
from tests.conftest import NOON
from tests.outcomes.grouped.letters import LEAVES, REASON, neighbours, released, send, theme_of, written
from tests.support.cast import Cast
from tests.support.page import Browser, Page

NEW = "/werk/groepsantwoorden/nieuw"


@pytest.fixture
def said(cast: Cast) -> list[Contribution]:
    return neighbours(cast.bram)


def the_answer() -> GroupedAnswer:
    db.session.rollback()
    return db.session.query(GroupedAnswer).order_by(GroupedAnswer.id.desc()).limit(1).one()


def letters() -> list[GroupedLetter]:
    db.session.rollback()
    return db.session.query(GroupedLetter).order_by(GroupedLetter.id).all()


def address(answer: GroupedAnswer) -> str:
    return f"/werk/groepsantwoorden/{answer.id}"


def letter_address(answer: GroupedAnswer) -> str:
    return f"{address(answer)}/brieven/{letters()[0].id}"


def adopted(page: Page, where: str, **values: str) -> dict[str, str]:
    """The form filled in for something that is adopted."""
    path = page.soup.select_one("input[name=path]")
    lineage = str(path["value"]) if path else f"path:{the_answer().track.room.paths[0].lineage}"  # type: ignore[union-attr]
    fields = page.form(f"{where}/antwoord")
    return {**fields, "kind": "adopted", "path": lineage, "reason": REASON, **values}


def test_from_a_theme_to_letters_that_leave_in_ten_minutes(bram: Browser, said: list[Contribution]) -> None:
    where = bram.post(f"/werk/themas/{theme_of(said).id}/groepsantwoord").location
    page = bram.get(where)
    assert page.h1 == "Bomen bij de school"
    assert "Eén antwoord voor 3 bewoners. Iedereen krijgt een eigen brief." in page.text
    shown = bram.post(f"{where}/antwoord", adopted(page, where, doe="bekijk"), status=200)
    assert "Zet boom 1 bij de school." in shown.one(".preview").get_text()
    assert REASON.split(".")[0] in shown.one(".preview").get_text()
    assert the_answer().reason == "", "looking keeps nothing"
    after = bram.post(f"{where}/antwoord", adopted(page, where, doe="verstuur"))
    page = bram.get(after.location)
    assert "Tot 12.10 uur kunt u alles terugroepen. Tot dan leest niemand iets." in page.text
    assert the_answer().leaves_at == LEAVES
    bram.post(f"{where}/doe", {"doe": "terugroepen"})
    assert the_answer().standing is Standing.draft
    assert "Alles is teruggeroepen." in bram.get(where).text


def test_with_htmx_only_the_piece_that_changes_comes_back(bram: Browser, said: list[Contribution]) -> None:
    where = address(written(said))
    page = bram.get(where)
    piece = bram.post(f"{where}/antwoord", adopted(page, where, doe="kies"), status=200, htmx=True)
    assert piece.one("#antwoord-vak")
    assert bram.post(f"{where}/antwoord", adopted(page, where, doe="bekijk"), status=200, htmx=True).one("#meelezen")


def test_for_what_the_list_found_in_one_track(bram: Browser, said: list[Contribution]) -> None:
    title = said[0].track.title
    page = bram.get(NEW)
    assert "Welk traject bedoelt u?" in page.text
    page = bram.get(page.link(title))
    assert "U kiest" in page.text
    where = bram.post(NEW, page.form(NEW)).location
    assert len(letters()) == 3
    assert where == address(the_answer())


def test_for_what_was_ticked_in_the_list(bram: Browser, said: list[Contribution]) -> None:
    slug, first, last = said[0].track.slug, said[0].id, said[2].id
    page = bram.get(f"{NEW}?traject={slug}&bijdrage={first}&bijdrage={last}")
    assert "U kiest 2 bijdragen" in page.text
    bram.post(NEW, {"title": "Twee", "traject": slug, "bijdrage": [str(first), str(last)]})
    assert [one.contribution_id for one in letters()] == [first, last]


def test_a_selection_in_which_nobody_waits_makes_no_grouped_answer(bram: Browser, said: list[Contribution]) -> None:
    slug = said[0].track.slug
    written(said)
    page = bram.post(NEW, {"title": "Nog eens", "traject": slug}, status=422)
    assert page.errors == ["Hier wacht niemand meer op antwoord, of ze staan al in een ander groepsantwoord."]
    assert db.session.query(GroupedAnswer).count() == 1


def test_the_letter_is_shown_as_the_resident_will_get_it_and_one_walks_from_one_to_the_next(
    bram: Browser, said: list[Contribution]
) -> None:
    first = letter_address(written(said))
    page = bram.get(first)
    assert "Zet boom 1 bij de school." in page.one(".preview").get_text()
    assert page.one(".preview").get_text().count("Bel ") == 1
    bram.post(f"{first}/eigen", page.form(f"{first}/eigen") | {"own": "U noemde de bank.", "place": "na"})
    shown = bram.get(first).one(".preview").get_text()
    assert shown.index("Daar geven ze schaduw") < shown.index("U noemde de bank.")
    second = bram.get(bram.get(first).link("Volgende brief"))
    assert "Zet boom 2 bij de school." in second.text
    assert second.link("Vorige brief") == first


def test_one_that_does_not_fit_is_taken_out_with_a_reason_and_put_back(bram: Browser, said: list[Contribution]) -> None:
    answer = written(said)
    where, first = address(answer), letter_address(answer)
    page = bram.post(f"{first}/eruit", {"why": ""}, status=422)
    assert page.errors == ["Schrijf kort op waarom dit antwoord hier niet past. Alleen collega’s lezen dat."]
    bram.post(f"{first}/eruit", {"why": "Gaat over een andere school."})
    assert "Eruit gehaald: Gaat over een andere school." in bram.get(first).text
    assert "Eén antwoord voor 2 bewoners." in bram.get(where).text
    assert "boom 1" in bram.get(f"{where}?toon=eruit").text
    bram.post(f"{first}/terug")
    assert "Eén antwoord voor 3 bewoners." in bram.get(where).text


def test_who_saves_second_hears_it_and_both_texts_are_there(
    bram: Browser, cast: Cast, said: list[Contribution]
) -> None:
    where, name, chantal = address(written(said)), cast.chantal.name, cast.chantal.id
    page = bram.get(where)
    theirs = rules.decision_of(the_answer())
    actions.save(the_answer(), "Bomen", theirs, base=None, actor=db.session.get_one(User, chantal),
                 now=NOON + timedelta(minutes=1))  # fmt: skip
    db.session.commit()
    page = bram.post(f"{where}/antwoord", adopted(page, where, doe="bewaar", reason=f"Van mij. {REASON}"), status=409)
    assert f"{name} heeft intussen een andere tekst bewaard." in page.text
    assert page.form(f"{where}/antwoord")["reason"] == f"Van mij. {REASON}"
    bram.post(f"{where}/antwoord", page.form(f"{where}/antwoord") | {"doe": "bewaar"})
    assert the_answer().reason == f"Van mij. {REASON}"


def test_who_writes_an_own_sentence_second_hears_it_too(bram: Browser, said: list[Contribution]) -> None:
    first = letter_address(written(said))
    page = bram.get(first)
    one = letters()[0]
    actions.say_own(one, "Van een collega.", own_first=True, base="", actor=one.grouped.made_by, now=NOON)
    db.session.commit()
    page = bram.post(f"{first}/eigen", page.form(f"{first}/eigen") | {"own": "Van mij."}, status=409)
    assert "Dit staat er nu: Van een collega." in page.text
    assert page.form(f"{first}/eigen")["own"] == "Van mij."
    bram.post(f"{first}/eigen", page.form(f"{first}/eigen"))
    assert letters()[0].own == "Van mij."


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(bram: Browser, said: list[Contribution]) -> None:
    where = address(written(said))
    typed = adopted(bram.get(where), where, doe="verstuur", path="", reason="Te kort.")
    page = bram.post(f"{where}/antwoord", typed, status=422)
    assert len(page.errors) == 2
    assert page.form(f"{where}/antwoord")["reason"] == "Te kort."
    assert the_answer().standing is Standing.draft


def test_how_far_it_is_is_said_in_a_bar_and_in_words(bram: Browser, said: list[Contribution]) -> None:
    answer = released(said)
    where, number = address(answer), answer.id
    said[0].withdrawn_at = NOON
    db.session.commit()
    send(number, most=2)
    with clock.frozen(LEAVES):
        page = bram.get(where)
        assert "1 van 3 mensen hebben hun antwoord." in page.text
        assert (page.one("progress")["value"], page.one("progress")["max"]) == ("1", "3")
        assert "1 van 3 mensen hebben hun antwoord." in bram.get(f"{where}/voortgang", htmx=True).text
        send(number)
        page = bram.get(where)
    assert "2 van 3 mensen hebben hun antwoord." in page.text
    assert "Eén brief ging niet weg." in page.text
    assert "De bewoner heeft deze bijdrage ingetrokken." in bram.get(f"{where}?toon=overgeslagen").text
    assert page.one("#voortgang").get("hx-get") is None, "nothing is asked again when all is done"
    assert db.session.query(Outcome).count() == 2


def test_who_only_reads_along_sees_no_button(dirk: Browser, said: list[Contribution]) -> None:
    where = address(written(said))
    assert not dirk.get(where).soup.select("#antwoord")
    dirk.post(f"{where}/antwoord", {"doe": "bewaar"}, status=403)
    dirk.post(f"{where}/doe", {"doe": "weggooien"}, status=403)


def test_it_is_thrown_away_and_everybody_waits_for_an_own_answer(bram: Browser, said: list[Contribution]) -> None:
    bram.post(f"{address(written(said))}/doe", {"doe": "weggooien"})
    assert db.session.query(GroupedAnswer).count() == 0
    assert "Er is nog geen groepsantwoord" in bram.get("/werk/groepsantwoorden").text


def test_that_the_rest_may_leave_is_only_said_when_there_is_a_rest(bram: Browser, said: list[Contribution]) -> None:
    pages: list[Page] = []
    where = bram.post(f"/werk/themas/{theme_of(said).id}/groepsantwoord").location
    for number in [letter.point.contribution.number for letter in letters()]:
        draft = bram.get(f"/werk/bijdragen/{number}").form(f"/werk/bijdragen/{number}/uitkomst")
        bram.post(
            f"/werk/bijdragen/{number}/uitkomst", {**draft, "kind": "answered", "reason": REASON, "doe": "bewaar"}
        )
        pages.append(bram.get(where))
    assert [("De rest wel." in page.text) for page in pages] == [True, True, False]
    page = pages[-1]
    assert "Hier ligt al een eigen concept. Publiceer het, of gooi het weg." in page.text
    assert "3 brieven kunnen nu nog niet weg." in page.text
