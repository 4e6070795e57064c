"""Following a contribution: with the code for its resident, by its number for everybody."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from participation import clock
from participation.contributions import actions
from participation.contributions.models import Contribution, PublicState
from participation.db import db
from participation.outcomes import actions as outcomes
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.outcomes.rules import Decision
from participation.promises import actions as promises
from tests.factories.contributions import CODE, TEXT, check_public, cut, make_contribution
from tests.factories.outcomes import decision_values, make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

SAME_ANSWER = "Deze code kennen wij niet. Kijk of elk teken klopt. Lukt het niet? Bel ons."
LATER = datetime(2027, 2, 1, 11, 0, tzinfo=UTC)


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return make_contribution(make_open_track(cast.bram), code=CODE)


def open_page(visitor: Browser, code: str = CODE) -> Page:
    return visitor.post("/volg", {"code": code}, status=200)


def publish(contribution: Contribution, cast: Cast, kind: OutcomeKind, *, point: int = 0, version: int = 0) -> None:
    if contribution.public_state is PublicState.unchecked:
        check_public(contribution)
    chosen = contribution.points[point]
    decision = Decision(kind=kind, **decision_values(kind, chosen, colleague=cast.chantal))
    outcomes.publish(chosen, decision, base_version=version, actor=cast.bram, now=clock.now())
    db.session.commit()


def labels(page: Page) -> list[str]:
    return page.all(".trail__label")


@pytest.mark.parametrize("typed", [CODE, "7k4m q2xn 9trb v6hd", "7K4M-Q2XN-9TRB-V6HD", "  7K4MQ2XN9TRBV6HD\n"])
def test_the_code_opens_the_page_however_it_is_typed(visitor: Browser, contribution: Contribution, typed: str) -> None:
    page = open_page(visitor, typed)
    assert page.h1 == "Uw bijdrage is binnen. U krijgt nog antwoord."
    assert TEXT in page.text
    assert "Antwoord beloofd, uiterlijk 5 februari 2027" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_form_asks_for_nothing_but_the_code(visitor: Browser, cast: Cast) -> None:
    page = visitor.get("/volg")
    assert page.h1 == "Volg uw bijdrage"
    assert set(page.form("/volg")) == {"csrf_token", "code"}


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("7K4M Q2XN 9TRB V6HE", "a wrong code"),
        ("7K4M Q2XN 9TRB", "a code that is too short"),
        ("2026-00001", "the number, which opens nothing"),
        ("' OR 1=1 --", "nonsense"),
        ("\x00", "a sign that no code has"),
        ("é" * 5000, "a very long nothing"),
    ],
)
def test_every_code_that_opens_nothing_gets_the_very_same_answer(
    visitor: Browser, contribution: Contribution, typed: str, what: str
) -> None:
    page = visitor.post("/volg", {"code": typed}, status=422)
    assert page.errors == [SAME_ANSWER], what
    assert page.h1 == "Volg uw bijdrage"


def test_who_keeps_trying_has_to_wait_and_others_do_not(
    app: Flask, visitor: Browser, contribution: Contribution
) -> None:
    for _time in range(10):
        visitor.post("/volg", {"code": "0000 0000 0000 0000"}, status=422)
    page = visitor.post("/volg", {"code": CODE}, status=429)
    assert page.errors == ["Dat was te vaak achter elkaar. Wacht een kwartier en probeer het opnieuw."]
    assert 0 < int(page.response.headers["Retry-After"]) <= 900
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert Browser(app).post("/volg", {"code": CODE}, status=200, environ_base=elsewhere).h1


def test_the_code_is_in_no_address_no_session_and_no_link(visitor: Browser, contribution: Contribution) -> None:
    page = open_page(visitor)
    assert page.location == ""
    addresses = [str(tag.get("href") or tag.get("action") or "") for tag in page.soup.select("[href], [action]")]
    assert not [address for address in addresses if CODE in address]
    with visitor.client.session_transaction() as session:
        assert CODE not in str(dict(session))


def test_one_point_is_told_in_five_words(visitor: Browser, contribution: Contribution, cast: Cast) -> None:
    publish(contribution, cast, OutcomeKind.not_adopted)
    page = open_page(visitor)
    assert page.h1 == "We nemen uw idee niet over."
    assert labels(page) == ["U zei", "Wij besloten", "Waarom", "Waar het terechtkwam", "Wat er nog komt"]
    assert "Op 24 november 2026, door Bram de Boer." in page.text
    assert "Bel Bram de Boer: 0999 12 34 56." in page.text
    assert page.soup.select(".trail--ended .trail__step--end")


def test_two_points_each_get_their_own_answer_and_one_verdict(
    visitor: Browser, contribution: Contribution, cast: Cast
) -> None:
    parts = [("bomen bij de school", "Zet de bomen aan de kant van de school."),
             ("schaduw", "Dan staan de kinderen in de schaduw.")]  # fmt: skip
    cut(contribution, *parts)
    publish(contribution, cast, OutcomeKind.adopted)
    publish(contribution, cast, OutcomeKind.not_adopted, point=1)
    page = open_page(visitor)
    assert page.h1 == "U noemde twee punten. Eén nemen we over, één nemen we niet over."
    assert page.all(".answer h2") == ["Punt 1: bomen bij de school", "Punt 2: schaduw"]
    assert page.all(".answer .outcome") == ["Overgenomen", "Niet overgenomen"]
    assert page.one("svg.drawing desc").get_text().count("Punt") == 2


def test_a_point_that_waits_is_named_beside_one_that_was_answered(
    visitor: Browser, contribution: Contribution, cast: Cast
) -> None:
    parts = [("", "Zet de bomen aan de kant van de school."), ("", "Dan staan de kinderen in de schaduw.")]
    cut(contribution, *parts)
    publish(contribution, cast, OutcomeKind.adopted)
    page = open_page(visitor)
    assert page.h1 == "U noemde twee punten. Eén nemen we over, op één krijgt u nog antwoord."
    assert "U krijgt antwoord, uiterlijk 5 februari 2027." in page.text


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_every_kind_of_answer_has_its_page(
    visitor: Browser, contribution: Contribution, cast: Cast, kind: OutcomeKind
) -> None:
    publish(contribution, cast, kind)
    page = open_page(visitor)
    assert page.one(".answer .outcome").get_text().strip() == kind.label
    assert labels(page)[:3] == ["U zei", "Wij besloten", "Waarom"]


def test_what_was_adopted_is_followed_until_it_is_done(
    visitor: Browser, contribution: Contribution, cast: Cast
) -> None:
    publish(contribution, cast, OutcomeKind.adopted)
    outcomes.record_execution(
        contribution.points[0], ExecutionState.done, on=clock.today(), evidence="foto bij de school", actor=cast.bram,
        now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    page = open_page(visitor)
    assert "Het is klaar sinds 24 november 2026. Dat ziet u hier: foto bij de school." in page.text.replace("  ", " ")
    assert not page.soup.select(".trail__step--end")


def test_the_history_is_told_in_sentences(visitor: Browser, contribution: Contribution, cast: Cast) -> None:
    actions.take_on(contribution, actor=cast.bram, now=clock.now())
    texts = {contribution.points[0].id: TEXT}
    actions.check_public(contribution, texts, actor=cast.bram, now=clock.now())
    asked = actions.ask_in(contribution.points[0], cast.chantal, "Kan dat daar?", actor=cast.bram, now=clock.now())
    actions.accept_bring_in(asked, actor=cast.chantal, now=clock.now(), answer="Ja, geheim.")
    publish(contribution, cast, OutcomeKind.adopted)
    publish(contribution, cast, OutcomeKind.not_adopted, version=1)
    lines = open_page(visitor).all("#verloop ~ ol li p:last-child")
    assert lines == [
        "U stuurde uw bijdrage via de website.",
        "Wij beloofden u antwoord, uiterlijk 5 februari 2027.",
        "Bram de Boer zoekt nu het antwoord uit.",
        "Bram de Boer las uw bijdrage. Iedereen kan hem nu lezen.",
        "Bram de Boer vroeg Chantal Mulder om mee te kijken.",
        "Chantal Mulder kijkt mee.",
        "Bram de Boer gaf antwoord: Overgenomen.",
        "Bram de Boer verbeterde het antwoord: Niet overgenomen. Wat er eerst stond, kunt u nog lezen.",
    ]


def test_what_colleagues_ask_each_other_stays_inside(visitor: Browser, contribution: Contribution, cast: Cast) -> None:
    asked = actions.ask_in(contribution.points[0], cast.chantal, "Vertrouwelijk?", actor=cast.bram, now=clock.now())
    actions.decline_bring_in(asked, "Geen tijd voor.", actor=cast.chantal, now=clock.now())
    db.session.commit()
    page = open_page(visitor)
    assert "Chantal Mulder kan niet helpen. Wij zoeken zelf verder." in page.text
    assert "Vertrouwelijk" not in page.text
    assert "Geen tijd" not in page.text


def test_a_promise_that_was_kept_says_when(visitor: Browser, contribution: Contribution, cast: Cast) -> None:
    publish(contribution, cast, OutcomeKind.answered)
    assert "Nagekomen: u kreeg het op 24 november 2026" in open_page(visitor).text


def test_a_promise_that_broke_says_sorry_and_whom_to_call(visitor: Browser, contribution: Contribution) -> None:
    with clock.frozen(datetime(2027, 2, 6, 11, 0, tzinfo=UTC)):
        page = open_page(visitor)
    assert page.h1 == "We zijn te laat met ons antwoord. Dat spijt ons."
    assert "We zijn te laat. Dat spijt ons. Bel Bram de Boer: 0999 12 34 56" in page.text


def test_a_promise_kept_too_late_stays_visible_as_late(
    visitor: Browser, contribution: Contribution, cast: Cast
) -> None:
    with clock.frozen(datetime(2027, 2, 6, 11, 0, tzinfo=UTC)):
        publish(contribution, cast, OutcomeKind.answered)
        assert "Te laat: u kreeg het op 6 februari 2027. Dat spijt ons." in open_page(visitor).text


def test_a_promise_that_moved_says_why(visitor: Browser, contribution: Contribution, cast: Cast) -> None:
    (promise,) = promises.open_promises(contribution.id)
    promises.move(
        promise, date(2027, 3, 1), reason="Het onderzoek naar de bomen duurt langer dan wij dachten.", actor=cast.bram,
        now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    words = "U hoort van ons op 1 maart 2027, niet op 5 februari 2027. Dit is waarom: Het onderzoek naar de bomen"
    assert words in open_page(visitor).text


def test_a_hidden_contribution_says_why_and_still_gets_an_answer(
    visitor: Browser, contribution: Contribution, cast: Cast
) -> None:
    actions.hide(contribution, "Er staat veel in over uw buren.", actor=cast.bram, now=clock.now())
    db.session.commit()
    page = open_page(visitor)
    assert "Wij zetten uw bijdrage niet op de website. Dit is waarom: Er staat veel in over uw buren." in page.text
    assert "U krijgt wel antwoord." in page.text


def test_something_is_added_and_the_original_stays(visitor: Browser, contribution: Contribution) -> None:
    form = open_page(visitor).form("/volg/toevoegen")
    page = visitor.post("/volg/toevoegen", {**form, "text": "En een bank."}, status=200)
    assert "Wij hebben dit toegevoegd. Dank u wel." in page.text
    assert page.all(".words p")[-1] == "En een bank."
    assert TEXT in page.text
    assert "U voegde iets toe." in page.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Schrijf op wat u wilt toevoegen."),
        ("a\x00b", "Er staat een teken in de tekst dat wij niet kunnen bewaren."),
        ("a" * 20_001, "Uw tekst heeft 20001 tekens."),
    ],
)
def test_an_addition_that_cannot_be_kept_gives_the_text_back(
    visitor: Browser, contribution: Contribution, text: str, sentence: str
) -> None:
    page = visitor.post("/volg/toevoegen", {"code": CODE, "text": text}, status=422)
    assert sentence in page.errors[0]
    assert page.form("/volg/toevoegen")["text"] == text.replace("\x00", "�")


def test_withdrawing_asks_first_and_takes_it_from_the_website(visitor: Browser, contribution: Contribution) -> None:
    check_public(contribution)
    number = contribution.number
    form = open_page(visitor).form("/volg/intrekken")
    asked = visitor.post("/volg/intrekken", form, status=200)
    assert asked.h1 == "Wilt u uw bijdrage intrekken?"
    visitor.get(f"/bijdragen/{number}")
    page = visitor.post("/volg/intrekken", asked.form("/volg/intrekken"), status=200)
    assert page.h1 == "U trok deze bijdrage in."
    assert "U hebt uw bijdrage ingetrokken." in page.text
    visitor.get(f"/bijdragen/{number}", status=404)
    refused = visitor.post("/volg/toevoegen", {"code": CODE, "text": "Toch wel"}, status=422)
    assert "U trok deze bijdrage in." in refused.text


@pytest.mark.parametrize("address", ["/volg/toevoegen", "/volg/intrekken"])
def test_without_the_right_code_nothing_can_be_done(visitor: Browser, contribution: Contribution, address: str) -> None:
    page = visitor.post(address, {"code": "0000 0000 0000 0000", "text": "Hallo", "sure": "ja"}, status=422)
    assert page.errors == [SAME_ANSWER]
    assert db.session.get_one(Contribution, 1).withdrawn_at is None


# The public page


def test_everybody_reads_the_public_version_only(visitor: Browser, contribution: Contribution, cast: Cast) -> None:
    check_public(contribution, "Zet de bomen bij de school.")
    publish(contribution, cast, OutcomeKind.adopted)
    page = visitor.get(f"/bijdragen/{contribution_number()}")
    assert page.h1 == f"Bijdrage {contribution_number()}"
    assert "Zet de bomen bij de school." in page.text
    assert "Dan staan de kinderen in de schaduw." not in page.text
    assert "We nemen uw idee over." in page.text
    assert labels(page) == ["U zei", "Wij besloten", "Waarom", "Waar het terechtkwam", "Wat er nog komt"]
    assert not page.soup.select("main form")


def contribution_number() -> str:
    return db.session.query(Contribution).one().number


def test_an_earlier_answer_stays_readable(visitor: Browser, contribution: Contribution, cast: Cast) -> None:
    check_public(contribution)
    make_outcome(contribution.points[0], OutcomeKind.not_adopted, reason="Wij dachten dat er kabels lagen.")
    make_outcome(contribution.points[0], OutcomeKind.adopted, reason="Er liggen geen kabels, bleek na onderzoek.")
    (promise,) = promises.open_promises(contribution.id)
    promises.keep(promise, now=clock.now())
    db.session.commit()
    page = visitor.get(f"/bijdragen/{contribution_number()}")
    assert page.one(".answer__head .outcome").get_text().strip() == "Overgenomen"
    earlier = page.one("details.earlier").get_text()
    assert "Wij dachten dat er kabels lagen." in earlier
    assert "Niet overgenomen" in earlier


def hide(contribution: Contribution, cast: Cast) -> None:
    actions.hide(contribution, "Er staat veel in over uw buren.", actor=cast.bram, now=clock.now())


def withdraw(contribution: Contribution, _cast: Cast) -> None:
    actions.withdraw(contribution, now=clock.now())


@pytest.mark.parametrize("what", [None, hide, withdraw])
def test_what_is_not_public_is_not_there(
    visitor: Browser, contribution: Contribution, cast: Cast, what: object
) -> None:
    if callable(what):
        check_public(contribution)
        what(contribution, cast)
        db.session.commit()
    visitor.get(f"/bijdragen/{contribution_number()}", status=404)


@pytest.mark.parametrize("number", ["2025-00001", "2026-1", "2026-99999", "1", "abc", "2026-9999999999", "2026-０0001"])
def test_an_unknown_number_is_not_there(visitor: Browser, contribution: Contribution, number: str) -> None:
    check_public(contribution)
    visitor.get(f"/bijdragen/{number}", status=404)


def test_the_pages_cost_the_same_for_one_point_and_for_three(
    app: Flask, visitor: Browser, contribution: Contribution, cast: Cast
) -> None:
    track = contribution.track
    three = make_contribution(track, "Een. Twee. Drie.", code="AAAABBBBCCCCDDDD")
    cut(three, ("", "Een."), ("", "Twee."), ("", "Drie."))
    for point in range(3):
        publish(three, cast, OutcomeKind.adopted, point=point)
    publish(contribution, cast, OutcomeKind.adopted)
    numbers = [check_public(contribution).number, check_public(three).number]
    costs = []
    for code, number in zip([CODE, "AAAABBBBCCCCDDDD"], numbers, strict=True):
        token = visitor.token()
        with counted(app) as yours:
            visitor.post("/volg", {"code": code, "csrf_token": token}, status=200)
        with counted(app) as public:
            visitor.get(f"/bijdragen/{number}")
        costs.append((len(yours), len(public)))
    assert costs[0] == costs[1], costs
    assert costs[0][0] <= 17, yours
    assert costs[0][1] <= 14, public
