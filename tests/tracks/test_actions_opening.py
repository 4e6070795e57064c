"""Opening, closing, stopping, other days; and every action in every state in which it is not allowed."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from participation import clock
from participation.db import db
from participation.history import Who
from participation.promises.models import Promise, PromiseKind
from participation.refusals import Refused
from participation.tracks import actions, rules
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.review import Review
from participation.tracks.room import RoomState
from tests.factories.tracks import make_track
from tests.support.cast import Cast
from tests.tracks.steps import EXPLANATION, FINE, REASON, TERMS, asked, kinds, last_event, opened, ready

DAY = date(2026, 11, 24)


def test_opening_makes_the_promise_to_everybody(cast: Cast) -> None:
    track = opened(cast)
    assert (track.state, track.opened_at) == (TrackState.open, clock.now())
    promise = db.session.scalars(select(Promise).where(Promise.kind == PromiseKind.track_answer)).one()
    assert (promise.due, promise.owner_id) == (date(2027, 2, 5), cast.bram.id)
    assert (promise.track_id, promise.department_id) == (track.id, cast.streets.id)
    assert kinds(track) == ["review.requested", "review.approved", "track.opened", *["promise.made"] * 4]


@pytest.mark.parametrize("planned", [date(2026, 11, 2), date(2026, 12, 1)], ids=["too late", "earlier than planned"])
def test_the_opening_day_becomes_the_day_on_which_it_opened(cast: Cast, planned: date) -> None:
    track = opened(cast, opens_on=planned)
    assert track.opens_on == DAY and rules.takes_contributions(track, DAY)
    assert last_event("track.opened").data["planned"] == planned.isoformat()


def test_without_an_approved_room_nothing_opens(cast: Cast) -> None:
    track = ready(cast)
    track.room = None
    with pytest.raises(actions.NotReady, match="de ruimte is niet goedgekeurd"):
        actions.open_track(track, actor=cast.bram, now=clock.now(), terms=TERMS)
    db.session.rollback()


def test_without_a_public_plan_nothing_opens(cast: Cast) -> None:
    track = ready(cast)
    track.plan_published_at = None
    with pytest.raises(actions.NotReady):
        actions.open_track(track, actor=cast.bram, now=clock.now(), terms=TERMS)


def test_a_room_that_is_not_approved_does_not_open(cast: Cast) -> None:
    track = make_track(cast.bram, state=TrackState.ready, plan_published_at=clock.now())
    track.room = track.rooms[0]
    with pytest.raises(actions.NotReady):
        actions.open_track(track, actor=cast.bram, now=clock.now(), terms=TERMS)


def test_what_no_longer_holds_on_the_day_itself_stops_the_opening(cast: Cast) -> None:
    track = ready(cast)
    track.closes_on, track.promised_on = date(2027, 2, 20), date(2027, 3, 1)
    with pytest.raises(actions.NotReady, match="Dit traject kan nog niet open") as refusal:
        actions.open_track(track, actor=cast.bram, now=clock.end_of(date(2027, 1, 23)), terms=TERMS)
    assert {finding.rule for finding in refusal.value.findings} >= {"I7"}


def test_closing_on_time_needs_no_reason(cast: Cast) -> None:
    track = opened(cast)
    actions.close_for_input(track, actor=cast.bram, now=clock.end_of(date(2026, 12, 13)))
    assert (track.state, track.closes_on) == (TrackState.answering, date(2026, 12, 13))


def test_closing_early_is_explained_and_becomes_the_last_day(cast: Cast) -> None:
    track = opened(cast)
    with pytest.raises(actions.ReasonNeeded) as refusal:
        actions.close_for_input(track, actor=cast.bram, now=clock.now(), reason="Genoeg.")
    assert refusal.value.field == "reason"
    actions.close_for_input(track, actor=cast.bram, now=clock.now(), reason=EXPLANATION)
    assert track.closes_on == DAY
    event = last_event("track.closed_for_input")
    assert (event.why, event.data["planned"]) == (EXPLANATION, "2026-12-13")
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.kind, notice.text, notice.data) == (
        NoticeKind.closed_early,
        EXPLANATION,
        {"closes_on": "2026-11-24"},
    )


def test_closing_on_time_is_no_news(cast: Cast) -> None:
    actions.close_for_input(opened(cast), actor=None, now=clock.end_of(date(2026, 12, 13)))
    assert db.session.scalars(select(Notice)).all() == []


def test_the_clock_never_closes_early(cast: Cast) -> None:
    track = opened(cast)
    with pytest.raises(actions.StillOpen):
        actions.close_for_input(track, actor=None, now=clock.now())
    actions.close_for_input(track, actor=None, now=clock.end_of(date(2026, 12, 13)))
    assert last_event("track.closed_for_input").who is Who.system


def test_a_stopped_track_says_why_and_still_owes_its_promise(cast: Cast) -> None:
    track = opened(cast)
    with pytest.raises(actions.ReasonNeeded, match="waarom dit traject stopt"):
        actions.stop_track(track, " ", actor=cast.bram, now=clock.now())
    actions.stop_track(track, f" {EXPLANATION} ", actor=cast.bram, now=clock.now())
    assert (track.state, track.stop_reason, track.stopped_at) == (TrackState.stopped, EXPLANATION, clock.now())
    assert last_event("track.stopped").why == EXPLANATION
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.kind, notice.text) == (NoticeKind.stopped, EXPLANATION)


def test_what_a_stopped_track_would_decide_lapses_and_the_answer_does_not(cast: Cast) -> None:
    track = opened(cast)
    actions.stop_track(track, EXPLANATION, actor=cast.bram, now=clock.now())
    found = {promise.kind: (promise.kept_at is None, promise.lapsed) for promise in db.session.scalars(select(Promise))}
    assert found == {
        PromiseKind.track_answer: (True, ""),
        PromiseKind.unknown_point: (False, EXPLANATION),
        PromiseKind.decision: (False, EXPLANATION),
    }


def test_other_days_are_told_with_the_reason(cast: Cast) -> None:
    track = ready(cast)
    actions.change_dates(track, opens_on=DAY, closes_on=date(2027, 1, 10), promised_on=date(2027, 2, 26),
                         reason=EXPLANATION, actor=cast.bram, now=clock.now())  # fmt: skip
    assert (track.state, track.opens_on, track.closes_on) == (TrackState.ready, DAY, date(2027, 1, 10))
    event = last_event("track.dates_changed")
    assert event.data["before"]["opens_on"] == "2026-11-02" and event.data["after"]["promised_on"] == "2027-02-26"


WRONG_DAYS = [
    ("opens in the past", {"opens_on": date(2026, 11, 23)}, "opens_on", "al geweest"),
    ("closes before it opens", {"opens_on": date(2027, 1, 11)}, "closes_on", "later"),
    ("answers before it closes", {"promised_on": date(2027, 1, 9)}, "promised_on", "na de sluiting"),
    ("no reason", {"reason": "Zomaar."}, "reason", "waarom ze veranderen"),
]


@pytest.mark.parametrize(("sentence", "wrong", "field", "words"), WRONG_DAYS, ids=[row[0] for row in WRONG_DAYS])
def test_wrong_days_change_nothing(cast: Cast, sentence: str, wrong: dict[str, object], field: str, words: str) -> None:
    track = ready(cast)
    days = {"opens_on": DAY, "closes_on": date(2027, 1, 10), "promised_on": date(2027, 2, 26), "reason": EXPLANATION}
    with pytest.raises(Refused, match=words) as refusal:
        actions.change_dates(track, **{**days, **wrong}, actor=cast.bram, now=clock.now())
    assert refusal.value.field == field and track.opens_on == date(2026, 11, 2)


Press = Callable[[Track, Cast, Review], object]
BUTTONS: dict[str, tuple[set[TrackState], Press]] = {
    "ask for review": (
        {TrackState.draft},
        lambda track, cast, review: actions.request_review(track, actor=cast.bram, now=clock.now(), terms=TERMS),
    ),
    "agree": (
        {TrackState.in_review},
        lambda track, cast, review: actions.approve(
            review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS
        ),
    ),
    "return": (
        {TrackState.in_review},
        lambda track, cast, review: actions.return_with_questions(
            review, {}, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS
        ),
    ),
    "advise to inform": (
        {TrackState.in_review},
        lambda track, cast, review: actions.advise_inform_only(
            review, {}, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS
        ),
    ),
    "overrule": (
        {TrackState.in_review},
        lambda track, cast, review: actions.override(
            review, EXPLANATION, actor=cast.esther, now=clock.now(), terms=TERMS
        ),
    ),
    "change days": (
        {TrackState.ready},
        lambda track, cast, review: actions.change_dates(
            track, opens_on=DAY, closes_on=DAY, promised_on=DAY, reason=EXPLANATION, actor=cast.bram, now=clock.now()
        ),
    ),
    "open": (
        {TrackState.ready},
        lambda track, cast, review: actions.open_track(track, actor=cast.bram, now=clock.now(), terms=TERMS),
    ),
    "close": (
        {TrackState.open},
        lambda track, cast, review: actions.close_for_input(
            track, actor=cast.bram, now=clock.now(), reason=EXPLANATION
        ),
    ),
    "stop": (
        {TrackState.open, TrackState.answering},
        lambda track, cast, review: actions.stop_track(track, EXPLANATION, actor=cast.bram, now=clock.now()),
    ),
}


SKIPPED_STEPS = [
    pytest.param(press, state, id=f"{button} when {state.value}")
    for button, (allowed, press) in BUTTONS.items()
    for state in TrackState
    if state not in allowed
]


@pytest.mark.parametrize(("press", "state"), SKIPPED_STEPS)
def test_no_step_can_be_skipped(cast: Cast, press: Press, state: TrackState) -> None:
    review = asked(cast)
    track = review.room.track
    track.state = state
    track.stop_reason = EXPLANATION if state is TrackState.stopped else None
    db.session.flush()
    with pytest.raises(rules.NotAllowedNow):
        press(track, cast, review)
    assert track.state is state and review.verdict is None and kinds(track) == ["review.requested"]
    db.session.rollback()


def add(cast: Cast, slug: str, **values: object) -> Track:
    return ready(cast, slug=slug, title=slug, **values)


def test_the_calendar_opens_on_the_day_and_closes_after_it(cast: Cast) -> None:
    today = add(cast, "today", opens_on=DAY)
    later = add(cast, "later", opens_on=date(2026, 11, 25))
    over = opened(cast, slug="over", title="over", closes_on=DAY, promised_on=date(2027, 1, 5))
    assert actions.run_calendar(clock.now(), TERMS) == ["today: opened."]
    assert (today.state, later.state, over.state) == (TrackState.open, TrackState.ready, TrackState.open)
    assert last_event("track.opened").who is Who.system
    tomorrow = clock.end_of(DAY)
    assert actions.run_calendar(tomorrow, TERMS) == ["later: opened.", "over: closed."]
    assert actions.run_calendar(tomorrow, TERMS) == []


def test_a_worker_that_slept_opens_late_what_was_announced_in_time(cast: Cast) -> None:
    track = add(cast, "slept", opens_on=DAY)
    assert actions.run_calendar(clock.end_of(date(2026, 11, 26)), TERMS) == ["slept: opened."]
    assert track.opens_on == date(2026, 11, 27)


def test_a_plan_that_came_online_after_its_day_waits_for_a_person(cast: Cast) -> None:
    add(cast, "approved-late", opens_on=date(2026, 11, 23))
    assert actions.run_calendar(clock.now(), TERMS) == []


def test_one_track_that_cannot_open_does_not_stop_the_others(cast: Cast) -> None:
    refused = add(cast, "refused", opens_on=DAY)
    fine = add(cast, "fine", opens_on=DAY)
    refused.contact = None
    db.session.flush()
    told = actions.run_calendar(clock.now(), TERMS)
    assert told[0].startswith("refused: not opened. Dit traject kan nog niet open. Bewoners kunnen niemand bellen")
    assert told[1] == "fine: opened."
    assert (refused.state, fine.state) == (TrackState.ready, TrackState.open)


def test_a_fault_in_one_track_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = add(cast, "broken", opens_on=DAY)
    fine = add(cast, "fine", opens_on=DAY)
    check = rules.room_check

    def fails(track, *rest):  # type: ignore[no-untyped-def]
        if track.slug == "broken":
            raise ZeroDivisionError
        return check(track, *rest)

    monkeypatch.setattr(rules, "room_check", fails)
    told = actions.run_calendar(clock.now(), TERMS)
    assert told == ["broken: not opened, because of a fault. See the log.", "fine: opened."]
    assert (broken.state, fine.state) == (TrackState.ready, TrackState.open)
    assert broken.room is not None and broken.room.state is RoomState.approved
