"""How was it to take part: asked on the own page after the last answer, drawn on the page of the track."""

from typing import Any

import pytest
from flask import Flask

from participation import clock
from participation.accounts import throttle
from participation.contributions.actions import withdraw
from participation.contributions.models import Contribution, PublicState
from participation.db import db
from participation.outcomes.experience import actions
from participation.outcomes.experience.actions import mark_of
from participation.outcomes.experience.models import Again, Experience, Understood
from participation.outcomes.experience.rules import Told
from participation.outcomes.experience.tally import count_changed
from participation.outcomes.models import OutcomeKind
from participation.tracks.models import Track, TrackState
from participation.tracks.room import Level, RoomState
from tests.conftest import NOON
from tests.factories.contributions import CODE, make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track, make_track
from tests.support.again import again
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

ASKS = "Hoe was het om mee te doen?"
ANGRY = "Ik had net zo goed tegen de muur kunnen praten."
TRACK = "/trajecten/molenstraat"
LIST = "/trajecten/molenstraat/ervaringen"


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def answered(track: Track) -> Contribution:
    contribution = make_contribution(track, code=CODE)
    make_outcome(contribution.points[0], OutcomeKind.not_adopted)
    return contribution


@pytest.fixture
def told(cast: Cast) -> Track:
    """A track that only informs."""
    track = make_track(cast.bram)
    track.room = room = track.rooms[0]
    room.level, room.state, room.approved_at, room.published_at = Level.inform, RoomState.approved, NOON, NOON
    track.state, track.opened_at, track.plan_published_at = TrackState.open, NOON, NOON
    db.session.commit()
    return track


def send(visitor: Browser, *, status: int = 200, **told: Any) -> Page:
    return visitor.post("/volg/ervaring", {"code": CODE, **told}, status=status)


def own_page(visitor: Browser) -> Page:
    return visitor.post("/volg", {"code": CODE}, status=200)


def the_experience() -> Experience:
    return db.session.query(Experience).one()


def check(experience: Experience, cast: Cast) -> None:
    actions.publish_sentence(experience, mark=mark_of(experience.sentence), actor=cast.bram, now=clock.now())
    db.session.commit()


def somebody(track: Track, influence: int | None, sentence: str = "", *, expectation: int | None = None) -> Experience:
    contribution = make_contribution(track, expectation=expectation)
    make_outcome(contribution.points[0])
    told = Told(influence, Understood.partly, Again.yes, sentence)
    found = actions.tell_how_it_was(contribution, told, now=clock.now())
    assert found is not None
    db.session.commit()
    return found


class TestAsking:
    def test_it_is_asked_after_the_last_answer_and_not_before(self, visitor: Browser, track: Track) -> None:
        contribution = make_contribution(track, code=CODE)
        assert ASKS not in own_page(visitor).text
        make_outcome(again(contribution).points[0], OutcomeKind.decided_later)
        assert ASKS not in own_page(visitor).text
        make_outcome(again(contribution).points[0], OutcomeKind.outside_room)
        assert ASKS in own_page(visitor).text

    def test_the_scale_is_the_one_of_the_expectation(self, visitor: Browser, answered: Contribution) -> None:
        words = own_page(visitor).all(".scale small")
        assert words == visitor.get(f"{TRACK}/bijdragen/nieuw").all(".scale small")
        assert words == ["geen", "weinig", "een beetje", "veel", "heel veel"]

    def test_where_we_only_informed_influence_is_not_asked(self, visitor: Browser, told: Track) -> None:
        make_outcome(make_contribution(told, code=CODE).points[0], OutcomeKind.answered)
        page = own_page(visitor)
        assert ASKS in page.text
        assert not page.soup.select(".scale")
        send(visitor, influence="5", understood="yes")
        assert the_experience().influence is None

    def test_one_answer_is_enough_and_it_can_be_changed(self, visitor: Browser, answered: Contribution) -> None:
        assert "Dank u wel." in send(visitor, again="no").text
        page = own_page(visitor)
        assert "U vertelde ons hoe het was." in page.text
        assert page.form("/volg/ervaring")["again"] == "no"
        send(visitor, again="no", influence="2", sentence=ANGRY)
        page = own_page(visitor)
        assert page.form("/volg/ervaring")["influence"] == "2"
        assert "U veranderde wat u ons vertelde over meedoen." in page.text
        assert "Een collega leest uw zin eerst." in page.text
        assert (the_experience().influence, the_experience().sentence) == (2, ANGRY)

    def test_no_answer_at_all_is_sent_back_with_a_sentence(self, visitor: Browser, answered: Contribution) -> None:
        page = send(visitor, status=422, sentence="  ")
        assert page.errors == ["Beantwoord één vraag, of schrijf één zin. Meer hoeft niet."]

    @pytest.mark.parametrize("told", [{"influence": "9"}, {"again": "<b>"}, {"sentence": "a" * 601}])
    def test_what_cannot_be_kept_is_sent_back_with_all_that_was_typed(
        self, visitor: Browser, answered: Contribution, told: dict[str, str]
    ) -> None:
        page = send(visitor, status=422, **{"sentence": ANGRY, "understood": "yes", **told})
        form = page.form("/volg/ervaring")
        assert form["sentence"] == told.get("sentence", ANGRY)
        assert form["understood"] == "yes"
        assert page.errors
        assert db.session.query(Experience).count() == 0

    def test_data_of_people_is_asked_about_and_the_resident_decides(
        self, visitor: Browser, answered: Contribution
    ) -> None:
        told = {"sentence": "Bel Kees op 0612345678.", "influence": "1"}
        page = send(visitor, status=422, **told)
        assert "Staat er een telefoonnummer in uw tekst?" in page.text
        assert page.form("/volg/ervaring")["sentence"] == told["sentence"]
        send(visitor, **page.form("/volg/ervaring"))
        assert the_experience().sentence == "Bel Kees op [telefoonnummer]."

    def test_a_form_made_by_hand_is_refused_before_the_last_answer(self, visitor: Browser, track: Track) -> None:
        make_contribution(track, code=CODE)
        page = send(visitor, status=409, sentence=ANGRY)
        assert ANGRY in page.html
        assert db.session.query(Experience).count() == 0

    def test_who_guesses_codes_has_to_wait_here_as_well(self, visitor: Browser, answered: Contribution) -> None:
        for _time in range(10):
            visitor.post("/volg/ervaring", {"code": "0000 0000 0000 0000", "again": "yes"}, status=422)
        send(visitor, status=429, again="yes")
        assert db.session.query(Experience).count() == 0
        assert throttle.RECEIPT

    def test_the_resident_reads_why_a_sentence_is_not_on_the_website(
        self, visitor: Browser, answered: Contribution, cast: Cast
    ) -> None:
        send(visitor, sentence="Bram is een sukkel.")
        found = the_experience()
        mark = mark_of(found.sentence)
        actions.hide_sentence(found, "Er staat een naam in.", mark=mark, actor=cast.bram, now=clock.now())
        db.session.commit()
        assert "Wij zetten uw zin niet op de website. Dit is waarom: Er staat een naam in." in own_page(visitor).text

    def test_the_own_page_costs_one_statement_more(self, app: Flask, visitor: Browser, track: Track) -> None:
        contribution = make_contribution(track, code=CODE)
        make_outcome(contribution.points[0], OutcomeKind.decided_later)
        own_page(visitor)
        with counted(app) as before:
            own_page(visitor)
        make_outcome(again(contribution).points[0], OutcomeKind.not_adopted)
        with counted(app) as after:
            own_page(visitor)
        assert len([one for one in after if "experience" in one]) == 1
        assert not [one for one in before if "experience" in one]


class TestDrawing:
    def five(self, track: Track, sentence: str = "") -> list[Experience]:
        found = [somebody(track, influence, expectation=influence) for influence in (1, 1, 3, 5)]
        return [*found, somebody(track, 5, sentence, expectation=4)]

    def test_declared_expected_and_experienced_stand_beside_the_words(
        self, visitor: Browser, track: Track, cast: Cast
    ) -> None:
        check(self.five(track, ANGRY)[-1], cast)
        count_changed(clock.now())
        page = visitor.get(TRACK)
        assert len(page.soup.select("table.mirror tbody tr")) == 5
        assert "Dit beloofden wij" in page.all(".mirror__here")[0]
        assert "een beetje" in page.all(".mirror__here")[0]
        for sentence in (
            "Wij beloofden: adviseren. Dat is een beetje invloed.",
            "Vooraf verwachtten mensen van geen tot heel veel invloed.",
            "Achteraf zeiden mensen: wij hadden van geen tot heel veel invloed.",
            "Begrijpen zij waarom wij dit besloten? Wij hoorden: voor een deel.",
            ANGRY,
        ):
            assert sentence in page.text

    def test_no_number_of_people_reaches_the_page(self, visitor: Browser, track: Track, cast: Cast) -> None:
        for _person in range(12):
            somebody(track, 4, expectation=2)
        check(somebody(track, 1, ANGRY, expectation=5), cast)
        count_changed(clock.now())
        section = visitor.get(TRACK).one("section[aria-labelledby=ervaring]")
        assert not any(sign.isdigit() for sign in section.get_text())
        assert "niemand" in section.get_text()
        assert "enkele mensen" in section.get_text()
        assert not [word for word in ("meeste", "meerderheid", "gemiddeld") if word in section.get_text()]

    def test_without_words_there_is_no_drawing(self, visitor: Browser, track: Track) -> None:
        self.five(track, ANGRY)
        count_changed(clock.now())
        page = visitor.get(TRACK)
        assert not page.soup.select(".mirror")
        assert "vonden van meedoen" not in page.text
        assert ANGRY not in page.html

    def test_of_four_people_only_the_words_can_be_read(self, visitor: Browser, track: Track, cast: Cast) -> None:
        for influence in (1, 2, 5):
            somebody(track, influence, expectation=3)
        check(somebody(track, 1, ANGRY, expectation=3), cast)
        count_changed(clock.now())
        page = visitor.get(TRACK)
        assert ANGRY in page.text
        assert not page.soup.select(".mirror")
        assert "Begrijpen zij" not in page.text
        assert "verwachtten" not in page.text

    def test_what_few_expected_is_said_not_to_be_shown(self, visitor: Browser, track: Track, cast: Cast) -> None:
        for _person in range(4):
            somebody(track, 2)
        check(somebody(track, 2, ANGRY), cast)
        count_changed(clock.now())
        page = visitor.get(TRACK)
        assert "Wat mensen vooraf verwachtten, laten wij niet zien." in page.text
        assert "Achteraf zeiden mensen: wij hadden weinig invloed." in page.text

    def test_where_we_only_informed_nothing_is_drawn(self, visitor: Browser, told: Track, cast: Cast) -> None:
        for _person in range(4):
            somebody(told, None)
        check(somebody(told, None, ANGRY), cast)
        count_changed(clock.now())
        page = visitor.get(TRACK)
        assert "Begrijpen zij waarom wij dit besloten? Wij hoorden: voor een deel." in page.text
        assert not page.soup.select(".mirror")

    @pytest.mark.parametrize("page", [TRACK, LIST])
    def test_a_kept_page_never_keeps_what_was_taken_away(
        self, visitor: Browser, track: Track, cast: Cast, page: str
    ) -> None:
        found = somebody(track, 1, ANGRY)
        assert ANGRY not in visitor.get(page).html
        again(cast.bram)
        check(again(found), cast)
        assert ANGRY in visitor.get(page).html
        again(found), again(cast.bram)
        actions.hide_sentence(found, "Er staat een naam in.", mark=mark_of(ANGRY), actor=cast.bram, now=clock.now())
        db.session.commit()
        assert ANGRY not in visitor.get(page).html
        again(cast.bram)
        check(again(found), cast)
        assert ANGRY in visitor.get(page).html
        withdraw(again(found).contribution, now=clock.now())
        db.session.commit()
        assert ANGRY not in visitor.get(page).html

    @pytest.mark.parametrize("state", [PublicState.unchecked, PublicState.hidden])
    def test_words_that_nobody_may_read_stand_nowhere(
        self, visitor: Browser, track: Track, cast: Cast, state: PublicState
    ) -> None:
        found = self.five(track, ANGRY)[-1]
        check(somebody(track, 3, "Een andere zin."), cast)
        if state is PublicState.hidden:
            actions.hide_sentence(found, "Om een naam.", mark=mark_of(ANGRY), actor=cast.bram, now=clock.now())
            db.session.commit()
        count_changed(clock.now())
        for page in (TRACK, LIST, f"{TRACK}/bijdragen", "/", "/beloften"):
            assert ANGRY not in visitor.get(page).html
        assert "Een andere zin." in visitor.get(TRACK).text

    def test_what_a_resident_wrote_is_inert(self, visitor: Browser, track: Track, cast: Cast) -> None:
        check(somebody(track, 3, "<script>alert(1)</script>"), cast)
        assert "&lt;script&gt;alert(1)" in visitor.get(TRACK).html
        assert "&lt;script&gt;alert(1)" in visitor.get(LIST).html

    def test_everything_can_be_read_page_after_page(self, visitor: Browser, track: Track, cast: Cast) -> None:
        for number in range(22):
            check(somebody(track, 3, f"Zin {number:02}."), cast)
        page = visitor.get(visitor.get(TRACK).link("Lees alles wat mensen hierover schreven"))
        first = page.all(".words")
        second = visitor.get(page.link("Ouder")).all(".words")
        assert [*first, *second] == [f"Zin {number:02}." for number in reversed(range(22))]
        visitor.get(f"{LIST}?voor=x", status=404)

    def test_the_page_of_a_track_costs_two_statements_more_however_many_there_are(
        self, app: Flask, visitor: Browser, track: Track, cast: Cast
    ) -> None:
        def cost() -> int:
            with counted(app) as statements:
                Browser(app).get(TRACK)
            return len([one for one in statements if "experience" in one or "tally" in one])

        check(self.five(track, ANGRY)[-1], cast)
        count_changed(clock.now())
        few = cost()
        again(track), again(cast.bram)
        for number in range(8):
            check(somebody(track, 2, f"Zin {number}"), cast)
        count_changed(clock.now())
        assert (few, cost()) == (2, 2)
