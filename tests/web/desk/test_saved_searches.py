"""A search with a name: kept for oneself or the team, opened, renamed, removed; everybody reads it for oneself."""

import pytest

from participation import clock
from participation.accounts.models import User
from participation.contributions import search
from participation.contributions.models import Channel, Contribution
from participation.db import db
from participation.history import Event
from participation.outcomes.finding import keeping
from participation.outcomes.finding.models import SavedSearch
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.themes import make_theme
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast, make_user
from tests.support.page import Browser

LIST = "/werk/bijdragen"
NEW = f"{LIST}/bewaard/nieuw"


@pytest.fixture
def letter(cast: Cast) -> Contribution:
    one = make_contribution(make_open_track(cast.bram), "Zet een bank.", channel=Channel.paper)
    search.index(one)
    db.session.commit()
    return one


def kept(asked: dict[str, str], who: User, name: str = "Poststukken", *, shared: bool = False) -> int:
    number = keeping.keep(asked, name, shared=shared, actor=who, now=clock.now()).id
    db.session.commit()
    return number


def test_a_search_is_kept_and_stands_above_the_list(bram: Browser, letter: Contribution) -> None:
    page = bram.get(f"{LIST}?kanaal=papier&van=niemand")
    page = bram.get(page.link("Bewaar deze zoekopdracht"))
    assert "Bijdragen op papier, zonder behandelaar." in page.text
    asked = f"{NEW}?kanaal=papier&van=niemand"
    after = bram.get(bram.post(asked, {"name": "Poststukken zonder behandelaar"}, status=303).location)
    assert "Bewaard als ‘Poststukken zonder behandelaar’." in after.text
    assert (
        after.one("nav[aria-label='Bewaarde zoekopdrachten'] a[aria-current=true]").text
        == "Poststukken zonder behandelaar"
    )
    opened = bram.get(bram.get(LIST).link("Poststukken zonder behandelaar"), status=303)
    assert opened.location == f"{LIST}?kanaal=papier&van=niemand"
    assert db.session.query(Event).filter_by(kind="search.kept").count() == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Geef deze zoekopdracht een naam"),
        ("n" * 61, "Maak de naam korter"),
        ("poststukken", "Er is al een zoekopdracht met deze naam"),
    ],
)
def test_a_name_is_short_and_its_own(bram: Browser, cast: Cast, letter: Contribution, name: str, sentence: str) -> None:
    kept({"kanaal": "papier"}, cast.bram)
    page = bram.post(f"{NEW}?kanaal=papier", {"name": name}, status=422)
    assert sentence in page.errors[0]
    assert page.one("#name")["value"] == name


def test_nothing_is_kept_without_filters_or_above_thirty(
    cast: Cast, database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(keeping.NoName):
        keeping.keep({}, "Alles", shared=False, actor=cast.bram, now=clock.now())
    monkeypatch.setattr(keeping, "MOST", 1)
    kept({"kanaal": "papier"}, cast.bram)
    with pytest.raises(keeping.TooMany):
        keeping.keep({"kanaal": "papier"}, "Nog een", shared=False, actor=cast.bram, now=clock.now())


def test_what_is_in_the_address_and_does_not_exist_cannot_be_kept(bram: Browser, letter: Contribution) -> None:
    bram.get(f"{NEW}?kanaal=duif", status=404)


def test_a_team_shares_a_search_and_others_do_not_see_it(
    bram: Browser, chantal: Browser, cast: Cast, letter: Contribution
) -> None:
    number = kept({"kanaal": "papier"}, cast.bram, shared=True)
    mate = make_user("Samira Post", cast.bram.role, cast.streets)
    db.session.commit()
    of_the_team = Browser(bram.app).sign_in(mate)
    assert of_the_team.get(LIST).has_link("Poststukken")
    assert bram.get(LIST).has_link("Poststukken")
    assert not chantal.get(LIST).has_link("Poststukken")
    chantal.get(f"{LIST}/bewaard/{number}", status=403)


def test_a_search_of_a_colleague_shows_me_only_my_tracks(bram: Browser, cast: Cast, letter: Contribution) -> None:
    """A mate keeps a search for the team; what it finds is of the tracks of who opens it."""
    theirs = make_open_track(cast.chantal, slug="haven", title="Haven", department=cast.parks, members=[])
    make_contribution(theirs, "Zet er een steiger bij.", channel=Channel.paper)
    mate = make_user("Samira Post", cast.bram.role, cast.streets)
    db.session.flush()
    number = kept({"kanaal": "papier", "van": "niemand"}, mate, shared=True)
    page = bram.get(bram.get(f"{LIST}/bewaard/{number}", status=303).location)
    assert "Zet een bank." in page.text
    assert "steiger" not in page.text


def test_what_is_gone_is_said_kindly(bram: Browser, cast: Cast, letter: Contribution) -> None:
    other = make_open_track(cast.bram, slug="park", title="Park")
    theme = make_theme(other, "Bankjes").id
    number = kept({"kanaal": "papier", "traject": "park"}, cast.bram)
    by_theme = kept({"thema": str(theme), "stand": "wacht"}, cast.bram, "Thema")
    elsewhere = db.session.get_one(Track, other.id)
    elsewhere.department, elsewhere.author, elsewhere.members = cast.parks, cast.chantal, []
    db.session.commit()
    page = bram.get(f"{LIST}/bewaard/{number}")
    assert "het traject is er niet meer, of u werkt er niet aan" in page.text
    assert page.link("Zoek met wat er nog is") == f"{LIST}?kanaal=papier"
    page = bram.get(f"{LIST}/bewaard/{by_theme}")
    assert "het thema is er niet meer" in page.text
    assert page.link("Zoek met wat er nog is") == f"{LIST}?stand=wacht"


def test_a_search_gets_another_name_and_can_go(bram: Browser, cast: Cast, letter: Contribution) -> None:
    number = kept({"kanaal": "papier"}, cast.bram)
    page = bram.get(bram.get(f"{LIST}?kanaal=papier").link("Wijzig ‘Poststukken’"))
    assert "Alleen u ziet deze zoekopdracht." in page.text
    assert (
        "Geef deze zoekopdracht een naam"
        in bram.post(f"{LIST}/bewaard/{number}/naam", {"name": " "}, status=422).errors[0]
    )
    after = bram.get(bram.post(f"{LIST}/bewaard/{number}/naam", {"name": "Post"}, status=303).location)
    assert "De zoekopdracht heet nu ‘Post’." in after.text
    gone = bram.get(bram.post(f"{LIST}/bewaard/{number}/weg", {}, status=303).location)
    assert "De zoekopdracht is weg." in gone.text
    assert db.session.query(SavedSearch).count() == 0
    bram.get(f"{LIST}/bewaard/{number}", status=404)
