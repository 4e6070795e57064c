"""The reviewer's pages: what waits, what residents will see, what the check saw, fifteen questions, one verdict."""

from datetime import date, timedelta

import pytest
from flask import Flask

from participation import clock
from participation.accounts.models import Department, Role, User
from participation.db import db
from participation.tracks import actions, review_queries
from participation.tracks.models import TrackState
from participation.tracks.review import Review, Verdict
from tests.factories.tracks import make_track
from tests.support.cast import Cast, make_user
from tests.support.counting import counted
from tests.support.page import Browser
from tests.tracks.steps import EXPLANATION, FINE, REASON, TERMS

ALL_FINE = {f"mark_{number}": "fine" for number in range(1, 16)}
LONG = "Eerste regel.\r\nTweede <b>regel</b> & ‘meer’. " + "x" * 500


def waiting(author, *, slug: str = "molenstraat", **values: object) -> str:  # type: ignore[no-untyped-def]
    """The address of a review that *author* asked for."""
    track = make_track(author, slug=slug, title=values.pop("title", "Herinrichting Molenstraat"), **values)
    review = actions.request_review(track, actor=author, now=clock.now(), terms=TERMS)
    db.session.commit()
    return f"/regie/toetsen/{review.id}"


def review_at(address: str) -> Review:
    return db.session.get_one(Review, int(address.rsplit("/", 1)[1]))


def test_when_nothing_waits_the_page_says_so(dirk: Browser) -> None:
    page = dirk.get("/regie/toetsen")
    assert page.h1 == "Toetsen"
    assert "Er wacht geen ruimte op een oordeel" in page.text and "Er is nog niets beoordeeld." in page.text


def test_the_list_says_how_long_it_waits_and_when_it_is_needed(dirk: Browser, cast: Cast) -> None:
    with clock.frozen(clock.now() - timedelta(days=4)):
        waiting(cast.bram)
    page = dirk.get("/regie/toetsen")
    (row,) = page.all("section[aria-labelledby=wacht] li")
    assert "Versie 1, geschreven door Bram de Boer, Straten." in row
    assert "Oordeel nodig op 27 november 2026" in row and "Ligt hier 2 werkdagen" in row
    assert page.link("Herinrichting Molenstraat").startswith("/regie/toetsen/")


@pytest.mark.parametrize(
    ("days", "words"), [(0, "Kwam vandaag binnen"), (1, "Ligt hier 1 werkdag"), (14, "Oordeel was nodig op")]
)
def test_how_long_is_told_in_words(dirk: Browser, cast: Cast, days: int, words: str) -> None:
    with clock.frozen(clock.now() - timedelta(days=days)):
        waiting(cast.bram)
    assert words in dirk.get("/regie/toetsen").text


def test_the_first_to_be_late_is_on_top(dirk: Browser, cast: Cast) -> None:
    waiting(cast.bram, slug="a", title="Nieuw")
    with clock.frozen(clock.now() - timedelta(days=7)):
        waiting(cast.bram, slug="b", title="Oud")
    assert dirk.get("/regie/toetsen").all("section[aria-labelledby=wacht] h3") == ["Oud", "Nieuw"]


def test_own_work_is_marked_in_the_list_and_cannot_be_judged(dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.dirk)
    assert "U schreef dit zelf. Een ander moet oordelen." in dirk.get("/regie/toetsen").text
    page = dirk.get(address)
    assert "U kunt dit niet zelf beoordelen" in page.text
    assert not page.soup.select("input[name=verdict]")
    dirk.post(address, {"verdict": "approved", "reason": REASON, **ALL_FINE}, status=403)
    assert review_at(address).verdict is None


def test_a_track_that_should_have_opened_is_named(dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram)
    dirk.post(address, {"verdict": "approved", "reason": REASON, **ALL_FINE})
    page = dirk.get("/regie/toetsen")
    assert "in het plan staat maandag 2 november 2026" in page.text
    assert "Akkoord Dirk Visser, 24 november 2026" in page.all("section[aria-labelledby=beoordeeld] li")[0]


def test_what_was_judged_comes_page_by_page(dirk: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_queries, "PAGE", 2)
    for number in range(3):
        review = review_at(waiting(cast.bram, slug=f"s{number}", title=f"Traject {number}"))
        actions.return_with_questions(review, {}, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    db.session.commit()
    first = dirk.get("/regie/toetsen")
    assert first.all("section[aria-labelledby=beoordeeld] h3") == ["Traject 2", "Traject 1"]
    second = dirk.get(first.link("Ouder"))
    assert second.all("section[aria-labelledby=beoordeeld] h3") == ["Traject 0"]
    assert second.link("Naar het begin") == "/regie/toetsen"
    assert dirk.get("/regie/toetsen?voor=onzin").h1 == "Toetsen"


def test_the_reviewer_reads_what_residents_will_read(dirk: Browser, cast: Cast) -> None:
    page = dirk.get(waiting(cast.bram))
    assert page.h1 == "Is deze ruimte eerlijk?"
    preview = page.all(".preview")[0]
    for words in ("Niet openbaar: voorbeeld", "Uw invloed: adviseren", "Het riool wordt vernieuwd.",
                  "Waar komen bomen en groen?", "Komt er een warmtenet?"):  # fmt: skip
        assert words in preview
    assert "Kinderen komen veilig op school." in page.text and "120 uur" in page.text
    assert len(page.all(".questions legend")) == 15
    assert "Er is niets dat blokkeert of uitleg vraagt." in page.text


def test_agreeing_is_off_while_something_blocks_and_stays_off_on_the_server(dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram)
    track = review_at(address).room.track
    track.contact = None
    db.session.commit()
    page = dirk.get(address)
    assert page.soup.select_one("input[name=verdict][value=approved]").has_attr("disabled")
    assert "Akkoord kan nu niet: één ding blokkeert." in page.text
    assert "Blokkeert: er is geen contactpersoon" in page.text
    refused = dirk.post(address, {"verdict": "approved", "reason": REASON, **ALL_FINE}, status=422)
    assert refused.errors == ["Akkoord kan nu niet: één ding blokkeert."]
    assert review_at(address).verdict is None


def test_agreeing_puts_the_plan_online_and_says_what_happens_next(dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram, opens_on=date(2026, 12, 1))
    answer = dirk.post(address, {"verdict": "approved", "reason": REASON, **ALL_FINE})
    assert answer.location == address
    page = dirk.get(address)
    assert "Het plan staat nu online. Het traject gaat vanzelf open op dinsdag 1 december 2026." in page.text
    assert review_at(address).room.track.state is TrackState.ready


def test_after_its_day_a_person_opens(dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram)
    dirk.post(address, {"verdict": "approved", "reason": REASON, **ALL_FINE})
    assert "De openingsdag is al voorbij: Bram de Boer kiest een nieuwe dag" in dirk.get(address).text


@pytest.mark.parametrize(
    ("verdict", "label"), [("returned", "Terug met vragen"), ("inform_only", "Liever niet openen")]
)
def test_sent_back_the_judgement_can_be_read_and_not_changed(
    dirk: Browser, esther: Browser, cast: Cast, verdict: str, label: str
) -> None:
    address = waiting(cast.bram)
    typed = {"verdict": verdict, "reason": "Vraag 2 komt nergens terecht.", "mark_7": "not_fine", "note_7": "Nergens."}
    dirk.post(address, typed)
    page = esther.get(address)
    assert f"Het oordeel: {label.lower()}" in page.text and "Vraag 2 komt nergens terecht." in page.text
    assert "Niet in orde : Nergens." in page.text
    assert not page.soup.select("main form")
    assert review_at(address).room.track.state is TrackState.draft


def test_the_next_reviewer_reads_what_was_asked_before(dirk: Browser, esther: Browser, cast: Cast) -> None:
    first = waiting(cast.bram)
    dirk.post(first,
              {"verdict": "returned", "reason": REASON, "mark_3": "question", "note_3": "Welk voorbeeld?"})  # fmt: skip
    track = review_at(first).room.track
    again = actions.request_review(track, actor=track.author, now=clock.now(), terms=TERMS)
    db.session.commit()
    page = esther.get(f"/regie/toetsen/{again.id}")
    assert "Dit vroeg de toetser bij versie 1" in page.text and "Ik heb een vraag: Welk voorbeeld?" in page.text


def test_what_is_refused_comes_back_with_everything_typed(dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram)
    typed = {
        "verdict": "approved",
        "reason": "",
        "note_5": LONG,
        **ALL_FINE,
        "mark_5": "question",
        "mark_6": "not_fine",
    }
    page = dirk.post(address, typed, status=422)
    assert page.errors == [
        "Schrijf bij vraag 6 wat er niet in orde is.",
        "Schrijf waarom u dit vindt. Minstens één hele zin.",
    ]
    sent = page.form(address)
    assert sent["note_5"] == LONG.replace("\r\n", "\n") and "<b>" not in page.one("[name=note_5]").decode_contents()
    assert {name: sent[name] for name in typed if name.startswith("mark_")} == {
        name: value for name, value in typed.items() if name.startswith("mark_")
    }
    assert sent["verdict"] == "approved"


def test_a_verdict_has_to_be_chosen(dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram)
    assert dirk.post(address, {"reason": REASON}, status=422).errors == ["Kies eerst uw oordeel."]


@pytest.mark.parametrize("wrong", ["overridden", "onzin", "\x00"])
def test_a_verdict_that_does_not_exist_is_refused(dirk: Browser, cast: Cast, wrong: str) -> None:
    address = waiting(cast.bram)
    page = dirk.post(address, {"verdict": wrong, "mark_1": wrong, "reason": REASON}, status=422)
    assert "Dit staat niet in de lijst. Kies er iets uit." in page.errors and review_at(address).verdict is None


@pytest.mark.parametrize(("text", "words"), [("Een \x00 teken erin.", "een teken"), ("x" * 20_001, "20001 tekens")])
def test_text_that_cannot_be_kept_is_refused_and_given_back(dirk: Browser, cast: Cast, text: str, words: str) -> None:
    address = waiting(cast.bram)
    page = dirk.post(address, {"verdict": "returned", "reason": text}, status=422)
    assert len(page.errors) == 1 and words in page.errors[0]


def test_the_second_reviewer_gets_409_and_keeps_the_text(dirk: Browser, esther: Browser, cast: Cast) -> None:
    address = waiting(cast.bram)
    dirk.post(address, {"verdict": "approved", "reason": REASON, **ALL_FINE})
    page = esther.post(address, {"verdict": "returned", "reason": LONG, "note_2": "Mijn vraag"}, status=409)
    assert "Dirk Visser heeft deze ruimte al beoordeeld, op 24 november 2026 om 12.00 uur." in page.text
    assert page.form(address)["reason"] == LONG.replace("\r\n", "\n") and page.form(address)["note_2"] == "Mijn vraag"
    assert page.link("Bekijk het oordeel") == address
    assert review_at(address).verdict is Verdict.approved


def test_a_finding_is_explained_here_by_who_may(esther: Browser, dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram, shared_question=None)
    assert "Nog geen uitleg." in dirk.get(address).text and "Uw uitleg" not in dirk.get(address).text
    form = esther.get(address).form(f"{address}/uitleg")
    esther.post(f"{address}/uitleg", {**form, "text": EXPLANATION})
    form.pop("csrf_token")
    assert f"Uitleg van Esther Aydin, projectleider: ‘{EXPLANATION}’" in dirk.get(address).text
    dirk.post(f"{address}/uitleg", {**form, "text": EXPLANATION}, status=403)


@pytest.mark.parametrize(("text", "words"), [("Te kort", "Leg in gewone woorden uit"), ("\x00" * 30, "een teken")])
def test_a_poor_explanation_comes_back_with_its_text(esther: Browser, cast: Cast, text: str, words: str) -> None:
    address = waiting(cast.bram, shared_question=None)
    form = esther.get(address).form(f"{address}/uitleg")
    page = esther.post(f"{address}/uitleg", {**form, "text": text}, status=422)
    assert words in page.errors[0] and words in page.one("details[open] .field--error").text
    assert page.form(f"{address}/uitleg")["text"] == text.replace("\x00", "\ufffd")
    assert page.form(address)["reason"] == "", "the judgement on the same page is there to be filled in"


def test_an_explanation_comes_too_late_for_what_is_public(esther: Browser, cast: Cast) -> None:
    address = waiting(cast.bram, shared_question=None)
    form = {"rule": "I35", "row": "track:shared_question", "text": EXPLANATION}
    esther.post(f"{address}/uitleg", form)
    review = review_at(address)
    actions.approve(review, FINE, REASON, actor=db.session.merge(cast.dirk), now=clock.now(), terms=TERMS)
    db.session.commit()
    page = esther.post(f"{address}/uitleg", {**form, "text": "Het zat toch heel anders dan ik zei."}, status=409)
    assert "Esther Aydin legde dit al uit" in page.errors[0]
    assert page.h1 == "Is deze ruimte eerlijk?"


def test_the_director_opens_without_agreement(esther: Browser, dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram)
    assert "Toch openen" not in dirk.get(address).text
    dirk.post(f"{address}/toch", {"override": EXPLANATION}, status=403)
    refused = esther.post(f"{address}/toch", {"override": "Moet."}, status=422)
    assert "Leg uit waarom u opent zonder akkoord van een toetser." in refused.errors[0]
    assert refused.form(f"{address}/toch")["override"] == "Moet."
    esther.post(f"{address}/toch", {"override": "\x00"}, status=422)
    esther.post(f"{address}/toch", {"override": EXPLANATION})
    page = dirk.get(address)
    assert "Het oordeel: de directeur besloot om toch te openen" in page.text
    assert f"Uitleg van Esther Aydin, projectleider: ‘{EXPLANATION}’" in page.text
    late = esther.post(f"{address}/toch", {"override": EXPLANATION}, status=409)
    assert "Esther Aydin heeft deze ruimte al beoordeeld" in late.text


def test_who_confirmed_the_same_text_is_told(dirk: Browser, cast: Cast) -> None:
    address = waiting(cast.bram, departments=[cast.parks, cast.participation])
    room = review_at(address).room
    actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())
    db.session.commit()
    told = dirk.get(address).all("section[aria-labelledby=collegas] li")
    assert told == [
        "Straten: schreef deze tekst",
        "Groen : Bevestigd door Chantal Mulder, 24 november 2026.",
        "Participatie : Gevraagd op 24 november 2026. Antwoord uiterlijk 1 december 2026.",
    ]


def test_only_who_coordinates_comes_in(bram: Browser, chantal: Browser, visitor: Browser, cast: Cast) -> None:
    for address in (waiting(cast.bram), "/regie/toetsen"):
        for browser in (bram, chantal):
            browser.get(address, status=403)
        assert "/inloggen" in visitor.get(address, status=303).location


@pytest.mark.parametrize("address", ["/regie/toetsen/999", "/regie/toetsen/0"])
def test_what_does_not_exist_is_404(dirk: Browser, address: str) -> None:
    dirk.get(address, status=404)
    dirk.post(address, {"verdict": "approved"}, status=404)


def test_the_list_costs_the_same_for_one_and_for_three(app: Flask, dirk: Browser, cast: Cast) -> None:
    streets, esther, told = cast.streets.id, cast.esther.id, []
    for number in range(3):
        author = make_user(f"Schrijver{number} Jansen", Role.civil_servant, db.session.get_one(Department, streets))
        waiting(author, slug=f"a{number}")
        done = review_at(waiting(author, slug=f"b{number}"))
        director = db.session.get_one(User, esther)
        actions.return_with_questions(done, {}, REASON, actor=director, now=clock.now(), terms=TERMS)
        db.session.commit()
        with counted(app) as statements:
            dirk.get("/regie/toetsen")
        told.append(len(statements))
    assert told == [4, 4, 4]


def test_the_page_of_a_review_costs_the_same_whatever_the_room_holds(app: Flask, dirk: Browser, cast: Cast) -> None:
    small = waiting(cast.bram, slug="small")
    track = make_track(cast.bram, slug="large", title="Groot", departments=[cast.parks, cast.participation])
    room = actions.copy_room(track.rooms[0], author=cast.bram, now=clock.now())
    actions.copy_room(room, author=cast.bram, now=clock.now())
    large = actions.request_review(track, actor=cast.bram, now=clock.now(), terms=TERMS).id
    db.session.commit()
    told = []
    for address in (small, f"/regie/toetsen/{large}"):
        with counted(app) as statements:
            dirk.get(address)
        told.append(len(statements))
    assert told[0] == told[1]
