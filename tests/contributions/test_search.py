"""Finding what somebody said: colleagues by every word, residents by the public version only."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from participation import clock
from participation.contributions import actions, search
from participation.contributions.models import Channel, Contribution
from participation.contributions.stems import LONGEST, stem, stems, token, words
from participation.db import db, writing
from participation.tracks.models import Track
from tests.factories.contributions import cut
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

TERMS = actions.Terms(receipt_key="een-sleutel-voor-de-tests", feedback_weeks=6)
EVERYTHING = 2_147_483_647
NAUGHTY = (
    "'", '"', "''", "*", "**", "%", "_", "\\", "--", ";", "(", ")", "OR", "AND", "NOT", "NEAR", "bank OR boom", "bank*",
    "bank AND", "NEAR(bank boom)", "stems:bank", "-bank", "^bank", '"bank', "bank'; DROP TABLE point; --", "t1",
    "wbank", "bank & boom", "bank | boom", "!bank", "bank:*", "a <-> b", "\x00bank", "\ud800bank", "𝕓𝕒𝕟𝕜", "مقعد",
    "长椅", "🪑", "ﷺ", "{}", "%s", ":query", "$1", "?", "\u202ebank", "é" * 100, "1e5", "0x1f", "1.5", "@bank",
    "bank@halte.nl", "https://bank.nl/?q=1", "<script>alert(1)</script>",
)  # fmt: skip


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def say(track: Track, what: str, number: int = 0) -> Contribution:
    said = actions.Said(text=what)
    key = f"{what}{number}"
    return actions.submit(track, said, terms=TERMS, form_key=key, now=clock.now()).contribution


def found(track: Track, typed: str, *, before: int = EVERYTHING, rows: int = 51) -> list[int]:
    query = search.read(typed)
    assert query is not None
    return search.contributions([track.id], query, before=before, rows=rows)


def found_by_residents(track: Track, typed: str) -> list[int]:
    query = search.read(typed)
    assert query is not None
    return search.public_points(track.id, query, before=EVERYTHING, rows=51)


def publish(contribution: Contribution, cast: Cast, *texts: str) -> None:
    public = list(texts) or [point.text for point in contribution.points]
    named = {point.id: words for point, words in zip(contribution.points, public, strict=True)}
    actions.check_public(contribution, named, actor=cast.bram, now=clock.now())


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("boom", "Meer bomen graag"),
        ("bomen", "Eén boom is genoeg"),
        ("straten", "de STRAAT"),
        ("fietser", "fietsers"),
        ("bankjes", "een bankje"),
        ("knieen", "mijn knieën"),
        ("reünie", "de reunie"),
        ("auto's", "Auto’s rijden hard"),
        ("fotos", "Ik heb foto's"),
        ("ÉÉN", "een"),
        ("12a", "Ik woon op 12a"),
        ("مقعد", "أريد مقعد هنا"),
    ],
)
def test_a_word_is_found_in_another_form(typed: str, written: str) -> None:
    assert stems(typed)[0] in stems(written)


def test_what_comes_out_of_a_text_is_plain_letters_and_digits() -> None:
    blob = " ".join(NAUGHTY)
    assert all(one.isascii() and one.isalnum() and len(one) <= 8 * LONGEST + 1 for one in stems(blob))


def test_a_word_of_another_script_can_still_be_begun() -> None:
    assert token("مقعد").startswith(token("مقع"))


def test_a_stem_is_the_same_however_often_it_is_asked() -> None:
    assert [stem("bomen"), stem("bomen")] == ["boom", "boom"]
    assert words("Zet een bank bij de halte.") == ["zet", "een", "bank", "bij", "de", "halte"]


def test_nothing_typed_looks_for_nothing_and_too_much_is_refused() -> None:
    assert search.read("  ") is None
    with pytest.raises(search.TooLong) as refusal:
        search.read("a" * 101)
    assert refusal.value.field == "zoek"
    assert search.read("a" * 100) is not None


def test_only_the_last_word_may_be_unfinished() -> None:
    assert search.read("bank bushal") == search.Query(("wbank", "wbushal"), "wbushal")
    assert search.read("bank bu") == search.Query(("wbank", "wbu"))
    assert search.read("bank bushal.") == search.Query(("wbank", "wbushal"))
    assert search.read("bank boom bank") == search.Query(("wboom", "wbank"), "wbank")


def test_all_words_must_occur(track: Track) -> None:
    both = say(track, "Zet een bank bij de bushalte, in de schaduw.")
    say(track, "Zet een bank bij de brug.")
    say(track, "De bushalte is te donker.")
    assert found(track, "bushalte bank") == [both.id]
    assert found(track, "banken bushaltes") == [both.id]
    assert found(track, "bank vijver") == []


def test_the_newest_comes_first_and_a_mark_goes_on_from_there(track: Track) -> None:
    ids = [say(track, f"Bank nummer {number}").id for number in range(5)]
    assert found(track, "bank") == ids[::-1]
    assert found(track, "bank", rows=2) == ids[:2:-1]
    assert found(track, "bank", before=ids[2]) == ids[1::-1]


@pytest.mark.parametrize("typed", ["spe", "speel", "speelp", "speelpl", "speelplaat", "speelplaats", "speelplaatsen"])
def test_the_last_word_is_found_while_it_is_typed(track: Track, typed: str) -> None:
    there = say(track, "De speelplaats is van grind.")
    assert found(track, typed) == [there.id]


def test_two_letters_are_too_short_to_begin_with(track: Track) -> None:
    say(track, "De speelplaats is van grind.")
    assert found(track, "sp") == []


def test_a_search_stays_within_its_tracks(track: Track, cast: Cast) -> None:
    other = make_open_track(cast.bram, slug="zuiderpark", title="Zuiderpark")
    here, there = say(track, "Een bank hier"), say(other, "Een bank daar")
    query = search.read("bank")
    assert query is not None
    assert found(track, "bank") == [here.id]
    assert search.contributions([track.id, other.id], query, before=EVERYTHING, rows=9) == [there.id, here.id]
    assert search.contributions([], query, before=EVERYTHING, rows=9) == []
    assert found(track, f"t{other.id}") == []


def test_hundreds_of_tracks_can_be_searched_at_once(track: Track) -> None:
    here = say(track, "Een bank hier")
    query = search.read("bank")
    assert query is not None
    assert search.contributions(range(1, 800), query, before=EVERYTHING, rows=9) == [here.id]


@pytest.mark.parametrize("typed", NAUGHTY)
def test_what_is_typed_is_never_more_than_words(track: Track, cast: Cast, typed: str) -> None:
    publish(say(track, "Zet een lantaarn bij de brug."), cast)
    assert found(track, typed) == []
    assert found_by_residents(track, typed) == []


def test_strings_that_broke_others_find_themselves(track: Track, cast: Cast) -> None:
    for number, odd in enumerate(NAUGHTY):
        plain = odd.replace("\x00", "").replace("\ud800", "")
        one = say(track, f"kanarie {plain}", number)
        publish(one, cast)
        assert found(track, f"kanarie {plain}"[:100])[0] == one.id
        assert found_by_residents(track, f"kanarie {plain}"[:100])[0] == one.points[0].id


def test_every_channel_can_be_found(track: Track, cast: Cast) -> None:
    now = clock.now()
    paper = actions.enter(
        track, actions.Said(text="Een brief over de vijver", channel=Channel.paper), received_on=date(2026, 11, 20),
        terms=TERMS, form_key="brief", actor=cast.bram, now=now,
    ).contribution  # fmt: skip
    taken = actions.take_over(
        track, actions.Said(text="Uit het bestand: de vijver stinkt", channel=Channel.email),
        received_on=date(2026, 11, 3), import_key="rij 1", terms=TERMS, now=now,
    )  # fmt: skip
    assert taken is not None
    assert found(track, "vijver") == [taken.contribution.id, paper.id]


def test_what_was_added_later_is_found_too(track: Track) -> None:
    one = say(track, "De lantaarn is stuk.")
    actions.add_to(one, "Bij de vijver staat er nog een.", now=clock.now())
    assert found(track, "vijver lantaarn") == [one.id]


CANARY = "kanariepiet"


def test_residents_never_find_words_that_were_taken_out(track: Track, cast: Cast) -> None:
    one = say(track, f"Buurvrouw {CANARY} laat haar hond los bij de vijver.")
    publish(one, cast, "Iemand laat een hond los bij de vijver.")
    assert found(track, CANARY) == [one.id]
    assert found_by_residents(track, CANARY) == []
    assert found_by_residents(track, CANARY[:5]) == []
    assert found_by_residents(track, "hond") == [one.points[0].id]
    assert CANARY not in " ".join(db.session.scalars(text("SELECT stems FROM public_words")))


def test_a_public_version_that_is_mended_forgets_the_old_words(track: Track, cast: Cast) -> None:
    one = say(track, f"Mevrouw {CANARY} en de vijver.")
    publish(one, cast)
    assert found_by_residents(track, CANARY) == [one.points[0].id]
    publish(one, cast, "Een mevrouw en de vijver.")
    assert found_by_residents(track, CANARY) == []


def test_residents_find_nothing_that_is_not_checked_is_hidden_or_was_taken_back(track: Track, cast: Cast) -> None:
    unchecked, hidden, gone = (say(track, f"De vijver {word}") for word in ("een", "twee", "drie"))
    publish(hidden, cast)
    publish(gone, cast)
    assert found_by_residents(track, "vijver") == [gone.points[0].id, hidden.points[0].id]
    actions.hide(hidden, "Er staat een naam in.", actor=cast.bram, now=clock.now())
    actions.withdraw(gone, now=clock.now())
    assert found_by_residents(track, "vijver") == []
    assert found(track, "vijver") == [gone.id, hidden.id, unchecked.id]


def test_a_contribution_that_is_split_has_to_be_checked_before_residents_find_it(track: Track, cast: Cast) -> None:
    one = say(track, "De vijver stinkt. De lantaarn is stuk.")
    publish(one, cast)
    cut(one, ("Water", "De vijver stinkt."), ("Licht", "De lantaarn is stuk."))
    assert found_by_residents(track, "vijver") == []
    assert found(track, "licht lantaarn vijver") == [one.id]
    publish(one, cast)
    water, light = one.points
    assert found_by_residents(track, "vijver") == [water.id]
    assert found_by_residents(track, "lantaarn") == [light.id]


def test_a_contribution_that_failed_halfway_is_not_found(track: Track) -> None:
    say(track, "De vijver stinkt.")
    db.session.rollback()
    assert found(track, "vijver") == []


def the_index() -> list[object]:
    return [
        db.session.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all()
        for table in ("contribution_words", "public_words")
    ]


def test_a_rebuild_finds_the_same_as_the_actions_left(
    app: Flask, track: Track, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [say(track, f"De vijver, keer {number}") for number in range(5)]
    for one in several[:4]:
        publish(one, cast)
    actions.hide(several[0], "Er staat een naam in.", actor=cast.bram, now=clock.now())
    actions.withdraw(several[1], now=clock.now())
    actions.add_to(several[2], "En nog iets over de lantaarn.", now=clock.now())
    cut(several[3], ("Een", "De vijver"), ("Twee", "keer 3"))
    db.session.commit()
    before, track_id = the_index(), track.id
    with writing():
        db.session.execute(text("DELETE FROM contribution_words"))
        db.session.execute(text("UPDATE public_words SET stems = 'wanders'"))
    assert found(track, "vijver") == []
    monkeypatch.setattr(search, "BATCH", 2)
    answer = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert "weer te vinden" in answer.output, answer.output
    assert the_index() == before
    assert found(db.session.get_one(Track, track_id), "vijver") == [one.id for one in reversed(several)]


@pytest.mark.sqlite
def test_the_index_of_sqlite_agrees_with_its_table(track: Track, cast: Cast) -> None:
    publish(say(track, "De vijver stinkt."), cast)
    publish(db.session.get_one(Contribution, 1), cast, "De vijver.")
    db.session.execute(text("DELETE FROM public_words"))
    for table in ("contribution_words", "public_words"):
        db.session.execute(text(f"INSERT INTO {table}_index ({table}_index) VALUES ('integrity-check')"))


@pytest.mark.sqlite
def test_an_index_that_was_damaged_is_made_anew(track: Track, app: Flask) -> None:
    say(track, "De vijver stinkt.")
    db.session.execute(text("INSERT INTO contribution_words_index (contribution_words_index) VALUES ('delete-all')"))
    db.session.commit()
    assert found(track, "vijver") == []
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert found(track, "vijver") == [1]
