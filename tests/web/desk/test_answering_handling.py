"""What a colleague does with a contribution besides answering it."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from participation import clock, history
from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Channel, Contribution, ContributionKind, PublicState
from participation.db import db
from participation.outcomes.models import ExecutionState, ExecutionStep
from participation.promises.models import Promise
from participation.tracks.room import RoomState
from tests.factories.contributions import check_public, cut, make_contribution
from tests.factories.outcomes import REASON, make_bring_in, make_outcome
from tests.factories.tracks import make_open_track, make_room
from tests.support.cast import Cast
from tests.support.page import Browser
from tests.web.desk.answering import SAID, adopted, outcomes, typed


def test_the_public_text_is_checked_before_anybody_reads_it(bram: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram), SAID)
    address, point = f"/werk/bijdragen/{contribution.number}", contribution.points[0].id
    page = bram.get(address)
    assert "Eerst nakijken: mag iedereen dit lezen?" in page.text
    data = {f"public-{point}": "Zet de bomen aan de kant van de school.", "doe": "openbaar", "punt": "1"}
    assert bram.post(f"{address}/openbaar", {**data, f"public-{point}": " "}, status=422).errors == [
        "Schrijf voor elk punt op wat iedereen mag lezen."
    ]
    bram.post(f"{address}/openbaar", data)
    found = db.session.scalars(select(Contribution)).one()
    assert (found.public_state, found.points[0].public_text) == (
        PublicState.public,
        "Zet de bomen aan de kant van de school.",
    )
    assert found.original_text == SAID


def test_publishing_before_the_check_says_what_comes_first(bram: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram), SAID)
    address = f"/werk/bijdragen/{contribution.number}"
    page = bram.post(f"{address}/uitkomst", adopted(bram.get(address), address, doe="publiceer"), status=422)
    assert page.errors == ["Kijk eerst de openbare tekst na: mag iedereen hem lezen, of niet en waarom niet?"]


def test_hiding_needs_a_reason_and_still_owes_an_answer(bram: Browser, address: str) -> None:
    assert bram.post(f"{address}/openbaar", {"doe": "verberg", "hide-reason": " "}, status=422).errors
    bram.post(
        f"{address}/openbaar", {"doe": "verberg", "hide-reason": "Het gaat over een buurman die te herkennen is."}
    )
    assert "Dit staat niet op de website." in bram.get(address).text
    assert db.session.scalars(select(Promise)).one().kept_at is None


def test_who_takes_it_on_finds_it_in_the_own_inbox(bram: Browser, cast: Cast, address: str) -> None:
    db.session.query(Promise).update({"owner_id": None})
    db.session.commit()
    bram.post(f"{address}/behandelen", {"doe": "pak-op"})
    assert len(bram.get("/werk").all(".inbox__said")) == 1
    page = bram.get(address)
    assert "Bram de Boer pakte de bijdrage op." in page.text
    assert "Bram de Boer gaat voor deze belofte zorgen." in page.text, "nothing is kept yet"


def test_it_goes_only_to_who_may_answer_here(bram: Browser, cast: Cast, address: str) -> None:
    page = bram.post(f"{address}/behandelen", {"doe": "geef", "geef-to": f"wie-{cast.chantal.id}"}, status=422)
    assert page.errors


def test_a_colleague_is_brought_in_and_says_yes(bram: Browser, chantal: Browser, cast: Cast, address: str) -> None:
    colleague = str(cast.chantal.id)
    assert bram.post(f"{address}/erbij", {"ask-colleague": colleague, "ask-question": " "}, status=422).errors
    assert bram.post(f"{address}/erbij", {"ask-colleague": "", "ask-question": "Wie weet dit?"}, status=422).errors
    bram.post(f"{address}/erbij", {"ask-colleague": colleague, "ask-question": "Wie beheert het licht?"})
    asked = db.session.scalars(select(BringIn)).one().id
    page = chantal.get(f"/werk/erbij/{asked}")
    assert page.h1 == "Bram de Boer vraagt u iets"
    assert "Zet de bomen aan de kant van de school." in page.text
    chantal.post(f"/werk/erbij/{asked}", {"answer": "Dat doen wij.", "doe": "ja"})
    assert "Bram de Boer leest uw antwoord." in chantal.get("/werk").text
    assert "U zei ja op dinsdag 24 november 2026." in chantal.get(f"/werk/erbij/{asked}").text
    page = bram.post(
        f"{address}/uitkomst", typed(bram.get(address), address, kind="brought_in", doe="kies"), status=200
    )
    assert "Chantal Mulder" in " ".join(page.all(".choices"))
    data = typed(page, address, bring_in=f"bring_in:{asked}", later_on="2027-01-15", reason=REASON, doe="publiceer")
    bram.post(f"{address}/uitkomst", data)
    assert outcomes()[0].bring_in_id == asked


def test_saying_no_needs_a_reason_and_only_the_asked_colleague_answers(
    bram: Browser, chantal: Browser, cast: Cast, contribution: Contribution
) -> None:
    asked = make_bring_in(contribution.points[0], cast.chantal, accepted=False).id
    db.session.commit()
    bram.get(f"/werk/erbij/{asked}", status=403)
    chantal.get("/werk/erbij/99", status=404)
    page = chantal.post(f"/werk/erbij/{asked}", {"answer": "", "doe": "nee"}, status=422)
    assert page.errors == ["Schrijf op waarom u niet kunt helpen. Uw collega moet verder."]
    chantal.post(f"/werk/erbij/{asked}", {"answer": "Dit hoort bij het waterschap.", "doe": "nee"})
    assert db.session.scalars(select(BringIn)).one().state is BringInState.declined
    chantal.post(f"/werk/erbij/{asked}", {"answer": "Toch wel", "doe": "ja"}, status=409)


def test_what_was_adopted_is_followed_until_it_is_done(bram: Browser, contribution: Contribution, address: str) -> None:
    make_outcome(contribution.points[0])
    page = bram.post(f"{address}/uitvoering", {"work-state": "done", "work-on": "2026-11-24"}, status=422)
    assert page.errors == ["Laat zien dat het klaar is: noem het besluit, het document of de foto."]
    assert bram.post(f"{address}/uitvoering", {"work-on": "2026-11-24"}, status=422).errors
    assert bram.post(f"{address}/uitvoering", {"work-state": "done", "work-on": ""}, status=422).errors
    bram.post(f"{address}/uitvoering", {"work-state": "done", "work-on": "24-11-2026", "work-evidence": "Foto"})
    step = db.session.scalars(select(ExecutionStep)).one()
    assert (step.state, step.on, step.evidence) == (ExecutionState.done, date(2026, 11, 24), "Foto")
    assert "Klaar" in bram.get(address).all("ol.rows li")[0]


def test_a_promise_is_moved_in_time_with_a_reason(bram: Browser, contribution: Contribution, address: str) -> None:
    promise = str(db.session.scalars(select(Promise)).one().id)
    fields = {"belofte": promise, f"move{promise}-due": "2027-03-05", f"move{promise}-reason": "Te druk"}
    page = bram.post(f"{address}/verzetten", fields, status=422)
    assert page.errors == ["Leg in minstens één zin uit waarom u meer tijd nodig hebt. De bewoner leest dit."]
    fields[f"move{promise}-reason"] = "De brandweer rekent nog aan de breedte van de straat."
    assert bram.post(f"{address}/verzetten", {**fields, f"move{promise}-due": ""}, status=422).errors
    bram.post(f"{address}/verzetten", fields)
    assert "verzette de belofte van vrijdag 5 februari 2027 naar vrijdag 5 maart 2027" in bram.get(address).text
    bram.post(f"{address}/verzetten", {**fields, "belofte": "99"}, status=404)


def test_a_missed_promise_can_no_longer_be_moved(bram: Browser, address: str) -> None:
    db.session.query(Promise).update({"due": clock.today() - timedelta(days=1)})
    db.session.commit()
    page = bram.get(address)
    assert "Antwoord op een bijdrage: te laat, sinds gisteren" in page.text
    assert "Verzet de belofte" not in page.text


def test_a_withdrawn_contribution_asks_for_nothing(bram: Browser, contribution: Contribution, address: str) -> None:
    contribution.withdrawn_at = clock.now()
    db.session.commit()
    page = bram.get(address)
    assert "De bewoner trok deze bijdrage in op dinsdag 24 november 2026." in page.text
    assert not page.soup.select(f"form[action='{address}/uitkomst']")


def test_it_is_handed_to_a_colleague_of_the_same_track(
    bram: Browser, cast: Cast, contribution: Contribution, address: str
) -> None:
    contribution.track.members.append(cast.chantal)
    db.session.commit()
    bram.post(f"{address}/behandelen", {"doe": "geef", "geef-to": f"wie-{cast.chantal.id}"})
    page = bram.get(address)
    assert "Chantal Mulder geeft antwoord." in page.text
    assert "Bram de Boer gaf de bijdrage aan Chantal Mulder." in page.text


def test_what_cannot_be_stored_comes_back_with_a_sentence(
    bram: Browser, chantal: Browser, cast: Cast, contribution: Contribution, address: str
) -> None:
    asked = make_bring_in(contribution.points[0], cast.chantal, accepted=False).id
    db.session.commit()
    page = bram.post(f"{address}/openbaar", {"doe": "verberg", "hide-reason": "nul\x00"}, status=422)
    assert "teken in de tekst dat wij niet kunnen bewaren" in page.errors[0]
    assert chantal.post(f"/werk/erbij/{asked}", {"answer": "nul\x00"}, status=422).errors


def test_what_a_withdrawal_overtook_is_a_conflict(bram: Browser, contribution: Contribution, address: str) -> None:
    point = contribution.points[0].id
    contribution.withdrawn_at = clock.now()
    db.session.commit()
    page = bram.post(f"{address}/openbaar", {f"public-{point}": "Iets", "doe": "openbaar"}, status=409)
    assert "ingetrokken" in page.text


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("already_done", "Waar kan de bewoner het zien of lezen?"),
        ("outside_room", "Wat staat vast, of wat is de grens?"),
        ("formal_route", "Wie behandelt dit nu?"),
        ("brought_in", "Er heeft nog geen collega ja gezegd."),
    ],
)
def test_each_kind_asks_in_its_own_words(bram: Browser, address: str, kind: str, label: str) -> None:
    page = bram.post(f"{address}/uitkomst", typed(bram.get(address), address, kind=kind, doe="kies"), status=200)
    assert label in page.text
    assert ("Kinderen komen veilig op school." in " ".join(page.all(".choices"))) is False


def test_a_path_of_which_the_last_day_has_passed_asks_whether_it_is_true(bram: Browser, address: str) -> None:
    with clock.frozen(datetime(2027, 3, 10, 12, tzinfo=clock.ZONE)):
        late = Browser(bram.app).sign_in(db.session.query(User).filter_by(name="Bram de Boer").one())
        page = late.post(
            f"{address}/uitkomst", typed(late.get(address), address, kind="adopted", doe="kies"), status=200
        )
    notes = " ".join(page.all(".choice small"))
    assert "Het college ging hierover op 9 maart 2027. Inbreng kon mee tot en met 19 februari 2027." in notes
    assert "Weet u zeker dat dit er nog in kwam?" in notes


def test_who_answers_sees_which_rules_held_when_it_came_in(
    bram: Browser, contribution: Contribution, address: str
) -> None:
    track = contribution.track
    newer = make_room(track)
    newer.state, newer.submitted_at = RoomState.approved, clock.now()
    newer.approved_at = newer.published_at = clock.now()
    track.room = newer
    db.session.commit()
    assert "Versie 2, sinds 24 november 2026. Toen deze bijdrage binnenkwam, gold versie 1." in bram.get(address).text


def test_where_it_came_from_stands_under_the_title(bram: Browser, cast: Cast) -> None:
    contribution = make_contribution(
        make_open_track(cast.bram), channel=Channel.kitchen_table, entered_by=cast.bram, kind=ContributionKind.worry,
        source_note="wil gebeld worden",
    )  # fmt: skip
    number = contribution.number
    assert (
        f"Bijdrage {number} · Herinrichting Molenstraat · aan tafel, opgeschreven door Bram de Boer · "
        "24 november 2026 · een zorg · wil gebeld worden"
    ) in bram.get(f"/werk/bijdragen/{number}").text


def test_the_words_of_one_point_of_many_are_marked(bram: Browser, contribution: Contribution, address: str) -> None:
    cut(contribution, ("bellen", "Bel mij op 06-12345678."))
    page = bram.get(address)
    assert page.h1 == "bellen"
    assert page.all("blockquote mark") == ["Bel mij op 06-12345678 ."]
    assert page.all("blockquote mark strong") == ["06-12345678"]
    assert page.one("blockquote.words").get_text().replace("(hoort nog bij geen punt:) ", "") == SAID


def test_an_event_without_a_sentence_is_still_told(bram: Browser, contribution: Contribution, address: str) -> None:
    history.record(
        "contribution.purged", now=clock.now(), contribution_id=contribution.id, track_id=contribution.track_id
    )
    db.session.commit()
    assert "Vastgelegd: contribution.purged." in bram.get(address).text


def test_hostile_words_are_inert(bram: Browser, cast: Cast) -> None:
    words = "<script>alert(1)</script> {{ 7*7 }} 06-12345678 <b>"
    contribution = check_public(make_contribution(make_open_track(cast.bram), words, channel=Channel.paper))
    page = bram.get(f"/werk/bijdragen/{contribution.number}")
    assert page.soup.select_one("blockquote.words").get_text() == words
    assert not page.soup.select("main script")
