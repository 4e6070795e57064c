"""Who answers: a team first, then a person of it. Rules deal out what comes in, and nothing waits with nobody."""

from datetime import date, timedelta
from threading import Event as Stop

import pytest
from flask import Flask
from sqlalchemy import select

from participation import clock, worker
from participation.accounts.models import Department, User
from participation.contributions import actions as contributions
from participation.contributions.dividing import queries, rules
from participation.contributions.dividing.actions import (
    add_rule,
    give,
    give_many,
    move_rule,
    release,
    remove_rule,
)
from participation.contributions.dividing.dealing import deal_some, waits
from participation.contributions.dividing.rules import Asks, CameIn, CannotTakeUp, NoRule, TakenMeanwhile
from participation.contributions.models import Channel, Contribution, ContributionKind
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.history import Event
from participation.outcomes.handover.away import plan
from participation.permissions import Permission, can
from participation.promises.models import Promise
from participation.refusals import Refused
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast, make_user
from tests.support.counting import counted

TODAY = date(2026, 11, 24)


@pytest.fixture
def track(cast: Cast) -> Track:
    """Bram's track, on which the department of parks works as well."""
    track = make_open_track(cast.bram, departments=[cast.parks])
    db.session.commit()
    return track


def rule(track: Track, to: User | Department, **asks: object) -> None:
    add_rule(track, Asks(**asks), to, actor=track.author, now=clock.now())  # type: ignore[arg-type]
    db.session.commit()


def deal() -> None:
    worker._divide(clock.now(), Stop())


def promise_of(contribution: Contribution) -> Promise:
    return db.session.scalars(select(Promise).where(Promise.contribution_id == contribution.id)).one()


def events(kind: str) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def ids_of(track: Track) -> list[int]:
    return [row.id for row in queries.questions([track.id]).values()]


@pytest.mark.parametrize(
    ("asks", "fits"),
    [
        ({"question": 2}, True),
        ({"question": 3}, False),
        ({"area_id": 7}, True),  # A neighbourhood lies in its district.
        ({"area_id": 8}, False),
        ({"channel": Channel.paper}, True),
        ({"channel": Channel.web}, False),
        ({"kind": ContributionKind.worry}, True),
        ({"theme_id": 5}, True),
        ({"theme_id": 6}, False),
        ({"question": 2, "channel": Channel.web}, False),  # All that is asked must be so.
        ({}, False),  # A rule that asks nothing takes nothing.
    ],
)
def test_a_rule_takes_what_fits_everything_it_asks(asks: dict[str, object], fits: bool) -> None:
    said = CameIn(
        question=2, areas=frozenset({7, 1}), channel=Channel.paper, kind=ContributionKind.worry, themes=frozenset({5})
    )
    assert rules.fits(Asks(**asks), said) is fits  # type: ignore[arg-type]


def test_the_first_rule_that_fits_counts() -> None:
    both = [Asks(channel=Channel.paper), Asks(channel=Channel.web), Asks(channel=Channel.web, kind=None)]
    assert rules.first_that_fits(both, CameIn()) is both[1]
    assert rules.first_that_fits(both[:1], CameIn()) is None


def test_without_a_rule_it_goes_to_the_team_of_the_track_and_its_contact_keeps_the_promise(
    track: Track, cast: Cast
) -> None:
    contribution = make_contribution(track)
    assert waits()
    deal()
    assert not waits()
    assert (contribution.department, contribution.handler) == (cast.streets, None)
    assert promise_of(contribution).owner_id == cast.bram.id


def test_a_rule_gives_a_question_to_another_team_and_the_history_says_by_which(track: Track, cast: Cast) -> None:
    first, second = queries.questions([track.id]).values()
    rule(track, cast.parks, question=second.lineage)
    about_trees, other = make_contribution(track, question=second), make_contribution(track, question=first)
    deal()
    assert (about_trees.department, other.department) == (cast.parks, cast.streets)
    promise = promise_of(about_trees)
    assert (promise.department_id, promise.owner_id, promise.with_team) == (cast.parks.id, None, True)
    (dealt,) = events("contribution.dealt")
    assert (dealt.contribution_id, dealt.who.value, dealt.data["rule"]) == (
        about_trees.id, "system", "Vraag 2: naar afdeling Groen",
    )  # fmt: skip
    assert can(cast.chantal, Permission.handle_contribution, about_trees), "the team may answer it"
    assert not can(cast.chantal, Permission.handle_contribution, other)


def test_the_order_of_the_rules_decides(track: Track, cast: Cast) -> None:
    rule(track, cast.parks, channel=Channel.paper)
    rule(track, cast.bram, kind=ContributionKind.worry)
    last = queries.rules_of([track.id])[1]
    move_rule(last, True, actor=cast.bram, now=clock.now())
    move_rule(last, True, actor=cast.bram, now=clock.now())  # It is on top already.
    db.session.commit()
    contribution = make_contribution(track, channel=Channel.paper, kind=ContributionKind.worry)
    deal()
    assert contribution.handler is cast.bram


def test_a_rule_for_a_person_who_is_away_goes_to_the_deputy_and_without_one_to_the_team(
    track: Track, cast: Cast
) -> None:
    jan = make_user("Jan Smit", cast.bram.role, cast.streets)
    db.session.flush()
    rule(track, jan, channel=Channel.web)
    plan(jan, TODAY, TODAY + timedelta(days=7), cast.bram, now=clock.now())
    first = make_contribution(track)
    deal()
    assert first.handler is cast.bram
    plan(jan, TODAY, TODAY + timedelta(days=7), None, now=clock.now())
    second = make_contribution(track)
    deal()
    assert (second.handler, second.department) == (None, cast.streets)
    assert [event.data["away_id"] for event in events("contribution.dealt")] == [jan.id, jan.id]


def test_a_rule_that_points_to_who_left_leaves_nothing_lying(track: Track, cast: Cast) -> None:
    jan = make_user("Jan Smit", cast.bram.role, cast.streets)
    db.session.flush()
    rule(track, jan, channel=Channel.web)
    jan.active = False
    db.session.commit()
    contribution = make_contribution(track)
    deal()
    assert (contribution.handler, contribution.department) == (None, cast.streets)


def test_what_somebody_took_up_before_it_was_dealt_stays_theirs(track: Track, cast: Cast) -> None:
    rule(track, cast.parks, channel=Channel.web)
    contribution = make_contribution(track)
    contributions.take_on(contribution, actor=cast.bram, now=clock.now())
    db.session.commit()
    deal()
    assert (contribution.handler, contribution.department) == (cast.bram, cast.streets)
    assert events("contribution.dealt") == []


def test_a_worker_that_stood_still_deals_out_everything_once(
    track: Track, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("participation.contributions.dividing.dealing.BATCH", 2)
    rule(track, cast.parks, channel=Channel.web)
    for _time in range(5):
        make_contribution(track)
    deal()
    deal()
    assert {one.department_id for one in db.session.scalars(select(Contribution))} == {cast.parks.id}
    assert len(events("contribution.dealt")) == 5


def test_what_was_taken_back_goes_to_nobody(track: Track) -> None:
    contribution = make_contribution(track)
    contributions.withdraw(contribution, now=clock.now())
    db.session.commit()
    assert not waits()


def test_dealing_takes_the_same_number_of_statements_for_many_as_for_few(app: Flask, track: Track, cast: Cast) -> None:
    rule(track, cast.parks, channel=Channel.web)

    def cost() -> int:
        with counted(app) as statements:
            deal_some(clock.now())
            db.session.commit()
        return len(statements)

    make_contribution(track)
    few = cost()
    for _time in range(20):
        make_contribution(track)
    assert cost() == few


def test_a_team_is_given_work_and_a_person_takes_it_up_and_gives_it_back_with_a_reason(
    track: Track, cast: Cast
) -> None:
    contribution = make_contribution(track)
    now = clock.now()
    give(contribution, cast.parks, actor=cast.bram, now=now, seen=0)
    assert promise_of(contribution).with_team
    give(contribution, cast.chantal, actor=cast.chantal, now=now, seen=0)
    assert (contribution.handler, contribution.department) == (cast.chantal, cast.parks)
    assert (promise_of(contribution).owner_id, promise_of(contribution).with_team) == (cast.chantal.id, False)
    with pytest.raises(Refused, match="waarom"):
        release(contribution, " ", actor=cast.chantal, now=now)
    release(contribution, "Dit gaat over riolen.", actor=cast.chantal, now=now, seen=cast.chantal.id)
    release(contribution, "Dit gaat over riolen.", actor=cast.chantal, now=now, seen=cast.chantal.id)
    db.session.commit()
    assert (contribution.handler, contribution.department) == (None, cast.parks)
    assert promise_of(contribution).with_team
    assert [event.why for event in events("contribution.released")] == ["Dit gaat over riolen."]


def test_the_contact_who_gives_something_back_is_rid_of_it(track: Track, cast: Cast) -> None:
    contribution = make_contribution(track)
    contributions.take_on(contribution, actor=cast.bram, now=clock.now())
    release(contribution, "Ik ben hier niet de juiste voor.", actor=cast.bram, now=clock.now())
    db.session.commit()
    assert promise_of(contribution).with_team


def test_two_who_take_up_the_same_hear_of_each_other(track: Track, cast: Cast) -> None:
    contribution = make_contribution(track)
    jan = make_user("Jan Smit", cast.bram.role, cast.streets)
    db.session.flush()
    give(contribution, cast.bram, actor=cast.bram, now=clock.now(), seen=0)
    with pytest.raises(TakenMeanwhile, match="Bram de Boer pakte deze bijdrage net op"):
        give(contribution, jan, actor=jan, now=clock.now(), seen=0)
    assert contribution.handler is cast.bram


def test_only_who_works_on_the_track_can_take_it_up(track: Track, cast: Cast) -> None:
    contribution = make_contribution(track)
    for nobody in (cast.participation, cast.esther):
        with pytest.raises(CannotTakeUp):
            give(contribution, nobody, actor=cast.bram, now=clock.now())
        with pytest.raises(CannotTakeUp):
            give_many([contribution], nobody, actor=cast.bram, now=clock.now())
        with pytest.raises(CannotTakeUp):
            add_rule(track, Asks(channel=Channel.web), nobody, actor=cast.bram, now=clock.now())


def test_many_at_once_are_one_event_each_and_what_changed_meanwhile_is_named(
    app: Flask, track: Track, cast: Cast
) -> None:
    def some(number: int) -> list[Contribution]:
        return [make_contribution(track) for _time in range(number)]

    def cost(found: list[Contribution]) -> int:
        wanted = [one.id for one in found]
        db.session.expire_all()
        with counted(app) as statements:
            give_many(queries.to_divide(wanted), cast.parks, actor=cast.bram, now=clock.now())
            db.session.commit()
        return len(statements)

    assert cost(some(2)) == cost(some(20))
    assert len(events("contribution.given_to_team")) == 22
    gone, taken, mine = some(3)
    contributions.withdraw(gone, now=clock.now())
    contributions.take_on(taken, actor=cast.bram, now=clock.now())
    seen = {gone.id: 0, taken.id: 0, mine.id: 0}
    done, told = give_many([gone, taken, mine], cast.chantal, actor=cast.chantal, now=clock.now(), seen=seen)
    db.session.commit()
    db.session.refresh(mine)
    assert (done, mine.handler) == (1, cast.chantal)
    assert told == [f"{gone.number} trok de bewoner in.", f"{taken.number} had intussen Bram de Boer."]


def test_nothing_ticked_and_too_many_are_refused() -> None:
    with pytest.raises(Refused, match="Vink eerst aan"):
        rules.check_number([])
    with pytest.raises(Refused, match="hoogstens 200"):
        rules.check_number(range(201))


def test_a_rule_asks_something_is_there_once_and_can_be_taken_away(track: Track, cast: Cast) -> None:
    with pytest.raises(NoRule, match="waar de regel over gaat"):
        rule(track, cast.parks)
    rule(track, cast.parks, channel=Channel.paper)
    with pytest.raises(NoRule, match="is er al"):
        rule(track, cast.bram, channel=Channel.paper)
    (there,) = queries.rules_of([track.id])
    assert queries.sentence_of(there, {}) == "Op papier: naar afdeling Groen"
    remove_rule(there, actor=cast.bram, now=clock.now())
    db.session.commit()
    assert queries.rules_of([track.id]) == []
    assert [event.data["rule"] for event in events("rule.removed")] == ["Op papier: naar afdeling Groen"]


def test_a_rule_is_tried_on_the_newest_before_it_counts(track: Track, cast: Cast) -> None:
    rule(track, cast.bram, kind=ContributionKind.worry)
    make_contribution(track, "Gewoon.")
    make_contribution(track, "Op papier.", channel=Channel.paper)
    make_contribution(track, "Zorg op papier.", channel=Channel.paper, kind=ContributionKind.worry)
    tried = queries.try_rules(track, [*queries.rules_of([track.id]), Asks(channel=Channel.paper)])
    assert [(one.words, one.taken_by) for one in tried] == [
        ("Zorg op papier.", 0),
        ("Op papier.", 1),
        ("Gewoon.", None),
    ]


def test_a_point_that_comes_into_a_theme_goes_where_the_rule_says(track: Track, cast: Cast) -> None:
    theme = Theme(track_id=track.id, title="Bomen", made_by_id=cast.bram.id, made_at=clock.now())
    db.session.add(theme)
    db.session.flush()
    rule(track, cast.parks, theme_id=theme.id)
    about_trees, back, other = (make_contribution(track) for _time in range(3))
    deal()
    assert about_trees.department is cast.streets
    for one in (about_trees, back):
        one.points[0].theme_id = theme.id
    contributions.take_on(back, actor=cast.bram, now=clock.now())
    db.session.commit()
    deal()
    assert (about_trees.department, back.department, other.department) == (cast.parks, cast.streets, cast.streets)
    give(about_trees, cast.streets, actor=cast.chantal, now=clock.now())
    db.session.commit()
    deal()
    assert about_trees.department is cast.streets, "what a colleague decided is not undone by a rule"
