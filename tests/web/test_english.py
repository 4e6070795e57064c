"""A walk through all of Waterdam in English: what we say is English, what somebody wrote in Dutch says that it is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Contribution, Point
from participation.db import db, writing
from participation.demo.load import Loaded, load
from participation.mail import OutboundMail
from participation.outcomes import messages
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.outcomes.moving import move_and_tell
from participation.outcomes.news import telling
from participation.outcomes.second_look import actions as looking_again
from participation.outcomes.second_look.models import SecondLook
from participation.promises.models import Promise
from participation.tracks.models import Track
from participation.tracks.notices import NoticeKind, tell_everybody
from tests.conftest import NOON
from tests.factories.contributions import CODE, TEXT, check_public, make_contribution
from tests.factories.outcomes import REASON, make_outcome, make_step
from tests.factories.tracks import make_open_track
from tests.support import storage
from tests.support.cast import Cast
from tests.support.page import Browser, words

COMMON = """
uw wij niet het een wordt worden voor naar zijn deze dit dat maar ook als hebt heeft kunt kan moet wat waar wie waarom
onze ons geen nog meer uit tot bij daar hier staat krijgt aan hoe antwoord bijdrage bijdragen reageren u wil wilt hebben
kunnen iedereen alles niets iets
"""
DUTCH = set(COMMON.split())
FIXED = ("/", "/trajecten", "/trajecten?fase=straks", "/volg", "/buurten", "/beloften", "/beloften?soort=nagekomen",
         "/begrippen", "/privacy", "/toegankelijkheid", "/visie", "/visie?versie=1", "/niet-gevraagd")  # fmt: skip
OF_A_TRACK = ("", "/plan", "/ruimte", "/bijdragen", "/bijdragen?uitkomst=niet-overgenomen", "/bijdragen/nieuw", "/nieuws",
              "/ervaringen")  # fmt: skip


def dutch_in(text: str) -> list[str]:
    return sorted(set(re.findall(r"[a-zéëï]+", text.lower())) & DUTCH)


def not_english(html: str) -> list[str]:
    """Our own words on the page that are Dutch.

    Left out: what is marked as Dutch, what residents said and typed, and drawings (the names in them carry no mark).
    """
    soup = BeautifulSoup(html, "html.parser")
    labels = [str(tag[name]) for name in ("aria-label", "alt", "placeholder") for tag in soup.select(f"[{name}]")]
    for tag in soup.select("[lang=nl], blockquote, mark, textarea, svg, title, script, .only-narrow"):
        tag.decompose()
    texts = [*labels, *(words(tag) for tag in leaves(soup))]
    return sorted({text for text in texts if dutch_in(text)})


def leaves(soup: BeautifulSoup) -> Iterator[Tag]:
    """The tags that hold words themselves, so that a finding is a sentence and not a page."""
    for tag in soup.find_all(True):
        if any(isinstance(child, str) and child.strip() for child in tag.children):
            yield tag


@pytest.fixture(scope="class")
def waterdam(app: Flask) -> Iterator[Loaded]:
    """The demo, loaded once for all tests that look at it."""
    with clock.frozen(NOON), app.app_context():
        storage.empty(app)
        yield load(app.config["SETTINGS"])
        db.session.remove()


@pytest.fixture
def reader(app: Flask, waterdam: Loaded) -> Browser:
    """Somebody who reads English."""
    reader = Browser(app)
    reader.get("/?taal=en")
    return reader


class TestPages:
    @pytest.mark.parametrize("path", FIXED)
    def test_our_words_are_english(self, reader: Browser, path: str) -> None:
        assert not_english(reader.get(path).html) == []

    @pytest.mark.parametrize("part", OF_A_TRACK)
    def test_our_words_are_english_in_every_track(self, reader: Browser, part: str) -> None:
        tracks = [track.slug for track in db.session.scalars(select(Track)) if track.state.is_public]
        assert len(tracks) > 6
        assert {
            slug: found for slug in tracks if (found := not_english(reader.get(f"/trajecten/{slug}{part}").html))
        } == {}

    @pytest.mark.parametrize("kind", [None, *OutcomeKind])
    def test_every_answer_is_given_in_english(self, reader: Browser, kind: OutcomeKind | None) -> None:
        chosen = select(Point).where(Point.outcome_kind == (kind.value if kind else None), Point.is_public)
        numbers = {point.contribution.number for point in db.session.scalars(chosen.limit(3))}
        assert numbers
        assert [found for number in numbers for found in not_english(reader.get(f"/bijdragen/{number}").html)] == []

    def test_who_holds_a_code_reads_english(self, reader: Browser, waterdam: Loaded) -> None:
        for shown in waterdam.codes:
            page = reader.post("/volg", {"code": shown.code}, status=200)
            assert not_english(page.html) == []
            assert page.all(".trail__label")[:2] == ["You said", "We decided"]

    def test_a_refused_form_and_a_receipt_are_english(self, reader: Browser) -> None:
        form = reader.get("/trajecten/molenstraat/bijdragen/nieuw").form()
        empty = reader.post("/trajecten/molenstraat/bijdragen/nieuw", {**form, "text": " "}, status=422)
        asks = {**form, "text": "Call me on 06 12345678, or write to somebody@example.org"}
        asked = reader.post("/trajecten/molenstraat/bijdragen/nieuw", asks, status=422)
        receipt = reader.post("/trajecten/molenstraat/bijdragen/nieuw", {**form, "text": "A tree, please."}, status=200)
        assert [found for page in (empty, asked, receipt) for found in not_english(page.html)] == []

    def test_what_is_not_there_is_not_there_in_english(self, reader: Browser) -> None:
        assert not_english(reader.get("/trajecten/bestaat-niet", status=404).html) == []
        assert not_english(reader.post("/trajecten/molenstraat", status=405).html) == []

    def test_the_reader_would_notice_dutch(self, app: Flask, waterdam: Loaded) -> None:
        assert not_english(Browser(app).get("/").html) != []


class TestOwnPage:
    """What the own page asks after the answer: look again, and how was it to take part."""

    @pytest.fixture
    def outcome_id(self, cast: Cast) -> int:
        made = check_public(
            make_contribution(make_open_track(cast.bram), code=CODE, language="en", email="a@b.example")
        )
        return make_outcome(made.points[0], OutcomeKind.not_adopted).id

    def test_looking_again_is_english(self, visitor: Browser, outcome_id: int, cast: Cast) -> None:
        esther_id = cast.esther.id
        visitor.get("/?taal=en")
        sent = {"code": CODE, "outcome": outcome_id, "words": "That bench was taken away last year."}
        few = visitor.post("/volg/nog-eens-kijken", {**sent, "words": "No"}, status=422)
        asked = visitor.post("/volg/nog-eens-kijken", sent, status=200)
        look = db.session.scalars(select(SecondLook)).one()
        number = look.outcome.point.contribution.number
        with writing():
            esther = db.session.get_one(User, esther_id)
            looking_again.let_stand(look, "De bank staat aan de overkant.", actor=esther, now=clock.now())
        found = visitor.post("/volg", {"code": CODE}, status=200)
        public = visitor.get(f"/bijdragen/{number}")
        assert [text for page in (few, asked, found, public) for text in not_english(page.html)] == []
        assert "The answer stays as it was." in public.text
        mails = db.session.scalars(select(OutboundMail).order_by(OutboundMail.id)).all()
        assert [mail.name for mail in mails] == ["look_asked", "look_answered"]
        assert [word for mail in mails for word in dutch_in(ours(mail, "De bank staat aan de overkant."))] == []

    def test_how_it_was_is_english(self, visitor: Browser, outcome_id: int) -> None:
        visitor.get("/?taal=en")
        sent = {"code": CODE, "influence": "2", "sentence": "I can be reached at 06 12345678."}
        empty = visitor.post("/volg/ervaring", {"code": CODE}, status=422)
        asked = visitor.post("/volg/ervaring", sent, status=422)
        told = visitor.post("/volg/ervaring", {**sent, "sentence": "They listened."}, status=200)
        assert [text for page in (empty, asked, told) for text in not_english(page.html)] == []
        assert "You told us what it was like." in told.text


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    """Somebody who reads English left an address."""
    return check_public(make_contribution(make_open_track(cast.bram), language="en", email="amina@bewoner.example"))


def the_mail() -> OutboundMail:
    return db.session.scalars(select(OutboundMail)).one()


def ours(mail: OutboundMail, *theirs: Any) -> str:
    """The text without what people wrote themselves, and without names."""
    text = f"{mail.subject} {mail.body_text}"
    for part in (*theirs, REASON, TEXT, "Het college", "Herinrichting Molenstraat"):
        text = text.replace(part, "")
    return text


class TestMails:
    def test_the_confirmation_is_in_the_language_of_the_form(self, visitor: Browser, cast: Cast) -> None:
        make_open_track(cast.bram)
        form = visitor.get("/trajecten/molenstraat/bijdragen/nieuw?taal=en").form()
        typed = {"text": "A tree, please.", "wants_mail": "y", "email": "amina@bewoner.example"}
        visitor.post("/trajecten/molenstraat/bijdragen/nieuw", {**form, **typed}, status=200)
        number = db.session.query(Contribution).one().number
        assert the_mail().subject == f"Your contribution {number} has arrived"
        assert "You will hear from us by Friday 5 February 2027 at the latest." in the_mail().body_text
        assert "on working days from 8:30 to 17:00" in the_mail().body_text
        assert dutch_in(ours(the_mail())) == []

    @pytest.mark.parametrize("kind", OutcomeKind)
    def test_an_answer_is_in_english(self, contribution: Contribution, kind: OutcomeKind) -> None:
        outcome = make_outcome(contribution.points[0], kind)
        with writing():
            messages.tell_outcome(outcome, corrects=False, now=clock.now())
        names = ("Het riool wordt vernieuwd.", "het werkplan van team Straten, bladzijde 4", "De prullenbak komt er niet.",
                 "De bank komt er.", "Wie slecht loopt, komt overal.", "Het is 62 jaar oud en lekt.")  # fmt: skip
        assert "We decided" in the_mail().body_text
        assert dutch_in(ours(the_mail(), *names)) == []
        assert BeautifulSoup(the_mail().body_html, "html.parser").select_one("html[lang=en] p[lang=nl]")

    def test_a_correction_news_and_a_later_day_are_in_english(self, contribution: Contribution, cast: Cast) -> None:
        outcome = make_outcome(contribution.points[0])
        step = make_step(contribution.points[0], ExecutionState.done)
        promise = db.session.scalars(select(Promise)).one()
        with writing():
            messages.tell_outcome(outcome, corrects=True, now=clock.now())
            messages.tell_execution(contribution.points[0], step, now=clock.now())
            move_and_tell(promise, clock.today().replace(year=2027), reason="De bomen komen later.", actor=cast.bram,
                          now=clock.now())  # fmt: skip
        mails = db.session.scalars(select(OutboundMail).order_by(OutboundMail.id)).all()
        assert [re.sub(r"\d{4}-\d{5}", "…", mail.subject) for mail in mails] == [
            "Our answer to your contribution … has changed", "News about your contribution …",
            "Our answer to your contribution … will come later",
        ]  # fmt: skip
        own = (step.note, step.evidence, "De bomen komen later.")
        assert [found for mail in mails for found in dutch_in(ours(mail, *own))] == []

    @pytest.mark.parametrize("kind", NoticeKind)
    def test_news_is_in_english(self, contribution: Contribution, kind: NoticeKind) -> None:
        data = {"after": "2027-03-05", "before": "2027-02-05", "closes_on": "2026-12-01", "next_on": "2026-12-08",
                "decided_on": "2026-11-01", "organ": "Het college", "follows": "partly", "direction": "narrower",
                "name": "Esther", "phone": "14 0999", "what": "news"}  # fmt: skip
        with writing():
            notice = tell_everybody(contribution.track, kind, REASON, actor=None, now=clock.now(), **data)
            telling.tell_some(notice.id, clock.now())
        assert dutch_in(ours(the_mail())) == []
