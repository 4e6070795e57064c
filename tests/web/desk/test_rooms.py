"""The declaration at the desk: saved in steps, checked beside the form, and nothing typed is ever lost."""

from typing import Any

import pytest
from flask import Flask

from participation import clock
from participation.db import db, writing
from participation.history import Event
from participation.tracks import actions
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, FixedPoint, LandingPath, OpenQuestion, RoomState
from participation.tracks.steps import PARTS, Step
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page, fields, words
from tests.support.starting import ASKED

NAUGHTY = (
    "Zeg \"ja\" tegen 'nee' & </textarea> of <b>vet</b> <script>alert(1)</script> {{7*7}} {% raw %} ${7*7} %(day)s "
    "🗑️ 👩‍👩‍👧 Ĳsselkade \u202eomgekeerd\u202c שלום"
)
LONGEST = f"  \n\neerst leeg\n\t{NAUGHTY}\nregels  \n".ljust(19_999, "é") + "."
WRITTEN = [step for step in Step if step is not Step.check]
LISTS = [step for step in WRITTEN if PARTS[step].rows]


def address(step: Step, slug: str = "molenstraat") -> str:
    return f"/werk/trajecten/{slug}/ruimte/{step.value}"


@pytest.fixture
def track(cast: Cast) -> Track:
    found = make_track(cast.bram)
    db.session.commit()
    return found


def typed(browser: Browser, step: Step) -> dict[str, Any]:
    """What the browser would send when nothing is touched."""
    return fields_of(browser.get(address(step)), step)


def fields_of(page: Page, step: Step) -> dict[str, Any]:
    """The fields of the form of *step*, without the token that is new on every page."""
    return {name: text for name, text in page.form(address(step)).items() if name != "csrf_token"}


def long_fields(page: Page) -> list[str]:
    return [str(field["name"]) for field in page.soup.select("#ruimte-formulier textarea")]


def lines_of(page: Page) -> list[str]:
    """The fields of one line that take any words."""
    names = [str(field["name"]) for field in page.soup.select("#ruimte-formulier input[type=text]")]
    return [name for name in names if name not in ("slug", "capacity_hours") and "email" not in name]


def room() -> DeclaredRoom:
    return db.session.query(DeclaredRoom).order_by(DeclaredRoom.version.desc()).limit(1).one()


def test_each_step_can_be_read(bram: Browser, track: Track) -> None:
    for step in Step:
        page = bram.get(address(step))
        assert page.h1 == step.label
        assert words(page.one(".only-wide a[aria-current=step]")).startswith(step.label)


def test_an_unknown_step_or_track_is_not_there(bram: Browser, track: Track) -> None:
    bram.get("/werk/trajecten/molenstraat/ruimte/kelder", status=404)
    bram.post("/werk/trajecten/molenstraat/ruimte/kelder", {"doe": "bewaar"}, status=404)
    bram.get(address(Step.why, "bestaat-niet"), status=404)


@pytest.mark.parametrize("step", WRITTEN)
def test_saving_what_was_not_touched_changes_nothing(bram: Browser, track: Track, step: Step) -> None:
    before = typed(bram, step)
    bram.post(address(step), {**before, "doe": "bewaar"})
    page = bram.get(address(step))
    assert "Er was niets veranderd." in page.text
    assert fields_of(page, step) == before
    assert db.session.query(Event).filter_by(kind="room.saved").count() == 0


@pytest.mark.parametrize("step", [step for step in WRITTEN if step is not Step.moments])
def test_every_text_comes_back_byte_for_byte_and_inert(bram: Browser, track: Track, step: Step) -> None:
    page = bram.get(address(step))
    data = page.form(address(step))
    texts = {name: LONGEST for name in long_fields(page)}
    lines = {name: f"  {NAUGHTY}  " for name in lines_of(page)}
    assert texts or lines
    sent = {name: text.replace("\n", "\r\n") for name, text in {**texts, **lines}.items()}
    bram.post(address(step), {**data, **sent, "doe": "bewaar"})
    after = bram.get(address(step))
    back = after.form(address(step))
    assert {name: back[name] for name in sent} == {**texts, **lines}
    assert not after.soup.select("main script")
    assert "49" not in after.one("#ruimte-formulier").get_text()


def test_an_almost_empty_draft_is_kept_as_well(bram: Browser, cast: Cast) -> None:
    bram.post("/werk/trajecten/nieuw", {**ASKED, "title": "Leeg"})
    for step in WRITTEN:
        page = bram.get(address(step, "leeg"))
        bram.post(address(step, "leeg"), {**page.form(address(step, "leeg")), "doe": "bewaar"})


def test_save_and_go_on_leads_to_the_next_step(bram: Browser, track: Track) -> None:
    page = bram.post(address(Step.fixed), {**typed(bram, Step.fixed), "doe": "verder"})
    assert page.location.endswith(address(Step.open))


@pytest.mark.parametrize(
    ("step", "field", "text", "sentence"),
    [
        (Step.fixed, "rows-0-decided_on", "31 februari", "Deze dag begrijpen wij niet"),
        (Step.fixed, "rows-0-decided_on", "2025-02-30", "Deze dag begrijpen wij niet"),
        (Step.fixed, "rows-0-decided_on", "0001-01-01", "Deze dag begrijpen wij niet"),
        (Step.unknown, "rows-0-known_by", "volgende week", "Deze dag begrijpen wij niet"),
        (Step.paths, "rows-1-decides_on", "٢٠٢٦-٠١-٠١", "Deze dag begrijpen wij niet"),
        (Step.decision, "capacity_hours", "veel", "Dit is geen aantal uren"),
        (Step.decision, "capacity_hours", "-3", "Dit is geen aantal uren"),
        (Step.decision, "capacity_hours", "9" * 30, "Dit is geen aantal uren"),
        (Step.why, "why", "a" * 20_001, "Uw tekst heeft 20001 tekens"),
        (Step.decision, "decider", "b" * 301, "Uw tekst heeft 301 tekens"),
        (Step.why, "level", "keizer", "Dit staat niet in de lijst"),
        (Step.plan, "title", "   ", "Geef het traject een titel"),
        (Step.plan, "slug", "Niet Zo", "Gebruik kleine letters"),
        (Step.plan, "slug", "nieuw", "Een ander traject heeft dit adres al"),
        (Step.plan, "contact_email", "bel maar", "Dit is geen e-mailadres"),
        (Step.plan, "contact_email", "a@b.nl\nBcc: c@d.nl", "Dit is geen e-mailadres"),
        (Step.plan, "closes_on", "2026-10-01", "ligt vóór de dag waarop het opengaat"),
        (Step.plan, "areas", "999", "Dit staat niet in de lijst"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_text_kept(
    bram: Browser, track: Track, step: Step, field: str, text: str, sentence: str
) -> None:
    before = typed(bram, step)
    page = bram.post(address(step), {**before, field: text, "doe": "bewaar"}, status=422)
    assert any(sentence in error for error in page.errors)
    if field not in ("level", "areas"):
        assert page.form(address(step))[field] == text.replace("\r\n", "\n")
    assert typed(bram, step) == before


def test_a_character_that_cannot_be_stored_is_refused(bram: Browser, track: Track) -> None:
    data = {**typed(bram, Step.why), "csrf_token": bram.token(), "why": "nul\x00teken", "doe": "bewaar"}
    answer = bram.client.post(address(Step.why), data=data)
    assert answer.status_code == 422
    assert "niet kunnen bewaren" in answer.get_data(as_text=True)


def test_a_day_can_be_written_in_the_dutch_way(bram: Browser, track: Track) -> None:
    for number, written in enumerate(["2027-02-05", "6-2-2027", "07/02/2027", " 8.2.2027 "], start=5):
        bram.post(address(Step.unknown), {**typed(bram, Step.unknown), "rows-0-known_by": written, "doe": "bewaar"})
        assert typed(bram, Step.unknown)["rows-0-known_by"] == f"2027-02-{number:02}"


def test_a_moment_without_day_and_time_cannot_be_kept_but_its_text_is(bram: Browser, track: Track) -> None:
    data = {**typed(bram, Step.moments), "rows-0-title": "Wandeling"}
    page = bram.post(address(Step.moments), {**data, "doe": "bewaar"}, status=422)
    assert page.errors.count("Vul dit nog in. Een moment zonder dag en tijd kunnen wij niet bewaren.") == 2
    assert page.form(address(Step.moments))["rows-0-title"] == "Wandeling"


def test_a_moment_is_kept_on_the_dutch_clock(bram: Browser, track: Track) -> None:
    data = {"rows-0-title": "Wandeling", "rows-0-day": "2026-12-01", "rows-0-begins": "19.30", "rows-0-ends": "21:00",
            "rows-0-place": "De Molen", "rows-0-note": "Geen drempels"}  # fmt: skip
    bram.post(address(Step.moments), {**typed(bram, Step.moments), **data, "doe": "bewaar"})
    back = typed(bram, Step.moments)
    assert {name: back[name] for name in data} == {**data, "rows-0-begins": "19:30"}
    moment = db.session.query(Track).one().moments[0]
    assert clock.local(moment.starts_at).isoformat() == "2026-12-01T19:30:00+01:00"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_row_more_keeps_every_other_letter_and_stores_nothing(bram: Browser, track: Track, htmx: bool) -> None:
    for step in LISTS:
        stored = typed(bram, step)
        half = {name: f"half getypt <{name}>" for name in long_fields(bram.get(address(step)))}
        page = bram.post(address(step), {**stored, **half, "doe": "rij-erbij"}, status=200, htmx=htmx)
        sent, back = in_rows({**stored, **half}), rows_in(page)
        assert {name: back[name] for name in sent} == sent
        assert len(page.soup.select("#rijen ol > li")) == row_count(sent) + 1
        assert words(page.one("#rijen-melding")) == f"Regel {row_count(sent) + 1} is erbij gekomen."
        assert str(page.one("#rijen [data-focus]")["name"]).startswith(f"rows-{row_count(sent)}-")
        assert typed(bram, step) == stored


@pytest.mark.parametrize("htmx", [False, True])
def test_a_removed_row_can_be_put_back_where_it_was(bram: Browser, track: Track, htmx: bool) -> None:
    data = {**typed(bram, Step.open), "rows-0-question": "Half\ngetypte vraag", "rows-1-limits": "nog niet bewaard"}
    page = bram.post(address(Step.open), {**data, "doe": "rij-weg-1"}, status=200, htmx=htmx)
    less = rows_in(page)
    assert less["rows-0-limits"] == "nog niet bewaard"
    assert "rows-1-question" not in less
    assert words(page.one("#rijen-melding")) == "Regel 1 is weg. U kunt hem nog terugzetten."
    assert page.one("#rijen-kop[data-focus]")
    whole = bram.post(
        address(Step.open), {**data, **without_rows(data), **less, "doe": "zet-terug"}, status=200, htmx=htmx
    )
    back = rows_in(whole)
    assert {name: back[name] for name in in_rows(data)} == in_rows(data)
    assert "Zet terug" not in whole.text


def test_an_empty_row_goes_without_a_word(bram: Browser, track: Track) -> None:
    data = rows_in(bram.post(address(Step.open), {**typed(bram, Step.open), "doe": "rij-erbij"}, status=200))
    page = bram.post(address(Step.open), {**typed(bram, Step.open), **data, "doe": "rij-weg-3"}, status=200)
    assert "Zet terug" not in page.text


@pytest.mark.parametrize("htmx", [False, True])
def test_rows_change_places_with_everything_in_them(bram: Browser, track: Track, htmx: bool) -> None:
    data = typed(bram, Step.paths)
    moved = rows_in(bram.post(address(Step.paths), {**data, "doe": "omhoog-2"}, status=200, htmx=htmx))
    assert moved["rows-0-document"] == data["rows-1-document"]
    assert moved["rows-0-questions"] == data["rows-1-questions"]
    bram.post(address(Step.paths), {**data, **moved, "doe": "bewaar"})
    assert typed(bram, Step.paths)["rows-0-id"] == data["rows-1-id"]


def test_an_unreadable_day_stays_when_a_row_is_added(bram: Browser, track: Track) -> None:
    data = {**typed(bram, Step.unknown), "rows-0-known_by": "ergens in mei"}
    page = bram.post(address(Step.unknown), {**data, "doe": "rij-erbij"}, status=200)
    assert page.one("#rows-0-known_by")["value"] == "ergens in mei"
    assert page.one("#rows-0-known_by")["type"] == "text"


def test_a_button_that_cannot_do_anything_changes_nothing(bram: Browser, track: Track) -> None:
    data = typed(bram, Step.open)
    for deed in ("rij-weg-99", "rij-weg-0", "omhoog-1", "omlaag-2", "zet-terug"):
        assert in_rows(rows_in(bram.post(address(Step.open), {**data, "doe": deed}, status=200))) == in_rows(data)


def test_a_row_with_everything_removed_is_saved_as_removed(bram: Browser, track: Track) -> None:
    data = typed(bram, Step.weighing)
    page = bram.post(address(Step.weighing), {**data, "doe": "rij-weg-1"}, status=200)
    bram.post(address(Step.weighing), {**page.form(address(Step.weighing)), "doe": "bewaar"})
    assert [criterion.text for criterion in room().criteria] == ["Wie slecht loopt, komt overal."]


def test_a_row_of_another_room_is_refused(bram: Browser, track: Track, cast: Cast) -> None:
    other = make_track(cast.chantal, title="Anders", slug="anders")
    db.session.commit()
    foreign = other.rooms[0].fixed_points[0].id
    page = bram.post(
        address(Step.fixed), {**typed(bram, Step.fixed), "rows-0-id": str(foreign), "doe": "bewaar"}, status=422
    )
    assert page.errors == ["Een van de regels hoort niet bij dit traject. Er is niets bewaard."]
    assert db.session.get(FixedPoint, foreign).text == "Het riool wordt vernieuwd."


def test_a_stale_save_shows_who_saved_and_keeps_my_text_beside_theirs(
    app: Flask, bram: Browser, track: Track, cast: Cast
) -> None:
    cast.esther.department = cast.streets
    db.session.commit()
    esther = Browser(app).sign_in(cast.esther)
    mine = {**typed(bram, Step.why), "why": "Mijn uitleg"}
    esther.post(address(Step.why), {**typed(esther, Step.why), "why": "Haar uitleg", "doe": "bewaar"})
    page = bram.post(address(Step.why), {**mine, "doe": "bewaar"}, status=409)
    assert "Esther Aydin bewaarde dit deel op dinsdag 24 november 2026, 12.00 uur" in page.text
    assert "Haar uitleg" in words(page.one("section[aria-labelledby=hun-tekst]"))
    assert "Mijn uitleg" in words(page.one("section[aria-labelledby=mijn-tekst]"))
    assert typed(bram, Step.why)["why"] == "Haar uitleg"
    bram.post(address(Step.why), {**page.form(address(Step.why)), "doe": "bewaar"})
    assert typed(bram, Step.why)["why"] == "Mijn uitleg"


def test_a_stale_list_can_be_saved_after_looking_even_when_a_colleague_removed_my_row(
    bram: Browser, track: Track
) -> None:
    mine = {**typed(bram, Step.weighing), "rows-0-text": "Veilig naar school"}
    less = bram.post(address(Step.weighing), {**typed(bram, Step.weighing), "doe": "rij-weg-1"}, status=200)
    bram.post(address(Step.weighing), {**less.form(address(Step.weighing)), "doe": "bewaar"})
    page = bram.post(address(Step.weighing), {**mine, "doe": "bewaar"}, status=409)
    bram.post(address(Step.weighing), {**page.form(address(Step.weighing)), "doe": "bewaar"})
    assert [criterion.text for criterion in room().criteria] == ["Veilig naar school", "Wie slecht loopt, komt overal."]


def test_colleagues_on_different_steps_do_not_hinder_each_other(bram: Browser, track: Track) -> None:
    mine = {**typed(bram, Step.why), "why": "Mijn uitleg"}
    bram.post(address(Step.unknown), {**typed(bram, Step.unknown), "rows-0-who": "Wij", "doe": "bewaar"})
    bram.post(address(Step.why), {**mine, "doe": "bewaar"})


def test_the_check_looks_at_what_is_typed_and_never_writes(app: Flask, bram: Browser, track: Track) -> None:
    data = {
        **typed(bram, Step.open),
        "rows-0-question": "Mag het ook paars?",
        "rows-0-example": "",
        "doe": "controleer",
    }
    token = bram.token()
    with counted(app) as statements:
        page = bram.post(address(Step.open), {**data, "csrf_token": token}, status=200, htmx=True)
    assert "Mag het ook paars?" in words(page.one(".room__part--open"))
    assert "bij vraag 1 ontbreekt een voorbeeld" in page.text
    assert page.has_link("Ga erheen")
    assert not [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert typed(bram, Step.open)["rows-0-question"] == "Waar komen bomen en groen?"


def test_the_check_takes_whatever_is_typed(bram: Browser, track: Track) -> None:
    for step in WRITTEN:
        spoiled = dict.fromkeys(typed(bram, step), "%$#")
        bram.post(address(step), {**spoiled, "doe": "controleer"}, status=200, htmx=True)
        bram.post(address(step), {"doe": "controleer"}, status=200, htmx=True)


def test_the_check_without_htmx_is_a_whole_page_with_what_was_typed(bram: Browser, track: Track) -> None:
    data = {**typed(bram, Step.open), "rows-0-question": "Mag het ook paars?", "doe": "controleer"}
    page = bram.post(address(Step.open), data, status=200)
    assert page.form(address(Step.open))["rows-0-question"] == "Mag het ook paars?"
    assert "Mag het ook paars?" in words(page.one(".room__part--open"))
    assert page.one("form[data-unsaved]")


@pytest.mark.parametrize(
    ("step", "most"), [(Step.fixed, 21), (Step.paths, 21), (Step.plan, 25), (Step.check, 22), (None, 22)]
)
def test_a_page_takes_the_same_statements_whatever_stands_in_the_room(
    app: Flask, bram: Browser, cast: Cast, step: Step | None, most: int
) -> None:
    small, large = make_track(cast.bram, slug="klein").rooms[0], make_track(cast.bram, slug="groot").rooms[0]
    del small.open_questions[1], small.paths[1], small.criteria[1]
    for number in range(3):
        large.open_questions.append(OpenQuestion(position=9, question=f"Vraag {number}?"))
        large.fixed_points.append(FixedPoint(position=9, text=f"Punt {number}"))
        large.paths.append(LandingPath(position=9, document=f"Stuk {number}", questions=[large.open_questions[0]]))
    db.session.commit()
    taken = []
    for slug in ("klein", "groot"):
        with counted(app) as statements:
            bram.get(f"/werk/trajecten/{slug}" + (f"/ruimte/{step.value}" if step else ""))
        taken.append(len(statements))
    assert taken == [most, most]


def test_a_finding_links_to_the_very_row(bram: Browser, track: Track) -> None:
    data = {**typed(bram, Step.fixed), "rows-0-reason": "", "doe": "bewaar"}
    bram.post(address(Step.fixed), data)
    page = bram.get(address(Step.why))
    row = room().fixed_points[0].id
    links = {str(link["href"]) for link in page.soup.select("#meekijken a") if "vast punt 1" in words(link)}
    assert links == {f"{address(Step.fixed)}#rij-{row}"}
    assert bram.get(address(Step.fixed)).one(f"#rij-{row}")


def test_a_save_tells_that_a_confirmation_has_ended(bram: Browser, track: Track, cast: Cast) -> None:
    with writing():
        track = db.session.merge(track)
        track.departments = [cast.streets, cast.parks]
        actions.confirm_text(track.rooms[0], cast.parks, actor=cast.chantal, now=clock.now())
    bram.post(address(Step.why), {**typed(bram, Step.why), "why": "Anders", "doe": "bewaar"})
    assert "Vraag Groen om hem opnieuw te bevestigen." in bram.get(address(Step.why)).text


def test_a_room_that_is_with_the_reviewer_can_only_be_read(bram: Browser, track: Track, app: Flask) -> None:
    data = typed(bram, Step.why)
    bram.post("/werk/trajecten/molenstraat/toets")
    page = bram.get(address(Step.why))
    assert "Deze tekst ligt bij de toetser." in page.text
    assert not page.soup.select("#ruimte-formulier")
    assert "U woont er. U weet wat er niet goed gaat." in page.text
    late = bram.post(address(Step.why), {**data, "why": "Te laat getypt", "doe": "bewaar"}, status=409)
    assert "Te laat getypt" in words(late.one("section[aria-labelledby=mijn-tekst]"))
    assert room().why == "U woont er. U weet wat er niet goed gaat."


def test_an_approved_room_says_why_it_does_not_change(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    assert "Deze tekst is goedgekeurd." in bram.get(address(Step.fixed)).text


def test_the_last_step_shows_the_room_as_residents_will_read_it(bram: Browser, track: Track) -> None:
    page = bram.get(address(Step.check))
    preview = words(page.one(".preview"))
    for part in ("Niet openbaar: voorbeeld", "adviseren", "Het riool wordt vernieuwd.", "Waar komen bomen en groen?",
                 "Komt er een warmtenet?", "uiterlijk vrijdag 5 februari 2027", "Bram de Boer", "Definitief ontwerp",
                 "Kinderen komen veilig op school."):  # fmt: skip
        assert part.lower() in preview.lower()


def explain_fields(page: Page) -> dict[str, Any]:
    return page.form("/werk/trajecten/molenstraat/uitleg")


@pytest.fixture
def unexplained(track: Track) -> Track:
    """A track without hours to answer everybody: one finding that asks for an explanation."""
    with writing():
        db.session.merge(track).rooms[0].capacity_hours = None
    return track


def test_a_finding_is_explained_in_public_with_my_name(bram: Browser, unexplained: Track) -> None:
    data = explain_fields(bram.get(address(Step.check)))
    text = "Twee collega’s van Groen helpen ons met antwoorden."
    bram.post("/werk/trajecten/molenstraat/uitleg", {**data, "text": text})
    page = bram.get(address(Step.check))
    assert f"Uitleg van Bram de Boer, projectleider: ‘{text}’" in page.text
    assert "Uitgelegd:" in page.all(".finding__kind") and "Vraagt uitleg:" not in page.all(".finding__kind")


def test_too_few_words_are_refused_with_the_text_kept(bram: Browser, unexplained: Track) -> None:
    data = explain_fields(bram.get(address(Step.check)))
    page = bram.post("/werk/trajecten/molenstraat/uitleg", {**data, "text": "Moet."}, status=422)
    assert explain_fields(page)["text"] == "Moet."
    assert "minstens één hele zin" in page.errors[0]


def test_a_rule_that_blocks_or_does_not_exist_cannot_be_explained(bram: Browser, track: Track) -> None:
    data = {"rule": "I4", "row": "question:1", "text": "Dit is een hele zin met woorden."}
    bram.post("/werk/trajecten/molenstraat/uitleg", data, status=422)
    bram.post("/werk/trajecten/molenstraat/uitleg", {}, status=422)


def test_asking_for_a_review_freezes_the_text(bram: Browser, track: Track) -> None:
    assert "Vraag een toets" in bram.get(address(Step.check)).all("button")
    page = bram.post("/werk/trajecten/molenstraat/toets")
    assert page.location.endswith("/werk/trajecten/molenstraat")
    assert room().state is RoomState.submitted
    assert "Ligt bij de toetser, tot uiterlijk dinsdag 1 december 2026." in bram.get("/werk/trajecten/molenstraat").text


def test_a_room_that_blocks_is_not_sent_to_a_reviewer(bram: Browser, track: Track) -> None:
    bram.post(address(Step.decision), {**typed(bram, Step.decision), "decider": "", "doe": "bewaar"})
    assert "Vraag een toets" not in bram.get(address(Step.check)).all("button")
    page = bram.post("/werk/trajecten/molenstraat/toets", status=422)
    assert "er nog geen toets" in page.text or "nog geen toets" in page.text


def test_chantal_of_another_department_comes_nowhere(chantal: Browser, track: Track) -> None:
    for step in Step:
        chantal.get(address(step), status=403)
    for step in WRITTEN:
        chantal.post(address(step), {"doe": "bewaar"}, status=403)
    for deed in ("uitleg", "bevestigen", "toets", "openen", "sluiten", "stoppen", "data"):
        chantal.post(f"/werk/trajecten/molenstraat/{deed}", {}, status=403)


def test_a_department_that_is_named_reads_along_and_confirms(
    bram: Browser, chantal: Browser, track: Track, cast: Cast
) -> None:
    with writing():
        db.session.merge(track).departments = [cast.streets, cast.parks]
    page = chantal.get(address(Step.fixed))
    assert "U leest mee." in page.text
    assert not page.soup.select("#ruimte-formulier")
    chantal.post(address(Step.fixed), {"doe": "bewaar"}, status=403)
    there = chantal.get("/werk/trajecten/molenstraat").link("Lees de tekst en geef antwoord voor Groen")
    chantal.post(there, {**chantal.get(there).form(there), "answer": "confirmed"})
    assert "Bevestigd door Chantal Mulder, 24 november 2026" in bram.get("/werk/trajecten/molenstraat").text


def test_a_visitor_goes_to_the_sign_in_page_and_keeps_the_text(visitor: Browser, bram: Browser, track: Track) -> None:
    page = visitor.post(address(Step.why), {"why": "Getypt terwijl de sessie verliep"}, status=401)
    assert "Getypt terwijl de sessie verliep" in page.html


def rows_in(page: Page) -> dict[str, Any]:
    """The fields of the list, from a whole page or from the fragment alone."""
    return {name: text for name, text in fields(page.one("#rijen")).items() if name.startswith(("rows-", "gone-"))}


def in_rows(data: dict[str, Any]) -> dict[str, Any]:
    return {name: text for name, text in data.items() if name.startswith("rows-")}


def without_rows(data: dict[str, Any]) -> dict[str, Any]:
    return {name: None for name in in_rows(data)}


def row_count(data: dict[str, Any]) -> int:
    return len({name.split("-")[1] for name in in_rows(data)})
