"""The own overview: made with an address only, filled with codes, left at any time (issue 5, point 4)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation import clock
from participation.contributions.models import Contribution
from participation.contributions.own import actions, leaving, queries, signing_in
from participation.contributions.own.leaving import Leaving
from participation.contributions.own.models import OwnAccount, OwnContribution, OwnLink, OwnSignIn
from participation.contributions.own.signing_in import AddressTaken, LinkIsOver
from participation.db import db
from participation.history import Event, Who
from participation.refusals import Refused
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.mailed import mailed, text_of, token_in

ANA = "ana@voorbeeld.example"
ELSEWHERE = "ana@elders.example"


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def contribution(track: Track) -> Contribution:
    return make_contribution(track)


def link_to(email: str) -> str:
    signing_in.ask_link(email, language="nl", now=clock.now())
    return token_in(mailed("own_sign_in")[-1])


def sign_in(email: str = ANA) -> tuple[OwnAccount, str]:
    return signing_in.use_link(link_to(email), now=clock.now())


@pytest.fixture
def account(track: Track) -> OwnAccount:
    return sign_in()[0]


def number_of(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_asking_makes_no_overview_and_using_the_link_does(track: Track) -> None:
    token = link_to(ANA)
    assert number_of(OwnAccount) == 0
    account, _made = signing_in.use_link(token, now=clock.now())
    assert account.email == ANA


def test_capitals_in_an_address_make_no_second_overview(account: OwnAccount) -> None:
    assert sign_in(" Ana@Voorbeeld.example ")[0].id == account.id
    assert number_of(OwnAccount) == 1


def test_neither_the_token_of_the_link_nor_that_of_the_sign_in_stands_in_the_database(track: Track) -> None:
    token = link_to(ANA)
    message = mailed("own_sign_in")[-1]
    assert token not in message.body_text + message.body_html + (message.sealed or "")
    _account, made = signing_in.use_link(token, now=clock.now())
    hashes = {*db.session.scalars(select(OwnLink.token_hash)), *db.session.scalars(select(OwnSignIn.token_hash))}
    assert not {token, made} & hashes


def test_a_link_works_once(track: Track) -> None:
    token = link_to(ANA)
    signing_in.use_link(token, now=clock.now())
    with pytest.raises(LinkIsOver):
        signing_in.use_link(token, now=clock.now())


def test_a_link_works_for_half_an_hour(track: Track) -> None:
    token, asked = link_to(ANA), clock.now()
    assert queries.living_link(token, asked + timedelta(minutes=29)) is not None
    with pytest.raises(LinkIsOver):
        signing_in.use_link(token, now=asked + timedelta(minutes=30))


def test_signing_in_kills_the_other_links_to_this_address_and_no_others(track: Track) -> None:
    first, second, other = link_to(ANA), link_to(ANA), link_to(ELSEWHERE)
    signing_in.use_link(second, now=clock.now())
    assert queries.living_link(first, clock.now()) is None
    assert queries.living_link(other, clock.now()) is not None


def test_signing_out_kills_a_stolen_cookie_and_a_sign_in_ends_by_itself(account: OwnAccount) -> None:
    _account, token = sign_in()
    _account, other = sign_in()
    signing_in.sign_out(token, now=clock.now())
    assert queries.signed_in(token, clock.now()) is None
    assert queries.signed_in(other, clock.now()) is account
    assert queries.signed_in(other, clock.now() + queries.SIGNED_IN_FOR) is None


def test_an_overview_shows_what_was_put_in_and_nothing_else(account: OwnAccount, track: Track) -> None:
    mine, not_mine = make_contribution(track, email=ANA), make_contribution(track, email=ANA)
    actions.add(account, mine, now=clock.now())
    actions.add(account, mine, now=clock.now())
    assert queries.contributions_of(account) == [mine]
    assert queries.contribution_in(account, mine.number) is mine
    assert queries.contribution_in(account, not_mine.number) is None
    assert queries.contribution_in(account, "2025" + mine.number[4:]) is None


def test_no_event_names_both_an_overview_and_a_contribution(account: OwnAccount, contribution: Contribution) -> None:
    actions.add(account, contribution, now=clock.now())
    actions.mail_to(account, contribution, True, now=clock.now())
    actions.take_out(account, contribution, now=clock.now())
    leaving.leave(account, Leaving.everything, now=clock.now())
    told = db.session.scalars(select(Event).where(Event.kind.startswith("own."))).all()
    assert [one.kind for one in told] == ["own.made", "own.signed_in", "own.added", "own.taken_out", "own.left"]
    assert all(one.contribution_id is None and one.track_id is None and one.who is Who.resident for one in told)
    assert all(ANA not in str(one.data) for one in db.session.scalars(select(Event)))
    assert all("account" not in one.data for one in db.session.scalars(select(Event)) if one.contribution_id)


def test_a_full_overview_says_so(account: OwnAccount, track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    actions.add(account, make_contribution(track), now=clock.now())
    with pytest.raises(Refused, match="vijftig"):
        actions.add(account, make_contribution(track), now=clock.now())


def test_mail_goes_to_the_own_address_or_to_nobody(account: OwnAccount, contribution: Contribution) -> None:
    actions.mail_to(account, contribution, True, now=clock.now())
    assert contribution.email == ANA
    actions.mail_to(account, contribution, False, now=clock.now())
    assert contribution.email is None


def test_a_new_address_counts_when_it_is_confirmed_and_the_old_one_is_told(
    account: OwnAccount, contribution: Contribution, track: Track
) -> None:
    _account, token = sign_in()
    elsewhere = make_contribution(track, email="werk@ana.example")
    for one in (contribution, elsewhere):
        actions.add(account, one, now=clock.now())
    actions.mail_to(account, contribution, True, now=clock.now())
    signing_in.ask_address(account, ELSEWHERE, now=clock.now())
    assert account.email == ANA
    assert [mail.to for mail in mailed("own_address")] == [ELSEWHERE]
    signing_in.use_link(token_in(mailed("own_address")[0]), now=clock.now())
    assert account.email == contribution.email == ELSEWHERE
    assert elsewhere.email == "werk@ana.example"
    told = mailed("own_address_changed")[0]
    assert told.to == ANA and ELSEWHERE not in text_of(told)
    assert queries.signed_in(token, clock.now()) is None


def test_an_address_with_an_overview_of_its_own_cannot_be_taken(account: OwnAccount) -> None:
    sign_in(ELSEWHERE)
    signing_in.ask_address(account, ELSEWHERE, now=clock.now())
    with pytest.raises(AddressTaken):
        signing_in.use_link(token_in(mailed("own_address")[0]), now=clock.now())
    assert account.email == ANA


@pytest.mark.parametrize("how", list(Leaving))
def test_leaving_goes_as_far_as_was_chosen(account: OwnAccount, track: Track, how: Leaving) -> None:
    mine, other = make_contribution(track, email=ANA), make_contribution(track, email=ANA)
    code_hash = mine.code_hash
    elsewhere = make_contribution(track, email="werk@ana.example")
    for one in (mine, elsewhere):
        actions.add(account, one, now=clock.now())
    link_to(ANA)
    leaving.leave(account, how, now=clock.now())
    assert [number_of(table) for table in (OwnAccount, OwnContribution, OwnLink, OwnSignIn)] == [0, 0, 0, 0]
    assert mine.code_hash == code_hash
    assert (mine.email == ANA) is (elsewhere.email is not None) is (how is Leaving.overview)
    assert (mine.withdrawn_at is not None) is (how is Leaving.everything)
    assert other.email == ANA and other.withdrawn_at is None


def test_what_is_erased_leaves_every_overview_and_an_empty_one_goes(account: OwnAccount, track: Track) -> None:
    first, second = make_contribution(track), make_contribution(track)
    for one in (first, second):
        actions.add(account, one, now=clock.now())
    assert leaving.erase([first.id], now=clock.now()) == 0
    assert queries.contributions_of(account) == [second]
    assert leaving.erase([second.id, 999], now=clock.now()) == 1
    assert number_of(OwnAccount) == 0


def test_old_links_and_sign_ins_are_forgotten(account: OwnAccount) -> None:
    link_to(ANA)
    signing_in.forget_old(clock.now())
    assert number_of(OwnLink) == 2 and number_of(OwnSignIn) == 1
    signing_in.forget_old(clock.now() + queries.SIGNED_IN_FOR)
    assert number_of(OwnLink) == number_of(OwnSignIn) == 0
