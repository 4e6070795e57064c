"""Which place a contribution is about: said at the entrance or later, read by colleagues only."""

from participation.contributions.models import Contribution
from participation.db import db
from participation.history import Event
from participation.places.models import Area, AreaKind
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser


def lane(cast: Cast) -> str:
    """A contribution that everybody can read, and a street to place it in."""
    db.session.add(Area(code="ST1", name="Lindestraat", kind=AreaKind.street))
    return check_public(make_contribution(make_open_track(cast.bram))).number


def test_a_colleague_says_which_street_it_is_about_and_takes_it_back(
    bram: Browser, visitor: Browser, cast: Cast
) -> None:
    number = lane(cast)
    page = bram.get(bram.get(f"/werk/bijdragen/{number}").link("Kies over welke plek het gaat"))
    assert "Lindestraat (straat)" in page.text
    after = bram.get(bram.post(f"/werk/bijdragen/{number}/plek", {"area": "ST1"}).location)
    assert "Deze bijdrage gaat over: Lindestraat." in after.text
    assert "Plek: Lindestraat." in after.text
    assert "Bram de Boer schreef op dat het gaat over: Lindestraat." in after.text
    bram.post(f"/werk/bijdragen/{number}/plek", {"area": "ST1"})
    assert db.session.query(Event).filter_by(kind="contribution.placed").count() == 1
    assert "Lindestraat" not in visitor.get(f"/bijdragen/{number}").text
    bram.post(f"/werk/bijdragen/{number}/plek", {"area": ""})
    assert db.session.get_one(Contribution, 1).area_id is None


def test_a_place_that_does_not_exist_is_refused(bram: Browser, cast: Cast) -> None:
    bram.post(f"/werk/bijdragen/{lane(cast)}/plek", {"area": "nergens"}, status=422)


def test_a_place_can_be_chosen_where_paper_is_written_down(bram: Browser, cast: Cast) -> None:
    lane(cast)
    bram.get("/werk/invoer?traject=molenstraat")
    typed = {"form_key": "een", "channel": "paper", "received_on": "24-11-2026", "text": "Een bank.", "area": "ST1"}
    bram.post("/werk/invoer?traject=molenstraat", typed, status=200)
    found = db.session.get_one(Contribution, 2)
    assert found.area is not None
    assert found.area.name == "Lindestraat"
