"""The public list of a track: the same for what we adopt and for what we do not, and never slower when it grows."""

import cProfile
import pstats
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import insert, text

from participation import clock
from participation.contributions.models import Channel, Contribution, Point, PublicState
from participation.db import db
from participation.outcomes import public_list
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track
from participation.web.public.said import excerpt
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_bring_in, make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

LIST = "/trajecten/molenstraat/bijdragen"
KINDS = [*OutcomeKind, None]


def say(track: Track, words: str, kind: OutcomeKind | None = None, **values: object) -> Point:
    point = check_public(make_contribution(track, words)).points[0]
    if kind:
        make_outcome(point, kind, **values)
    return point


def fill(track: Track, count: int, start: int = 1) -> None:
    """Many public contributions at once, nine in ten with an outcome of each kind in turn."""
    now, author, kinds = clock.now(), track.author_id, list(OutcomeKind)
    ids, answered = range(start, start + count), [number for number in range(start, start + count) if number % 10]
    words = "Zet de bomen aan de kant van de school, dan staan de kinderen in de schaduw. " * 3
    db.session.execute(insert(Contribution), [
        {"id": number, "track_id": track.id, "room_id": track.room_id, "channel": Channel.web, "original_text": words,
         "language": "nl", "received_at": now, "code_hash": f"hash {number}", "source_note": "",
         "public_state": PublicState.public, "checked_at": now} for number in ids
    ])  # fmt: skip
    db.session.execute(insert(Point), [
        {"id": number, "contribution_id": number, "track_id": track.id, "position": 1, "title": "", "text": words,
         "public_text": words, "is_public": True} for number in ids
    ])  # fmt: skip
    db.session.execute(insert(Promise), [
        {"kind": PromiseKind.answer, "track_id": track.id, "contribution_id": number,
         "department_id": track.department_id, "made_at": now, "due": date(2027, 2, 5)} for number in ids
    ])  # fmt: skip
    db.session.execute(insert(Outcome), [
        {"id": number, "point_id": number, "state": OutcomeState.published, "version": 1, "kind": kinds[number % 9],
         "reason": "Daar ligt een leiding, en die moet vrij blijven voor de brandweer. " * 2, "written_at": now,
         "published_at": now, "published_by_id": author} for number in answered
    ])  # fmt: skip
    db.session.execute(text(
        "UPDATE point SET outcome_id = id, outcome_kind = (SELECT kind FROM outcome WHERE outcome.id = point.id) "
        "WHERE track_id = :track AND id IN (SELECT id FROM outcome)"
    ), {"track": track.id})  # fmt: skip
    db.session.commit()


def test_each_row_says_what_was_said_when_how_and_what_became_of_it(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    point = say(track, "Zet banken bij de halte.", OutcomeKind.adopted, reason="Wie slecht loopt, moet overal komen.",
                path=track.room.paths[0], place="blad 2")  # fmt: skip
    number = point.contribution.number
    page = visitor.get(LIST)
    row = page.all(".said")[0]
    assert row == (
        f"Zet banken bij de halte. Bijdrage {number} , 24 november 2026, website Overgenomen "
        "Wie slecht loopt, moet overal komen. "
        "Het komt in: Definitief ontwerp, blad 2. Het college beslist op 9 maart 2027."
    )
    assert page.link(number) == f"/bijdragen/{number}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value if kind else "waiting")
def test_every_outcome_is_found_with_the_same_filter(visitor: Browser, cast: Cast, kind: OutcomeKind | None) -> None:
    track = make_open_track(cast.bram)
    for one in KINDS:
        say(track, f"Punt {one.value if one else 'wacht'}", one)
    page = visitor.get(f"{LIST}?uitkomst={kind.slug if kind else 'wacht'}")
    assert page.all(".words") == [f"Punt {kind.value if kind else 'wacht'}"]
    assert page.all(".filter a[aria-current]") == page.all(".said .outcome")
    assert len(page.all(".filter a")) == len(OutcomeKind) + 2


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (OutcomeKind.partly_adopted, "Dit deel wel: De bank komt er. Dit deel niet: De prullenbak komt er niet."),
        (OutcomeKind.outside_room, "Dit staat vast: Het riool wordt vernieuwd."),
        (OutcomeKind.formal_route, "Wij stuurden dit door naar de klachtencoördinator."),
        (OutcomeKind.brought_in, "Wij haalden Chantal Mulder erbij."),
        (OutcomeKind.brought_in, "Er komt meer, uiterlijk op 5 februari 2027."),
        (OutcomeKind.decided_later, "Er komt meer, uiterlijk op 5 februari 2027."),
        (None, "Een antwoord komt uiterlijk op 5 februari 2027."),
    ],
)
def test_a_verdict_never_stands_alone(visitor: Browser, cast: Cast, kind: OutcomeKind | None, words: str) -> None:
    track = make_open_track(cast.bram)
    point = say(track, "Kan het licht beter?")
    if kind is OutcomeKind.brought_in:
        make_outcome(point, kind, bring_in=make_bring_in(point, cast.chantal))
    elif kind:
        make_outcome(point, kind)
    assert words in visitor.get(LIST).text


def test_an_answer_that_is_late_says_so(visitor: Browser, cast: Cast) -> None:
    say(make_open_track(cast.bram), "Kan het licht beter?")
    with clock.frozen(datetime(2027, 2, 6, 9, 0, tzinfo=UTC)):
        assert visitor.get(LIST).all(".promise--late") == [
            "Wij zijn te laat. Dat spijt ons. Het moest op 5 februari 2027."
        ]


def test_only_checked_words_are_public(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    make_contribution(track, "NIET GELEZEN")
    check_public(make_contribution(track, "Bel mij op 06 12345678, ik heet Jan."), "Bel mij, staat hier.")
    page = visitor.get(LIST)
    assert page.all(".words") == ["Bel mij, staat hier."]
    assert "NIET GELEZEN" not in page.html and "12345678" not in page.html


def test_another_track_has_its_own_list(visitor: Browser, cast: Cast) -> None:
    say(make_open_track(cast.bram, slug="ander", title="Ander"), "Hoort bij de andere.")
    make_open_track(cast.bram)
    page = visitor.get(LIST)
    assert page.all(".empty__title") == ["Hier staat nog niets"]


def test_long_words_are_cut_between_words_with_a_link_to_the_whole(visitor: Browser, cast: Cast) -> None:
    say(make_open_track(cast.bram), "woorden genoeg " * 60)
    page = visitor.get(LIST)
    (shown,) = page.all(".words")
    assert shown.endswith(("woorden …", "genoeg …")) and len(shown) <= 400
    assert page.link("Lees alles") == page.link("Bijdrage")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("kort", ("kort", False)),
        ("precies tien", ("precies tien", False)),
        ("een twee drie vier", ("een twee …", True)),
        ("eenlangwoordzonderspaties", ("eenlangwoord …", True)),
        ("eerste, tweede deel", ("eerste …", True)),
    ],
)
def test_an_excerpt_ends_with_a_whole_word(words: str, shown: tuple[str, bool]) -> None:
    assert excerpt(words, 12) == shown


def test_paging_goes_on_where_the_page_ended(visitor: Browser, cast: Cast) -> None:
    fill(make_open_track(cast.bram), 120)
    seen: list[str] = []
    page = visitor.get(LIST)
    for _ in range(2):
        seen += [str(link["href"]) for link in page.soup.select(".said a")]
        page = visitor.get(page.link("Ouder"))
    seen += [str(link["href"]) for link in page.soup.select(".said a")]
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)
    assert page.link("Naar de nieuwste") == LIST
    assert not page.has_link("Ouder")


@pytest.mark.parametrize(
    "query",
    ["uitkomst=anders", "uitkomst=adopted", "uitkomst=%00", "voor=x", "voor=-1", "voor=1.5", "voor=2147483648",
     "voor=99999999999999999999", "voor=%F0%9F%92%A9", "voor=1%20", "uitkomst=wacht&voor=nul"],
)  # fmt: skip
def test_an_unknown_filter_or_page_mark_is_not_found(visitor: Browser, cast: Cast, query: str) -> None:
    make_open_track(cast.bram)
    assert "niet" in visitor.get(f"{LIST}?{query}", status=404).h1


def test_a_page_mark_that_nobody_gave_is_just_an_end(visitor: Browser, cast: Cast) -> None:
    say(make_open_track(cast.bram), "Een punt.")
    assert visitor.get(f"{LIST}?voor=0").all(".empty__title") == ["Hier staat nog niets"]
    assert visitor.get(f"{LIST}?voor=2147483647").all(".words") == ["Een punt."]


def test_a_list_that_did_not_change_is_one_question_and_no_page(app: Flask, visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    say(track, "Een punt.")
    first = visitor.get(LIST).response
    assert first.headers["Cache-Control"] == "no-cache"
    mark = {"If-None-Match": first.headers["ETag"]}
    with counted(app) as statements:
        page = visitor.get(LIST, status=304, headers=mark)
    assert len(statements) == 1, "\n".join(statements)
    assert page.response.get_data() == b""
    visitor.get(f"{LIST}?taal=en", headers=mark)
    visitor.client.delete_cookie("taal")
    with clock.frozen(datetime(2026, 11, 25, 9, 0, tzinfo=UTC)):
        visitor.get(LIST, headers=mark)
    say(db.session.merge(track), "Nog een punt.")
    assert len(visitor.get(LIST, headers=mark).all(".words")) == 2


def test_a_message_for_one_visitor_is_never_kept(visitor: Browser, cast: Cast) -> None:
    say(make_open_track(cast.bram), "Een punt.")
    with visitor.client.session_transaction() as session:
        session["_flashes"] = [("success", "Alleen voor u")]
    response = visitor.get(LIST).response
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize("items", [1, 3, 10, 50])
def test_any_number_of_rows_is_two_questions(app: Flask, visitor: Browser, cast: Cast, items: int) -> None:
    fill(make_open_track(cast.bram), items)
    with counted(app) as statements:
        page = visitor.get(LIST)
    assert len(page.all(".said")) == items
    assert len(statements) == 2, "\n".join(statements)


def test_fifty_rows_stay_small(app: Flask, visitor: Browser, cast: Cast) -> None:
    fill(make_open_track(cast.bram), 60)
    for _ in range(2):
        page = visitor.get(LIST)
    assert len(page.response.get_data()) <= 60_000
    profile = cProfile.Profile()
    profile.enable()
    response = visitor.client.get(LIST)
    profile.disable()
    assert response.status_code == 200
    assert pstats.Stats(profile).total_calls <= 18_000  # type: ignore[attr-defined]


def vm_steps(statement: str) -> int:
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    raw = db.session.connection().connection.driver_connection
    assert raw is not None
    raw.set_progress_handler(count, 1)
    try:
        raw.execute(statement).fetchall()
    finally:
        raw.set_progress_handler(None, 1)
    return steps[0]


def literal(name: str, track: Track, before: int = public_list.LAST) -> str:
    values = {"track_id": track.id, "before": before, "rows": 51, **({"kind": "adopted"} if name == "kind" else {})}
    dialect = db.engine.dialect
    statement = public_list.STATEMENTS[dialect.name][name].params(**values)
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["all", "waiting", "kind"])
def test_a_page_costs_the_same_in_a_small_and_in_a_large_track(cast: Cast, name: str) -> None:
    small, large = make_open_track(cast.bram), make_open_track(cast.bram, slug="groot", title="Groot")
    fill(small, 600)
    fill(large, 6_000, start=1_001)
    steps = {
        vm_steps(literal(name, small)),
        vm_steps(literal(name, large)),
        vm_steps(literal(name, large, before=3_000)),
    }
    assert max(steps) - min(steps) <= 0.05 * min(steps)
    plan = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {literal(name, large)}"))]
    assert any("USING INDEX ix_point_public" in line for line in plan)
    assert not [line for line in plan if line.startswith("SCAN") or "TEMP B-TREE" in line]


@pytest.mark.parametrize("name", ["all", "waiting", "kind"])
def test_postgresql_does_not_walk_through_the_newer_points_of_other_tracks(cast: Cast, name: str) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("about PostgreSQL only")
    old, new = make_open_track(cast.bram), make_open_track(cast.bram, slug="nieuw", title="Nieuw")
    fill(old, 600)
    fill(new, 8_000, start=1_001)
    db.session.execute(text("ANALYZE"))
    plan = "\n".join(db.session.scalars(text(f"EXPLAIN {literal(name, old)}")))
    assert f"Index Scan Backward using ix_point_public{'' if name == 'all' else '_kind'} on point" in plan
    assert "Sort" not in plan
