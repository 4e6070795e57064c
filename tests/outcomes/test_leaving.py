"""Who leaves, leaves nobody behind: the account closes when everything was handed over, and not before (I33)."""

import pytest
from sqlalchemy import update

from participation import clock
from participation.accounts.models import Role, User
from participation.db import db
from participation.outcomes.handover import leaving, open_work, orphans
from participation.outcomes.handover.actions import hand_over_all
from participation.outcomes.handover.leaving import NotYours, StillHasWork
from tests.factories.contributions import make_contribution
from tests.factories.outcomes import make_bring_in
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast


def leave(cast: Cast, user: User, by: User | None) -> None:
    leaving.deactivate(user, actor=by, now=clock.now())
    db.session.commit()


def test_who_still_has_work_stays_and_the_sentence_says_what(cast: Cast) -> None:
    make_open_track(cast.bram)
    with pytest.raises(StillHasWork) as refusal:
        leave(cast, cast.bram, cast.dirk)
    assert refusal.value.sentence == (
        "Bram de Boer heeft nog werk. Draag dat eerst over. "
        "Herinrichting Molenstraat: Bram de Boer is het contact van bewoners."
    )
    assert cast.bram.active


def test_after_the_handover_the_account_closes_and_nothing_is_an_orphan(cast: Cast) -> None:
    make_contribution(make_open_track(cast.bram))
    hand_over_all(cast.bram, {}, cast.chantal, actor=cast.dirk, now=clock.now())
    leave(cast, cast.bram, cast.dirk)
    assert not cast.bram.active
    assert orphans.orphans() == []
    leave(cast, cast.bram, cast.dirk)  # Once more changes nothing.


@pytest.mark.parametrize(
    ("who", "by", "sentence"),
    [
        ("dirk", "dirk", "Uw eigen account"),
        ("esther", "dirk", "sluit een directeur of beheerder af"),
        ("fatima", "dirk", "sluit een directeur of beheerder af"),
    ],
)
def test_not_everybody_closes_every_account(cast: Cast, who: str, by: str, sentence: str) -> None:
    with pytest.raises(NotYours, match=sentence):
        leave(cast, getattr(cast, who), getattr(cast, by))


def test_a_director_or_an_administrator_closes_the_account_of_a_coordinator(cast: Cast) -> None:
    leave(cast, cast.dirk, cast.fatima)
    assert not cast.dirk.active


def test_the_last_who_coordinates_stays_also_from_the_command_line(cast: Cast) -> None:
    leave(cast, cast.dirk, None)
    with pytest.raises(NotYours, match="de laatste die de regie heeft"):
        leave(cast, cast.esther, None)


def test_the_check_names_everything_that_was_left_with_nobody(cast: Cast) -> None:
    cast.chantal.name = "Chantal Mulder"
    streets = make_open_track(cast.bram, slug="straat", title="Straat")
    make_contribution(streets).handler = cast.bram
    make_bring_in(make_contribution(make_open_track(cast.esther, slug="park", title="Park")).points[0], cast.bram)
    make_track(cast.bram, slug="concept", title="Concept")
    make_open_track(cast.esther, slug="niemand", title="Niemand", contact=None)
    streets.room.mandate_user_id  # noqa: B018 - it can be named
    db.session.execute(update(User).where(User.id == cast.bram.id).values(active=False))
    db.session.commit()
    found = orphans.orphans()
    assert [(one.kind, one.title, one.name) for one in found] == [
        ("contact", "Straat", "Bram de Boer"),
        ("contact", "Niemand", ""),
        ("promise", "Straat", "Bram de Boer"),
        ("handled", "Straat", "Bram de Boer"),
        ("asked", "Park", "Bram de Boer"),
        ("draft", "Concept", "Bram de Boer"),
    ]
    assert found[1].sentence == "Bewoners hebben geen contact dat hier nog werkt."
    assert found[2].sentence.endswith("Dat was Bram de Boer.")
    assert len(orphans.orphans(limit=1)) == 5


def test_the_list_of_colleagues_says_who_has_work_and_counts_nothing(cast: Cast) -> None:
    make_open_track(cast.bram)
    found = {one.user.name: one.has_work for one in open_work.colleagues()}
    assert found == {
        "Bram de Boer": True, "Chantal Mulder": False, "Dirk Visser": False, "Esther Aydin": False, "Fatima Haddad": False
    }  # fmt: skip
    assert [one.user.name for one in open_work.colleagues(cast.chantal, rows=2)] == ["Dirk Visser", "Esther Aydin"]
    assert cast.dirk.role is Role.coordinator
