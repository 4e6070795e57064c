"""The door for colleagues: one sentence for every wrong try, a new session at every right one, and no text lost."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation import clock
from participation.accounts import queries
from participation.accounts.closing import close_account
from participation.accounts.models import Attempt, SignIn
from participation.db import db, writing
from tests.support.cast import PASSWORD, Cast
from tests.support.page import Browser, Page
from tests.support.starting import ASKED

WRONG = "Dit e-mailadres en dit wachtwoord horen niet bij elkaar."
DESK = "/werk/trajecten/nieuw"


def sign_in(browser: Browser, email: str = "bram@doorwerking.example", password: str = PASSWORD, *,
            status: int = 303, **more: str) -> Page:  # fmt: skip
    return browser.post("/inloggen", {"email": email, "password": password, **more}, status=status)


@pytest.fixture
def door(visitor: Browser, cast: Cast) -> Browser:
    return visitor


def close(email: str) -> None:
    with writing():
        user = queries.user_by_email(email)
        assert user is not None
        close_account(user, actor=None, now=clock.now())


def attempts() -> int:
    return db.session.scalar(select(func.count(Attempt.id))) or 0


def test_the_page_tells_residents_that_they_need_not_sign_in(door: Browser) -> None:
    page = door.get("/inloggen")
    assert page.h1 == "Inloggen voor medewerkers"
    assert "Dan hoeft u niet in te loggen." in page.text
    assert page.one("#password")["type"] == "password"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_colleague_goes_to_the_inbox(door: Browser) -> None:
    assert sign_in(door).location == "/werk"
    assert sign_in(Browser(door.app), email=" BRAM@Doorwerking.example ").location == "/werk"


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        (DESK, DESK),
        ("/werk?van=3", "/werk?van=3"),
        ("https://kwaad.example/", "/werk"),
        ("//kwaad.example", "/werk"),
        ("/\\kwaad.example", "/werk"),
        ("javascript:alert(1)", "/werk"),
        ("/werk\r\nSet-Cookie: x=1", "/werk"),
        ("/\t/kwaad.example", "/werk"),
    ],
)
def test_after_signing_in_the_visitor_goes_on_but_never_to_another_site(
    door: Browser, wanted: str, goes_to: str
) -> None:
    assert sign_in(door, next=wanted).location == goes_to


def test_a_page_that_asks_for_a_sign_in_is_remembered(door: Browser) -> None:
    assert door.get(f"{DESK}?a=1", status=303).location == "/inloggen?next=/werk/trajecten/nieuw?a%3D1"
    form = door.get("/inloggen?next=/werk/trajecten/nieuw").form("/inloggen")
    assert sign_in(door, next=form["next"]).location == DESK


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole_and_back_to_the_page_it_was_on(door: Browser) -> None:
    page = door.get(DESK, status=204, htmx=True, headers={"HX-Current-URL": "http://localhost/werk?open=1"})
    assert page.response.headers["HX-Redirect"] == "/inloggen?next=/werk?open%3D1"


def test_an_address_of_another_site_in_the_htmx_header_is_not_followed(door: Browser) -> None:
    page = door.get(DESK, status=204, htmx=True, headers={"HX-Current-URL": "https://kwaad.example/x"})
    assert page.response.headers["HX-Redirect"] == f"/inloggen?next={DESK}"


@pytest.mark.parametrize(
    ("email", "password"),
    [("bram@doorwerking.example", "verkeerd wachtwoord"), ("niemand@doorwerking.example", PASSWORD)],
    ids=["wrong password", "unknown address"],
)
def test_a_wrong_try_gets_one_sentence_and_keeps_the_address_but_not_the_password(
    door: Browser, email: str, password: str
) -> None:
    page = sign_in(door, email, password, status=422)
    assert page.errors == [WRONG]
    assert page.form("/inloggen")["email"] == email
    assert password not in page.html
    assert attempts() == 2, "one for the source, one for the account: stored although the answer was no"


def test_a_closed_account_gets_the_same_sentence(door: Browser) -> None:
    close("bram@doorwerking.example")
    assert sign_in(door, status=422).errors == [WRONG]


def test_empty_fields_are_named_and_cost_no_chance(door: Browser) -> None:
    page = sign_in(door, "", "", status=422)
    assert page.errors == ["Vul uw e-mailadres in.", "Vul uw wachtwoord in."]
    assert attempts() == 0


@pytest.mark.parametrize("email", ["a\x00b@c.example", "x" * 5000])
def test_strange_addresses_are_refused_with_a_sentence(door: Browser, email: str) -> None:
    assert sign_in(door, email, status=422).errors


# Too often


def test_after_ten_wrong_tries_even_the_right_password_waits(door: Browser) -> None:
    for number in range(10):
        sign_in(door, f"iemand{number}@doorwerking.example", "verkeerd", status=422)
    page = sign_in(door, status=429)
    assert page.h1 == "Dat was te vaak achter elkaar"
    assert page.response.headers["Retry-After"] == "900"
    with clock.frozen(clock.now() + timedelta(minutes=15)):
        assert sign_in(door).location == "/werk"


def test_another_place_is_not_stopped_by_it(door: Browser) -> None:
    for number in range(10):
        sign_in(door, f"iemand{number}@doorwerking.example", "verkeerd", status=422)
    elsewhere = Browser(door.app)
    data = {"email": "bram@doorwerking.example", "password": PASSWORD}
    assert elsewhere.post("/inloggen", data, environ_base={"REMOTE_ADDR": "192.0.2.7"}).location == "/werk"


def test_one_account_is_tried_twenty_times_at_most_from_everywhere_together(door: Browser) -> None:
    data = {"csrf_token": door.token(), "email": "bram@doorwerking.example", "password": "verkeerd"}
    for number in range(21):
        place = {"REMOTE_ADDR": f"192.0.2.{number}"}
        door.post("/inloggen", data, status=422 if number < 20 else 429, environ_base=place)


def test_a_right_try_does_not_count(door: Browser) -> None:
    for _ in range(12):
        assert sign_in(Browser(door.app)).status == 303
    assert attempts() == 0


# The session


def test_signing_in_begins_a_new_session_and_a_new_token_for_forms(door: Browser) -> None:
    old = door.token()
    with door.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sign_in(door)
    with door.client.session_transaction() as session:
        assert "planted" not in session
    assert door.post("/uitloggen", {"csrf_token": old}, status=400).h1 == "Uw tekst is niet weg"


def test_signing_out_kills_every_copy_of_the_cookie(door: Browser) -> None:
    sign_in(door)
    cookie = door.client.get_cookie("session")
    assert cookie is not None
    door.post("/uitloggen")
    copy = Browser(door.app)
    copy.client.set_cookie("session", cookie.value)
    assert copy.get(DESK, status=303).location.startswith("/inloggen")
    assert db.session.scalar(select(SignIn.ended_at)) == clock.now()


def test_half_an_hour_without_work_ends_the_sign_in_and_work_keeps_it(door: Browser, cast: Cast) -> None:
    sign_in(door)
    began = clock.now()
    for minutes in (29, 58, 87):
        with clock.frozen(began + timedelta(minutes=minutes)):
            door.get(DESK)
    with clock.frozen(began + timedelta(minutes=118)):
        door.get(DESK, status=303)


def test_a_closed_account_is_out_at_its_next_request(door: Browser) -> None:
    sign_in(door)
    door.get(DESK)
    close("bram@doorwerking.example")
    door.get(DESK, status=303)


def test_nobody_gets_in_with_a_cookie_they_made_up(door: Browser) -> None:
    with door.client.session_transaction() as session:
        session["_user_id"], session["seen"] = "1", clock.now().timestamp()
    door.get(DESK, status=303)


# A form that was sent when the sign-in was over


TYPED = {
    **ASKED,
    "title": "Een nieuw park in de Molenbuurt, met water",
    "reason": "Regel één\nRegel twee – Zoë 🌳",
    "kind": "a",
}


def expired(door: Browser) -> Page:
    sign_in(door)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        return door.post(DESK, TYPED, status=401)


def carried(page: Page) -> dict[str, str]:
    return {name: value for name, value in page.form("/inloggen").items() if name != "csrf_token"}


def test_a_form_sent_too_late_goes_along_through_the_sign_in_and_is_sent_with_one_button(door: Browser) -> None:
    first = expired(door)
    assert first.h1 == "Uw tekst is niet weg"
    assert carried(first) == {"next": DESK, **{f"kept-{name}": value for name, value in TYPED.items()}}

    door_page = door.post("/inloggen", carried(first), status=200)
    assert "Uw tekst gaat mee." in door_page.text
    assert not door_page.errors

    back = door.post("/inloggen", {**carried(door_page), "email": "bram@doorwerking.example", "password": PASSWORD},
                     status=200)  # fmt: skip
    assert back.h1 == "Uw tekst is niet weg"
    form = back.form(DESK)
    assert {name: value for name, value in form.items() if name != "csrf_token"} == TYPED
    assert "een-nieuw-park" in door.post(DESK, form).location, "the token on that page belongs to the new session"


def test_a_wrong_password_on_the_way_loses_nothing(door: Browser) -> None:
    page = door.post("/inloggen", {**carried(expired(door)), "email": "bram@doorwerking.example", "password": "fout"},
                     status=422)  # fmt: skip
    assert {name: value for name, value in carried(page).items() if name.startswith("kept-")} == {
        f"kept-{name}": value for name, value in TYPED.items()
    }


def test_a_form_sent_too_late_by_htmx_takes_the_place_of_the_page(door: Browser) -> None:
    sign_in(door)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        page = door.post(DESK, TYPED, status=401, htmx=True)
    assert page.response.headers["HX-Retarget"] == "body"
    assert "Regel één\nRegel twee – Zoë 🌳" in page.soup.get_text()


def test_what_is_kept_is_shown_as_text_and_nothing_else(door: Browser, app: Flask) -> None:
    evil = '"><script>alert(1)</script> en nog wat woorden'
    page = door.post("/inloggen", {"next": DESK, "kept-title": evil}, status=200)
    assert page.form("/inloggen")["kept-title"] == evil
    assert not page.soup.select("main script")


def test_the_work_for_an_unknown_account_is_the_same_as_for_a_known_one(
    door: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[bool] = []
    real = queries.fits
    monkeypatch.setattr(queries, "fits", lambda typed, stored: checked.append(True) or real(typed, stored))
    for email in ("bram@doorwerking.example", "niemand@doorwerking.example"):
        sign_in(door, email, "verkeerd", status=422)
    assert checked == [True, True]
