"""What is late is seen by who can do something about it, with the story, and given to who has time."""

from datetime import date, timedelta

import pytest
from flask import Flask

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.models import OutcomeKind
from participation.promises.models import Promise, PromiseKind
from tests.factories.contributions import make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

TODAY = date(2026, 11, 24)


def late(contribution: Contribution, days: int = 4, owner: int | None = None) -> Promise:
    """Let the answer be late by *days* (or still to come, when negative)."""
    promise = db.session.query(Promise).filter_by(contribution_id=contribution.id).one()
    promise.due, promise.owner_id = TODAY - timedelta(days=days), owner
    db.session.commit()
    return promise


def test_the_one_who_waits_longest_stands_on_top_with_the_story(dirk: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    bram = cast.bram.id
    late(make_contribution(track, "Vier dagen te laat."), 4)
    drafted = make_contribution(track, "Tien dagen te laat.")
    make_outcome(drafted.points[0], OutcomeKind.adopted, published=False)
    late(drafted, 10, bram)
    late(make_contribution(track, "Breekt over zes dagen."), -6, bram)
    late(make_contribution(track, "Breekt over acht dagen."), -8, bram)
    number = drafted.number
    page = dirk.get("/regie/achterstand")
    assert [item.split(",")[0] for item in page.all(".rows b")] == [
        "Tien dagen te laat", "Vier dagen te laat", "Breekt over zes dagen"
    ]  # fmt: skip
    stories = page.all(".rows .soft")
    assert stories[0].startswith("Bram de Boer heeft een concept. De bewoner ziet dat wij te laat zijn.")
    assert stories[1].startswith("Niemand pakte dit op. De bewoner ziet dat wij te laat zijn.")
    assert stories[2].startswith("Bram de Boer heeft nog geen concept.")
    assert page.soup.select_one(f"a[href='/werk/bijdragen/{number}']")


def test_the_coordinator_can_read_what_it_is_about(dirk: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram))
    number = contribution.number
    late(contribution)
    page = dirk.get("/regie/achterstand")
    assert page.soup.select_one(f"a[href='/werk/bijdragen/{number}']")
    dirk.get(f"/werk/bijdragen/{number}")


def test_it_is_given_to_a_colleague_who_may_answer_there(app: Flask, dirk: Browser, cast: Cast) -> None:
    said = make_contribution(make_open_track(cast.bram))
    promise, contribution = late(said), said.number
    number, bram_number, chantal = promise.id, str(cast.bram.id), str(cast.chantal.id)
    page = dirk.get(f"/regie/achterstand/{number}")
    assert page.h1 == "Wie neemt dit over?"
    assert "Chantal" not in page.text
    for wrong in (chantal, "", "x"):
        page = dirk.post(f"/regie/achterstand/{number}", {"user": wrong}, status=422)
        assert page.errors == ["Kies een collega die aan dit traject werkt."]
    dirk.post(f"/regie/achterstand/{number}", {"user": bram_number})
    assert "Bram de Boer geeft antwoord. Het staat nu in de eigen inbox." in dirk.get("/regie/achterstand").text
    bram = Browser(app).sign_in(db.session.get_one(User, int(bram_number)))
    assert len(bram.get("/werk").all(".inbox__said")) == 1
    told = "Dirk Visser gaf deze belofte aan Bram de Boer, die er nu voor gaat zorgen."
    assert told in bram.get(f"/werk/bijdragen/{contribution}").text


def test_the_promise_to_everybody_is_given_as_well(dirk: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    promise = Promise(
        kind=PromiseKind.track_answer,
        track_id=track.id,
        department_id=track.department_id,
        made_at=clock.now(),
        due=TODAY - timedelta(days=1),
    )
    db.session.add(promise)
    db.session.commit()
    number, bram = promise.id, cast.bram.id
    page = dirk.get("/regie/achterstand")
    assert page.soup.select_one(".rows b a[href='/werk/trajecten/molenstraat/beloften']")
    dirk.post(f"/regie/achterstand/{number}", {"user": str(bram)})
    assert "Bram de Boer is hiervoor verantwoordelijk." in dirk.get("/regie/achterstand").text


def test_a_kept_promise_is_nobodys_task_any_more(dirk: Browser, cast: Cast) -> None:
    promise = late(make_contribution(make_open_track(cast.bram)))
    promise.kept_at = clock.now()
    make_outcome(db.session.get_one(Contribution, promise.contribution_id).points[0])
    number = promise.id
    dirk.get(f"/regie/achterstand/{number}", status=404)
    dirk.get("/regie/achterstand/999", status=404)


def test_only_who_coordinates_may_see_it(bram: Browser) -> None:
    bram.get("/regie/achterstand", status=403)


def test_when_nobody_waits_it_says_so(dirk: Browser) -> None:
    assert "Niemand wacht te lang" in dirk.get("/regie/achterstand").text


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_costs_the_same_number_of_statements(app: Flask, dirk: Browser, cast: Cast, items: int) -> None:
    track = make_open_track(cast.bram)
    for _item in range(items):
        late(make_contribution(track))
    with counted(app) as statements:
        dirk.get("/regie/achterstand")
    assert len(statements) == 2, statements


def test_pages_follow_each_other(dirk: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    for number in range(53):
        late(make_contribution(track, f"Bijdrage {number}."))
    first = dirk.get("/regie/achterstand")
    second = dirk.get(str(first.one("a[rel=next]")["href"]))
    assert [len(page.all(".rows > li")) for page in (first, second)] == [50, 3]
    assert second.has_link("Terug naar het begin")
    dirk.get("/regie/achterstand?na=x", status=404)
