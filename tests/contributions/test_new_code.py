"""A lost code: a new one after a check, the old one dead at once, and nobody's theft unnoticed (issue 5, point 3)."""

import pytest
from sqlalchemy import select

from participation import clock
from participation.config import DEVELOPMENT_KEY
from participation.contributions import new_code
from participation.contributions.actions import withdraw
from participation.contributions.models import Contribution
from participation.contributions.new_code import CodeChanged, CodeCheck, NobodyHeldIt
from participation.contributions.own import actions as own
from participation.contributions.own import queries as overviews
from participation.contributions.own.models import OwnAccount
from participation.contributions.queries import by_code
from participation.db import db
from participation.history import Event
from participation.refusals import Refused
from tests.factories.contributions import CODE, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.mailed import mailed, text_of

ANA = "ana@voorbeeld.example"


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return make_contribution(make_open_track(cast.bram), code=CODE)


def give(contribution: Contribution, cast: Cast, *, base: str = "", form_key: str = "een", reason: str = "Gevraagd.",
         check: CodeCheck | None = CodeCheck.told) -> str:  # fmt: skip
    return new_code.give_new_code(
        contribution, check, reason, base=base or new_code.mark_of(contribution), form_key=form_key,
        key=DEVELOPMENT_KEY, actor=cast.bram, now=clock.now(),
    )  # fmt: skip


def test_the_new_code_opens_it_and_the_old_one_is_dead(contribution: Contribution, cast: Cast) -> None:
    code = give(contribution, cast)
    assert by_code(DEVELOPMENT_KEY, code) is contribution
    assert by_code(DEVELOPMENT_KEY, CODE) is None


def test_the_history_says_who_how_and_why_and_holds_no_code(contribution: Contribution, cast: Cast) -> None:
    code = give(contribution, cast, reason="Wist wat er over de linde staat.")
    event = db.session.scalars(select(Event).where(Event.kind == "contribution.code_renewed")).one()
    assert (event.actor_id, event.why) == (cast.bram.id, "Wist wat er over de linde staat.")
    assert event.data == {"check": "told"}
    assert code not in str(event.data)


def test_the_same_form_sent_twice_is_one_new_code(contribution: Contribution, cast: Cast) -> None:
    base = new_code.mark_of(contribution)
    assert give(contribution, cast, base=base) == give(contribution, cast, base=base)
    assert len(db.session.scalars(select(Event).where(Event.kind == "contribution.code_renewed")).all()) == 1


def test_of_two_colleagues_at_once_one_is_too_late(contribution: Contribution, cast: Cast) -> None:
    base = new_code.mark_of(contribution)
    code = give(contribution, cast, base=base)
    with pytest.raises(CodeChanged):
        give(contribution, cast, base=base, form_key="twee")
    assert by_code(DEVELOPMENT_KEY, code) is contribution


@pytest.mark.parametrize(("check", "reason"), [(None, "Gevraagd."), (CodeCheck.told, "  ")])
def test_without_a_check_or_a_reason_nothing_changes(
    contribution: Contribution, cast: Cast, check: CodeCheck | None, reason: str
) -> None:
    with pytest.raises(Refused):
        give(contribution, cast, check=check, reason=reason)
    assert by_code(DEVELOPMENT_KEY, CODE) is contribution


def test_nobody_can_have_lost_the_code_of_a_row_of_a_sheet(contribution: Contribution, cast: Cast) -> None:
    contribution.import_key = "rij 1"
    with pytest.raises(NobodyHeldIt):
        give(contribution, cast)


def test_what_was_taken_back_gets_no_new_code(contribution: Contribution, cast: Cast) -> None:
    withdraw(contribution, now=clock.now())
    with pytest.raises(Refused):
        give(contribution, cast)


def test_every_address_that_would_miss_the_old_code_is_told_once_and_without_the_new_one(
    contribution: Contribution, cast: Cast
) -> None:
    contribution.email = ANA
    for address in (ANA, "buur@voorbeeld.example"):
        account = OwnAccount(email=address, made_at=clock.now())
        db.session.add(account)
        db.session.flush()
        own.add(account, contribution, now=clock.now())
    code = give(contribution, cast)
    told = mailed("code_changed")
    assert sorted(mail.to for mail in told) == [ANA, "buur@voorbeeld.example"]
    assert all(code not in text_of(mail) and mail.sealed is None for mail in told)


def test_it_stays_in_the_overview(contribution: Contribution, cast: Cast) -> None:
    account = OwnAccount(email=ANA, made_at=clock.now())
    db.session.add(account)
    db.session.flush()
    own.add(account, contribution, now=clock.now())
    give(contribution, cast)
    assert overviews.contributions_of(account) == [contribution]
