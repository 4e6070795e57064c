"""Narrowing the list: each filter finds what it says and nothing else, together they all hold, never what is not mine."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from participation import clock
from participation.contributions import search
from participation.contributions.models import Channel, Contribution, ContributionKind
from participation.db import db
from participation.outcomes.finding import listing, ranking, reading
from participation.outcomes.finding.search import Mark, Search
from participation.outcomes.finding.states import DeskFilter
from participation.outcomes.models import OutcomeKind
from participation.places.models import Area, AreaKind
from participation.promises import actions as promises
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.themes import make_theme
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

LIST = "/werk/bijdragen"


def numbers(page: Page) -> list[int]:
    return [int(text.removeprefix("Bijdrage ")[5:]) for text in page.all(".rows a")]


def say(track: Track, what: str = "Zet een bank bij de bushalte.", **values: Any) -> Contribution:
    one = make_contribution(track, what, **values)
    search.index(one)
    db.session.commit()
    return one


class Said:
    """Two tracks of Bram and one of Chantal, with something of everything said in them."""

    def __init__(self, cast: Cast) -> None:
        self.street = make_open_track(cast.bram, promised_on=date(2027, 2, 5))
        self.park = make_open_track(cast.bram, slug="park", title="Park", promised_on=date(2027, 3, 5))
        others = make_open_track(cast.chantal, slug="haven", title="Haven", department=cast.parks, members=[])
        district = self.street.areas[0]
        lane = Area(code="ST1", name="Lindestraat", kind=AreaKind.street, parent=district)
        elsewhere = Area(code="ST2", name="Kade", kind=AreaKind.street)
        db.session.add_all([lane, elsewhere])
        self.park.areas = [elsewhere]
        question = self.street.room.open_questions[0]
        self.plain = say(self.street)
        self.letter = say(self.street, channel=Channel.paper, area=lane, handler=cast.bram)
        self.idea = say(self.street, kind=ContributionKind.idea, question=question, area=elsewhere)
        self.call = say(self.park, channel=Channel.phone, handler=cast.bram, department=cast.parks)
        self.asked = say(self.park, "Waarom zo laat?", kind=ContributionKind.question, department=cast.parks, area=lane)
        theirs = [say(others, channel=Channel.paper, kind=ContributionKind.idea, area=lane, department=cast.parks)]
        self.theirs = theirs[0]
        self.theme = make_theme(self.street, "Bankjes", self.plain.points[0], self.idea.points[0])
        self.of_others = make_theme(others, "Boten", theirs[0].points[0])
        self.bram, self.question, self.district, self.team = cast.bram.id, question.id, district.code, cast.parks.id
        db.session.commit()
        self.ids = {name: one.id for name, one in vars(self).items() if hasattr(one, "id")}

    def numbers(self, *names: str) -> list[int]:
        return [self.ids[name] for name in names]

    def more(self) -> None:
        """Something else comes in through the letter box."""
        say(db.session.get_one(Track, self.ids["street"]), channel=Channel.paper)


@pytest.fixture
def said(cast: Cast) -> Said:
    return Said(cast)


Asks = Callable[[Said], dict[str, object]]
FILTERS: dict[str, tuple[Asks, tuple[str, ...]]] = {
    "a channel": (lambda said: {"kanaal": "papier"}, ("letter",)),
    "the website": (lambda said: {"kanaal": "website"}, ("asked", "idea", "plain")),
    "me": (lambda said: {"van": "mij"}, ("call", "letter")),
    "a colleague": (lambda said: {"van": said.bram}, ("call", "letter")),
    "nobody": (lambda said: {"van": "niemand"}, ("asked", "idea", "plain")),
    "a team": (lambda said: {"team": said.team}, ("asked", "call")),
    "a kind": (lambda said: {"soort": "idee"}, ("idea",)),
    "a street": (lambda said: {"gebied": "ST1"}, ("asked", "letter")),
    "an area, with the streets in it and what names no place": (
        lambda said: {"gebied": said.district}, ("asked", "letter", "plain"),
    ),
    "the area of a track, where nothing names a place": (lambda said: {"gebied": "ST2"}, ("call", "idea")),
    "a question": (lambda said: {"vraag": said.question}, ("idea",)),
    "a theme": (lambda said: {"thema": said.ids["theme"]}, ("idea", "plain")),
    "a day": (lambda said: {"uiterlijk": "5-2-2027"}, ("idea", "letter", "plain")),
    "a later day": (lambda said: {"uiterlijk": "2027-03-05"}, ("asked", "call", "idea", "letter", "plain")),
    "an earlier day": (lambda said: {"uiterlijk": "2027-02-04"}, ()),
    "a channel of a colleague": (lambda said: {"kanaal": "telefoon", "van": "mij"}, ("call",)),
    "a team without a colleague": (lambda said: {"team": said.team, "van": "niemand"}, ("asked",)),
    "a street in one track": (lambda said: {"gebied": "ST1", "traject": "park"}, ("asked",)),
    "a theme through one channel": (lambda said: {"thema": said.ids["theme"], "kanaal": "papier"}, ()),
    "a theme of a kind that waits": (
        lambda said: {"thema": said.ids["theme"], "soort": "idee", "stand": "wacht"}, ("idea",),
    ),
    "words of a kind in a street": (lambda said: {"zoek": "laat", "soort": "vraag", "gebied": "ST1"}, ("asked",)),
    "what waits through a channel until a day": (
        lambda said: {"stand": "wacht", "kanaal": "papier", "uiterlijk": "2027-02-05"}, ("letter",),
    ),
    "a day in one track without a colleague": (
        lambda said: {"uiterlijk": "2027-03-05", "traject": "park", "van": "niemand"}, ("asked",),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("ask", "expected"), FILTERS.values(), ids=list(FILTERS))
def test_a_filter_finds_what_it_says_and_nothing_else(
    bram: Browser, said: Said, ask: Asks, expected: tuple[str, ...]
) -> None:
    assert numbers(bram.get(f"{LIST}?{urlencode(ask(said))}")) == said.numbers(*expected)


@pytest.mark.parametrize(("ask", "expected"), FILTERS.values(), ids=list(FILTERS))
def test_the_neighbours_and_the_selection_are_those_of_the_list(
    bram: Browser, said: Said, ask: Asks, expected: tuple[str, ...]
) -> None:
    with bram.app.test_request_context():
        from participation.accounts.models import User
        from participation.web.desk.finding import read_search

        asked = read_search(
            {name: str(value) for name, value in ask(said).items()}, db.session.get_one(User, said.bram)
        )
    whole = said.numbers(*expected)
    assert reading.ids(asked, 2_000) == whole
    assert reading.ids(asked, 1) == whole[:1]
    for at, number in enumerate(whole):
        beside = reading.neighbours(asked, number)
        newer, older = whole[at - 1] if at else None, whole[at + 1] if at + 1 < len(whole) else None
        assert [one and one.id for one in beside] == [newer, older]


@pytest.mark.parametrize(("ask", "expected"), FILTERS.values(), ids=list(FILTERS))
def test_pages_lose_nothing_and_double_nothing_while_more_comes_in(
    bram: Browser, said: Said, ask: Asks, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = dict(listing.newest.__kwdefaults__ or {})
    monkeypatch.setattr(listing.newest, "__kwdefaults__", {**defaults, "rows": 1})
    monkeypatch.setattr(reading, "WINDOW", 2)
    page, seen, went_on = bram.get(f"{LIST}?{urlencode(ask(said))}"), [], 0
    while True:
        seen += numbers(page)
        following = page.soup.select("a[rel=next], .empty a.more")
        if not following or "voor=" not in str(following[-1]["href"]):
            break
        said.more()
        page, went_on = bram.get(str(following[-1]["href"])), went_on + 1
        assert went_on < 20
    assert seen == said.numbers(*expected)


def test_nobody_finds_anything_of_a_track_of_others_whatever_is_asked(
    chantal: Browser, dirk: Browser, said: Said
) -> None:
    for ask, _expected in FILTERS.values():
        names = ask(said)
        of_others = {"vraag", "thema", "traject"} & set(names) or names.get("van") == said.bram
        address, status = f"{LIST}?{urlencode(names)}", 404 if of_others else 200
        for browser, own in ((dirk, set()), (chantal, {said.ids["theirs"]})):
            page = browser.get(address, status=status)
            assert set(numbers(page) if status == 200 else ()) <= own, address


@pytest.mark.parametrize(
    "address",
    ["?gebied=nergens", "?kanaal=duif", "?van=9999", "?van=iemand", "?team=9999", "?team=x", "?vraag=9999", "?vraag=x",
     "?thema=9999", "?thema=x", "?soort=klacht", "?volgorde=oudste", "?voor=1-0", "?voor=1-99999", "?voor=0"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(bram: Browser, said: Said, address: str) -> None:
    bram.get(f"{LIST}{address}", status=404)


def test_a_theme_of_others_is_not_found(bram: Browser, said: Said) -> None:
    bram.get(f"{LIST}?thema={said.ids['of_others']}", status=404)


def test_who_chooses_another_track_leaves_the_question_of_the_first_behind(bram: Browser, said: Said) -> None:
    page = bram.get(f"{LIST}?traject=park&vraag={said.question}&thema={said.ids['theme']}")
    assert numbers(page) == said.numbers("asked", "call")
    assert "Bijdragen uit ‘Park’. De nieuwste staat bovenaan." in page.text


def test_a_day_that_is_no_day_is_refused_and_what_was_typed_stays(bram: Browser, said: Said) -> None:
    page = bram.get(f"{LIST}?zoek=bank&uiterlijk=morgen", status=422)
    assert page.errors == ["Deze dag begrijpen wij niet. Schrijf hem zo: 5-2-2027."]
    assert (page.one("#uiterlijk")["value"], page.one("#zoek")["value"]) == ("morgen", "bank")
    assert page.one("#verfijn").has_attr("open")


def test_what_is_chosen_is_said_in_a_sentence(bram: Browser, said: Said) -> None:
    page = bram.get(f"{LIST}?gebied=ST1&kanaal=papier&van=niemand&soort=idee")
    assert "Ideeën over Lindestraat, op papier, zonder behandelaar. Niets gevonden." in page.text
    assert page.one("#gebied option[selected]").text == "Lindestraat"
    page = bram.get(
        f"{LIST}?thema={said.ids['theme']}&vraag={said.question}&uiterlijk=2027-02-05&stand=wacht&team={said.team}"
    )
    assert "in het thema ‘Bankjes’" in page.text
    assert (
        "voor het team Groen, wachtend op antwoord, met een antwoord beloofd uiterlijk vrijdag 5 februari 2027"
        in page.text
    )


def test_an_empty_list_says_which_filter_could_be_left_out(bram: Browser, said: Said) -> None:
    page = bram.get(f"{LIST}?gebied=ST1&kanaal=papier&van=niemand")
    assert "Laat een filter weg" in page.text
    assert numbers(bram.get(page.link("Laat weg: zonder behandelaar"))) == said.numbers("letter")


def test_questions_and_themes_are_those_of_the_chosen_track(bram: Browser, said: Said) -> None:
    assert "Kies een traject." in bram.get(LIST).text
    page = bram.get(f"{LIST}?traject=molenstraat", htmx=True)
    assert "Bankjes" in page.one("#van-het-traject[hx-swap-oob=innerHTML]").text


def test_the_best_of_the_newest_hits_come_first(bram: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    once = say(track, f"Er staat een bank. {'Verder gaat dit over iets anders. ' * 20}")
    often = say(track, "Een bank, nog een bank, en daar een bank.")
    begins = say(track, "De bankjes staan er goed bij. " + "Dat vinden wij mooi. " * 3)
    latest = say(track, f"Daar staat een bank. {'Verder gaat dit over iets anders. ' * 20}")
    best, newest = [often.id, begins.id, latest.id, once.id], [latest.id, begins.id, often.id, once.id]
    page = bram.get(f"{LIST}?zoek=bank&volgorde=beste")
    assert numbers(page) == best
    assert "Van de nieuwste staat bovenaan wat het meest over uw woorden gaat." in page.text
    assert sorted(numbers(page)) == sorted(numbers(bram.get(f"{LIST}?zoek=bank")))
    assert numbers(bram.get(f"{LIST}?volgorde=beste")) == newest


def test_ranked_pages_lose_nothing_while_more_comes_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    track = make_open_track(cast.bram)
    made = [
        say(track, "bank " * (1 + number % 3), kind=ContributionKind.idea if number % 2 else None).id
        for number in range(9)
    ]
    monkeypatch.setattr(reading, "WINDOW", 4)
    for kind, expected in ((None, made), (ContributionKind.idea, made[1::2])):
        asked = Search((track.id,), words="bank", best_first=True, kind=kind)
        seen: list[int] = []
        mark: Mark | None = Mark()
        while mark is not None:
            found = reading.page(asked, Mark.read(str(mark)), 3)
            seen, mark = seen + found.ids, found.older
            say(track, "bank bank bank bank", kind=ContributionKind.idea)
        assert sorted(seen)[: len(expected)] == expected
        assert len(seen) == len(set(seen))


def test_the_weight_of_a_text_is_a_whole_number_that_grows_with_the_words() -> None:
    query = search.read("bank")
    assert query is not None
    weights = [ranking.weight(text, query) for text in ("niets", "bankieren", "een bank", "bank bank")]
    assert weights == sorted(set(weights))


def test_a_bounded_look_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is wanted lies far behind what is looked through at once."""
    track, other = make_open_track(cast.bram), make_open_track(cast.bram, slug="park", title="Park")
    wanted = say(track, kind=ContributionKind.offer, channel=Channel.paper)
    for number in range(6):
        say(track if number % 2 else other, channel=Channel.paper)
    monkeypatch.setattr(reading, "WINDOW", 4)
    asked = Search((track.id, other.id), channel=Channel.paper, kind=ContributionKind.offer, state=DeskFilter.waiting)
    mark, looks = Mark(), 0
    while not (found := reading.page(asked, mark, 1)).ids:
        assert found.older is not None
        assert found.older < mark
        mark, looks = found.older, looks + 1
    assert (found.ids, looks > 0) == ([wanted.id], True)
    assert listing.newest(asked, rows=1).is_short


def test_a_promise_that_was_kept_is_not_owed_any_more(bram: Browser, said: Said) -> None:
    make_outcome(said.plain.points[0], OutcomeKind.answered)
    for promise in promises.open_promises(said.plain.id):
        promises.keep(promise, now=clock.now())
    db.session.commit()
    assert numbers(bram.get(f"{LIST}?uiterlijk=2027-02-05")) == said.numbers("idea", "letter")


def test_a_question_that_was_worded_anew_is_still_that_question(bram: Browser, said: Said, cast: Cast) -> None:
    """A later version of the room has rows of its own; what was said before belongs to the same question."""
    from participation.tracks.room import DeclaredRoom, OpenQuestion, RoomState

    later = DeclaredRoom(track=said.street, version=2, author=cast.bram, created_at=clock.now(), state=RoomState.approved,
                         approved_at=clock.now(), published_at=clock.now(), level=said.street.room.level)  # fmt: skip
    later.open_questions = [OpenQuestion(position=1, question="Anders gevraagd?", root_id=said.question)]
    db.session.add(later)
    db.session.flush()
    again = say(said.street, question=later.open_questions[0]).id
    page = bram.get(f"{LIST}?vraag={said.question}")
    assert numbers(page) == [again, *said.numbers("idea")]
    assert "bij de vraag ‘Anders gevraagd?’" in page.text


COMBINED = "?traject=molenstraat&gebied=ST1&kanaal=papier&van=mij&soort=idee&stand=wacht&uiterlijk=2027-02-05"


@pytest.mark.parametrize(
    ("address", "statements"),
    [("", 8), ("?kanaal=papier", 8), ("?traject=molenstraat", 9), ("?zoek=bank&volgorde=beste", 9), (COMBINED, 9),
     ("?gebied=ST1", 10), ("?gebied=ST2&kanaal=telefoon", 11), ("?thema=1", 9)],
)  # fmt: skip
def test_a_list_takes_at_most_twelve_statements(
    app: Flask, bram: Browser, said: Said, address: str, statements: int
) -> None:
    bram.get(f"{LIST}{address}")
    with counted(app) as seen:
        bram.get(f"{LIST}{address}")
    assert len(seen) == statements, "\n".join(seen)
