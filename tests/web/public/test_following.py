"""Being told by mail: no account, nothing given away, confirmed by a person, ended with one click."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update

from participation import clock
from participation.config import DEVELOPMENT_KEY
from participation.db import db, writing
from participation.mail import OutboundMail
from participation.outcomes.following_by_mail import rules
from participation.outcomes.following_by_mail.models import MailSubscription, Rhythm
from participation.outcomes.following_by_mail.rules import About
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track, make_track
from tests.outcomes.following_by_mail.followers import AMINA, follower, subscriptions, token, track_of
from tests.support.cast import Cast
from tests.support.page import Browser

PLACE = "/trajecten/molenstraat/meldingen"


@pytest.fixture
def track(cast: Cast) -> Iterator[Track]:
    yield make_open_track(cast.bram)


def told(visitor: Browser, address: str = "/trajecten/molenstraat") -> str:
    return visitor.get(address).one(".flash").get_text(" ").strip()


def test_a_track_its_question_an_area_and_a_contribution_can_be_followed(visitor: Browser, track: Track) -> None:
    contribution = check_public(make_contribution(track))
    number, code = contribution.number, track.areas[0].code
    assert track.room is not None
    lineage = track.room.open_questions[0].lineage
    for page, form in (
        ("/trajecten/molenstraat", PLACE), (f"/buurten/{code}", f"/buurten/{code}/meldingen"),
        (f"/bijdragen/{number}", f"/bijdragen/{number}/meldingen"),
    ):  # fmt: skip
        assert visitor.get(page).link("Per mail") == form
        fields = visitor.get(form).form(form)
        visitor.post(form, {**fields, "email": AMINA})
    visitor.post(PLACE, {"email": AMINA, "about": str(lineage), "rhythm": "at_once"})
    found = [(one.about, one.rhythm) for one in subscriptions()]
    assert found[0][1] is Rhythm.weekly, "once a week, unless somebody wants it otherwise"
    assert [about.partition(":")[0] for about, _rhythm in found] == ["track", "area", "contribution", "track"]
    assert found[3] == (f"{found[0][0]}:{lineage}", Rhythm.at_once)


def test_the_answer_is_the_same_whatever_we_know_of_the_address(visitor: Browser, track: Track) -> None:
    about, answers = track_of(track), set()
    for email in (AMINA, AMINA, "BO@bewoner.example"):
        visitor.post(PLACE, {"email": email, "about": "alles", "rhythm": "weekly"})
        answers.add(told(visitor))
    follower(about, email="cem@bewoner.example")
    visitor.post(PLACE, {"email": "cem@bewoner.example", "about": "alles", "rhythm": "weekly"})
    answers.add(told(visitor))
    assert len(answers) == 1


@pytest.mark.parametrize("email", ["", "geen adres", "a@b.example\nBcc: c@d.example", "a" * 400 + "@b.example"])
def test_what_is_no_address_is_said_at_the_field_and_stays_there(visitor: Browser, track: Track, email: str) -> None:
    page = visitor.post(PLACE, {"email": email, "about": "alles", "rhythm": "at_once"}, status=422)
    assert page.errors and not subscriptions()
    assert page.form(PLACE)["rhythm"] == "at_once"


def test_what_is_not_public_cannot_be_followed(visitor: Browser, track: Track, cast: Cast) -> None:
    hidden = make_contribution(track)
    make_track(cast.bram, slug="concept", title="Een concept")
    for address in (f"/bijdragen/{hidden.number}/meldingen", "/trajecten/concept/meldingen", "/buurten/x/meldingen"):
        visitor.get(address, status=404)
        visitor.post(address, {"email": AMINA}, status=404)


def test_a_question_of_another_track_is_not_in_the_list(visitor: Browser, track: Track) -> None:
    visitor.post(PLACE, {"email": AMINA, "about": "99999", "rhythm": "weekly"}, status=422)
    visitor.post(PLACE, {"email": AMINA, "about": "9" * 40, "rhythm": "weekly"}, status=422)
    assert not subscriptions()


def test_one_place_cannot_make_us_write_to_the_whole_town(visitor: Browser, track: Track) -> None:
    for number in range(8):
        visitor.post(PLACE, {"email": f"{number}@bewoner.example", "about": "alles", "rhythm": "weekly"})
    page = visitor.post(PLACE, {"email": "acht@bewoner.example", "about": "alles", "rhythm": "weekly"}, status=429)
    assert page.form(PLACE)["email"] == "acht@bewoner.example"
    assert len(subscriptions()) == 8


def test_opening_the_link_confirms_nothing_and_the_button_does(visitor: Browser, track: Track) -> None:
    visitor.post(PLACE, {"email": AMINA, "about": "alles", "rhythm": "weekly"})
    link = f"/meldingen/bevestig/{token(subscriptions()[0], rules.CONFIRM)}"
    for _ in range(3):
        page = visitor.get(link)
        visitor.client.head(link)
    assert subscriptions()[0].confirmed_at is None
    assert AMINA not in page.html and "no-store" in page.response.headers["Cache-Control"]
    assert "U krijgt mail over het traject" in visitor.post(link, page.form(link), status=200).text
    first = subscriptions()[0].confirmed_at
    assert first == clock.now()
    visitor.post(link, status=200)
    assert subscriptions()[0].confirmed_at == first


def test_a_link_that_is_none_says_where_to_get_a_new_one(visitor: Browser, track: Track) -> None:
    for address in ("/meldingen/bevestig/x", "/meldingen/bevestig/%E2%82%AC"):
        assert visitor.get(address).h1 == "Deze link werkt niet meer"
        assert visitor.post(address, status=200).h1 == "Deze link werkt niet meer"


def test_a_mail_program_ends_it_with_one_post_and_no_page(app: Flask, track: Track) -> None:
    """RFC 8058: no cookie, no token of a form, one field; and after that the link does nothing any more."""
    app.config["WTF_CSRF_ENABLED"] = True
    one, other = follower(track_of(track)), follower(About(area_id=track.areas[0].id))
    link, all_of_it, kept = f"/meldingen/stop/{token(one)}", f"/meldingen/stop/{token(other)}/alles", other.id
    for _ in range(2):
        response = app.test_client().post(link, data={"List-Unsubscribe": "One-Click"})
        db.session.remove()
        assert response.status_code == 200 and "Set-Cookie" not in response.headers
    assert [one.id for one in subscriptions()] == [kept]
    response = app.test_client().post(all_of_it, data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 400, "everything ends from the page only"
    db.session.remove()
    assert [one.id for one in subscriptions()] == [kept]


def test_opening_the_link_ends_nothing(visitor: Browser, track: Track) -> None:
    link = f"/meldingen/stop/{token(follower(track_of(track)))}"
    page = visitor.get(link)
    assert "a…@bewoner.example" in page.text and AMINA not in page.html
    assert len(subscriptions()) == 1
    assert visitor.post(link, page.form(link), status=200).h1 == "U krijgt hier geen mail meer over"
    assert visitor.get(link).h1 == "U krijgt hier geen mail meer over"


def test_everything_of_one_address_ends_from_the_page(visitor: Browser, track: Track) -> None:
    one = follower(track_of(track))
    follower(About(area_id=track.areas[0].id))
    follower(track_of(track), email="bo@bewoner.example")
    link = f"/meldingen/stop/{token(one)}/alles"
    assert (
        visitor.post(link, visitor.get(link.removesuffix("/alles")).form(link), status=200).h1
        == "U krijgt geen mail meer"
    )
    assert [one.email for one in subscriptions()] == ["bo@bewoner.example"]


def test_what_residents_type_is_inert_in_the_mail(visitor: Browser, track: Track) -> None:
    track.title = "Molenstraat <script>alert(1)</script>\r\nBcc: x@y.example"
    db.session.commit()
    visitor.post(PLACE, {"email": AMINA, "about": "alles", "rhythm": "weekly"})
    mail = db.session.scalars(select(OutboundMail).where(OutboundMail.name == "following_confirm")).one()
    assert "<script" not in mail.body_html and "\n" not in mail.subject


def test_the_mail_to_confirm_is_in_the_language_of_the_page(visitor: Browser, track: Track) -> None:
    visitor.post(PLACE + "?taal=en", {"email": AMINA, "about": "alles", "rhythm": "weekly"})
    assert subscriptions()[0].language == "en"


def test_the_mail_holds_a_link_that_works(visitor: Browser, track: Track) -> None:
    from participation.mail import settings
    from participation.mail.message import message_of

    visitor.post(PLACE, {"email": AMINA, "about": "alles", "rhythm": "weekly"})
    mail = db.session.scalars(select(OutboundMail).where(OutboundMail.name == "following_confirm")).one()
    body = message_of(mail, settings()).get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/meldingen/bevestig/\w+)", body.get_content())
    assert found
    visitor.post(found[1], status=200)
    assert subscriptions()[0].confirmed_at is not None


def test_pages_that_everybody_reads_hold_no_form_so_that_they_can_be_kept(visitor: Browser, track: Track) -> None:
    assert "csrf_token" not in visitor.get("/trajecten/molenstraat").html


def test_a_link_of_before_seven_days_confirms_nothing_any_more(visitor: Browser, track: Track) -> None:
    visitor.post(PLACE, {"email": AMINA, "about": "alles", "rhythm": "weekly"})
    link = f"/meldingen/bevestig/{token(subscriptions()[0], rules.CONFIRM)}"
    with writing():
        db.session.execute(update(MailSubscription).values(asked_at=clock.now() - rules.KEPT_UNCONFIRMED))
    assert visitor.post(link, status=200).h1 == "Deze link werkt niet meer"
    assert DEVELOPMENT_KEY not in link
