"""Outcomes that go out as a letter: who has no e-mail hears the same, and it counts as sent when it is on the post."""

import io

import pytest
from pypdf import PdfReader

from participation import clock
from participation.contributions import actions as contributions
from participation.contributions.by_post import actions as by_post
from participation.contributions.by_post.models import PostalAddress
from participation.contributions.by_post.rules import Address
from participation.contributions.models import Channel, Contribution
from participation.db import db
from participation.mail import OutboundMail
from participation.outcomes import actions as outcomes
from participation.outcomes.letters import actions
from participation.outcomes.letters.models import Letter, LetterRun
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.outcomes.rules import Decision
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import decision_values
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

TO = Address(name="A. Jansen", street="Molenstraat 12", postcode="1234 AB", town="Waterdam")


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def by_letter(track: Track, address: Address = TO, **values: object) -> Contribution:
    """Somebody said it on the phone, wants a letter, and got an answer."""
    said = make_contribution(track, channel=Channel.phone, entered_by=track.author, **values)
    by_post.keep_address(said, address, actor=track.author, now=clock.now())
    answer(said)
    return said


def answer(said: Contribution, *, base: int = 0) -> None:
    check_public(said)
    point = said.points[0]
    decision = Decision(kind=OutcomeKind.adopted, **decision_values(OutcomeKind.adopted, point))
    outcomes.publish(point, decision, base_version=base, actor=said.track.author, now=clock.now())
    db.session.commit()


def pile(colleague: Browser) -> str:
    """The address of the pile that a colleague just made."""
    return colleague.post("/werk/trajecten/molenstraat/brieven", {}, status=303).location


def printed(colleague: Browser, run: str) -> PdfReader:
    response = colleague.get(f"{run}.pdf").response
    assert response.headers["Cache-Control"] == "no-store"
    return PdfReader(io.BytesIO(response.data))


def words(of: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in of.pages).replace("\u200b", "").split())


def test_a_published_answer_waits_as_a_letter_and_nothing_is_mailed(bram: Browser, track: Track) -> None:
    by_letter(track)
    assert db.session.query(OutboundMail).count() == 0
    page = bram.get("/werk/brieven")
    assert "Er wacht één brief." in page.text
    assert "Jansen" not in page.text


def test_who_left_no_address_gets_no_letter(track: Track) -> None:
    answer(make_contribution(track, channel=Channel.phone))
    assert db.session.query(Letter).count() == 0


def test_a_correction_and_news_of_the_work_go_by_letter_too(track: Track) -> None:
    said = by_letter(track)
    answer(said, base=1)
    outcomes.record_execution(
        said.points[0], ExecutionState.under_way, on=clock.today(), note="De aannemer is begonnen.",
        actor=track.author, now=clock.now(),
    )  # fmt: skip
    assert [one.name for one in db.session.query(Letter).order_by(Letter.id)] == [
        "outcome_published", "outcome_corrected", "execution_changed",
    ]  # fmt: skip


def test_the_letter_says_what_the_mail_would_say_to_who_it_is_for(bram: Browser, track: Track) -> None:
    number = by_letter(track).number
    reader = printed(bram, pile(bram))
    read = words(reader)
    for part in ("A. Jansen", "Molenstraat 12", "1234 AB", "Wij besloten", "Waarom", number, "tweede blik"):
        assert part in read, part
    assert "U krijgt deze mail" not in read and "automatisch verstuurd" not in read
    assert "/MarkInfo" in reader.trailer["/Root"]  # type: ignore[operator]
    assert len(reader.pages) == 1


def test_every_letter_begins_on_a_page_of_its_own_and_large_print_is_larger(bram: Browser, track: Track) -> None:
    by_letter(track)
    by_letter(
        db.session.query(Track).one(), Address(street="Dijk 1", postcode="1234 AB", town="Waterdam", large_print=True)
    )
    reader = printed(bram, pile(bram))
    assert [number for number, page in enumerate(reader.pages) if "Waterdam" in page.extract_text()][:2] == [0, 1]
    assert "Aan de bewoner van dit adres" in words(reader)


def test_printing_alone_sends_nothing_and_confirming_does(bram: Browser, track: Track) -> None:
    number = by_letter(track).number
    run = pile(bram)
    printed(bram, run)
    db.session.expire_all()
    assert db.session.query(LetterRun).one().posted_at is None
    bram.post(f"{run}/op-de-post", {}, status=303)
    bram.post(f"{run}/op-de-post", {}, status=303)
    page = bram.get("/werk/brieven")
    assert "Bram de Boer deed de stapel op de post" in page.text
    assert "Bram de Boer deed een brief aan de bewoner op de post." in bram.get(f"/werk/bijdragen/{number}").text
    assert "Print opnieuw" in bram.get(run).text


def test_a_pile_can_be_laid_back_until_it_is_on_the_post(bram: Browser, track: Track) -> None:
    by_letter(track)
    run = pile(bram)
    bram.post(f"{run}/terugleggen", {}, status=303)
    assert "Er wacht één brief." in bram.get("/werk/brieven").text
    again = pile(bram)
    bram.post(f"{again}/op-de-post", {}, status=303)
    bram.post(f"{again}/terugleggen", {}, status=409)


def test_a_letter_that_does_not_go_needs_a_reason_and_can_go_after_all(bram: Browser, track: Track) -> None:
    by_letter(track)
    run = pile(bram)
    letter = db.session.query(Letter).one().id
    page = bram.post(f"/werk/brieven/brief/{letter}/niet", {}, status=422)
    assert "Schrijf op waarom deze brief niet weggaat. Collega’s lezen dit." in page.errors
    field = f"brief{letter}-reason"
    bram.post(f"/werk/brieven/brief/{letter}/niet", {field: "Mevrouw belde al."}, status=303)
    assert "want: Mevrouw belde al." in bram.get("/werk/brieven").text
    bram.get(f"{run}.pdf", status=404)
    bram.post(f"/werk/brieven/brief/{letter}/opnieuw", {}, status=303)
    assert "Er wacht één brief." in bram.get("/werk/brieven").text


def test_who_took_the_contribution_back_gets_no_letter_and_the_address_is_gone(bram: Browser, track: Track) -> None:
    said = by_letter(track)
    contributions.withdraw(said, now=clock.now())
    db.session.commit()
    assert db.session.query(PostalAddress).count() == 0
    assert "Er wacht geen brief" in bram.get("/werk/brieven").text
    bram.post("/werk/trajecten/molenstraat/brieven", {}, status=409)


def test_withdrawn_after_printing_counts_as_not_sent(bram: Browser, track: Track) -> None:
    by_letter(track)
    run = pile(bram)
    contributions.withdraw(db.session.query(Contribution).one(), now=clock.now())
    db.session.commit()
    bram.post(f"{run}/op-de-post", {}, status=303)
    assert "Er is geen adres meer bij deze bijdrage." in bram.get("/werk/brieven").text


def test_erasing_removes_the_address_and_the_words_of_every_letter(track: Track) -> None:
    said = by_letter(track)
    actions.erase([said.id], now=clock.now())
    db.session.commit()
    letter = db.session.query(Letter).one()
    assert (letter.text, letter.subject, letter.not_sent_reason) == ("", "", "Gewist.")
    assert db.session.query(PostalAddress).count() == 0
    assert not db.session.get_one(Contribution, said.id).by_post


def test_colleagues_of_other_tracks_see_no_letter_and_no_address(chantal: Browser, bram: Browser, track: Track) -> None:
    by_letter(track)
    run = pile(bram)
    assert "Jansen" in bram.get(run).text
    assert "Stapel" not in chantal.get("/werk/brieven").text
    chantal.get(run, status=403)
    chantal.get(f"{run}.pdf", status=403)
