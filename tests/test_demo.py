"""Waterdam: the demo says what it shows, in plain words, and nothing in it is made behind the back of the rules."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation import clock, history
from participation.accounts.models import User
from participation.accounts.passwords import fits
from participation.config import Municipality, Settings
from participation.contributions import morning, receipt
from participation.contributions.asking_back import queries as asking_back
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Channel, Contribution, ContributionKind, Point, PublicState
from participation.contributions.notes import queries as notes
from participation.contributions.sheets.models import Sheet, SheetState
from participation.db import db, writing
from participation.demo import content
from participation.demo.codes import SHOWN, codes
from participation.demo.days import Days
from participation.demo.load import PASSWORD, Loaded, NotHere, load
from participation.house import queries as house
from participation.mail import MailState, OutboundMail
from participation.outcomes.changes.models import Reissue
from participation.outcomes.experience.gap import expectation_gaps
from participation.outcomes.experience.models import Experience
from participation.outcomes.experience.queries import sentences, tallies
from participation.outcomes.experience.rules import INFLUENCED
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeKind
from participation.outcomes.plain_language import PLAIN
from participation.outcomes.reminding import remind
from participation.outcomes.texts import queries as library
from participation.promises.models import Promise, PromiseKind, PromiseMove, PromiseState
from participation.tracks import considerations
from participation.tracks.change import Direction, RoomChange
from participation.tracks.considering import Choice
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.room import Level
from participation.tracks.rules import blocking, room_check, unexplained
from participation.tracks.terms import level_words
from tests.support import storage
from tests.support.cast import Cast
from tests.support.invariants import check_invariants

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
NEVER = (*PLAIN, "helaas", "doorverwijzen", "doorverwezen", "meenemen in de overweging", "stakeholder", "draagvlak")


def texts(thing: Any) -> Iterator[str]:
    """Every text of ours somewhere in *thing*."""
    if isinstance(thing, str):
        yield Days(TODAY).told(thing)
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from texts(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from texts(value)


def our_words() -> list[str]:
    """What the municipality says: the house, the rooms, and every answer; not what residents said."""
    ours = ("answers", "executions", "moves", "hidden")
    said = [{name: one[name] for name in ours if name in one} for one in content.contributions()]
    rooms = list(content.tracks().values())
    return list(texts([content.municipality(), content.house(), rooms, content.promises(), content.texts(), said]))


def reasons() -> list[str]:
    return [Days(TODAY).told(answer["reason"]) for one in content.contributions() for answer in one.get("answers", [])]


def sentence_lengths(text: str) -> list[int]:
    parts = (re.findall(r"\S*\w\S*", part) for part in re.split(r"(?<=[.!?:])\s", text))
    return [len(words) for words in parts if words]


class TestContent:
    def test_every_contribution_has_a_key_of_its_own(self) -> None:
        keys = Counter(one["key"] for one in content.contributions())
        assert not [key for key, count in keys.items() if count > 1]
        assert set(SHOWN) <= set(keys)

    def test_every_contribution_belongs_to_a_track_and_a_desk_that_exist(self) -> None:
        people = {one["key"] for one in content.municipality()["staff"]}
        for one in content.contributions():
            assert one["track"] in content.tracks()
            assert {one["desk"], one.get("entered_by", one["desk"])} <= people

    def test_whoever_handles_a_track_is_named_on_it(self) -> None:
        for one in content.contributions():
            assert one["desk"] in content.tracks()[one["track"]]["members"], one["key"]

    def test_nothing_leads_to_a_real_person_or_place(self) -> None:
        everything = [content.municipality(), content.house(), list(content.tracks().values()), content.contributions()]
        for text in texts(everything):
            assert all(address.endswith(".example") for address in re.findall(r"[\w.-]+@([\w.-]+)", text)), text
            assert all(number.startswith("0999") for number in re.findall(r"\b0\d[\d -]{7,}", text)), text

    def test_we_use_no_officialese(self) -> None:
        found = {word for text in our_words() for word in NEVER if re.search(rf"\b{re.escape(word)}\b", text, re.I)}
        assert not found

    def test_reasons_are_short_and_in_plain_sentences(self) -> None:
        lengths = [length for reason in reasons() for length in sentence_lengths(reason)]
        assert sum(lengths) / len(lengths) < 9
        assert max(lengths) <= 18

    def test_no_two_answers_are_the_same(self) -> None:
        assert not [reason for reason, count in Counter(reasons()).items() if count > 1]

    def test_a_day_in_a_text_is_a_day_in_full(self) -> None:
        assert Days(TODAY).told("Op {13} komt\nIneke.\n\nTot dan.") == "Op 7 december 2026 komt Ineke.\n\nTot dan."
        assert not [text for text in our_words() if re.search(r"[{}]", text)]


class TestDays:
    @pytest.mark.parametrize("today", [date(2026, 11, day) for day in range(23, 30)])
    def test_the_past_stays_past_the_future_stays_ahead_and_nothing_changes_places(self, today: date) -> None:
        days = Days(today)
        found = [days.day(offset) for offset in range(-300, 300)]
        assert found == sorted(found)
        assert all(day.weekday() < 5 for day in found)
        assert days.day(-1) < today <= days.day(0)


@pytest.fixture
def settings(app: Flask) -> Settings:
    return app.config["SETTINGS"]


@pytest.fixture(scope="class")
def waterdam(app: Flask) -> Iterator[Loaded]:
    """The demo, loaded once for all tests that look at it."""
    with clock.frozen(NOON), app.app_context():
        storage.empty(app)
        yield load(app.config["SETTINGS"])
        check_invariants()
        db.session.remove()


def tracks() -> dict[str, Track]:
    return {track.slug: track for track in db.session.scalars(select(Track))}


class TestLoading:
    def test_it_makes_what_it_says(self, waterdam: Loaded) -> None:
        assert (waterdam.people, waterdam.tracks, waterdam.contributions) == (17, 12, 104)
        assert db.session.scalar(select(func.count(User.id))) == waterdam.people
        assert db.session.scalar(select(func.count(Track.id))) == waterdam.tracks
        assert db.session.scalar(select(func.count(Contribution.id))) == waterdam.contributions

    def test_everything_that_can_be_is_there_to_see(self, waterdam: Loaded) -> None:
        def seen(column: Any) -> set[Any]:
            return set(db.session.scalars(select(column).distinct()))

        assert seen(Track.state) == set(TrackState) - {TrackState.archived}
        assert {track.room.level for track in tracks().values() if track.room} == set(Level)
        assert seen(Contribution.channel) == set(Channel)
        assert seen(Contribution.kind) == {None, *ContributionKind}
        assert seen(Contribution.public_state) == set(PublicState)
        assert seen(Contribution.language) == {"nl", "en"}
        assert seen(Point.outcome_kind) == {None, *(kind.value for kind in OutcomeKind)}
        assert seen(ExecutionStep.state) == {ExecutionState.under_way, ExecutionState.done, ExecutionState.lapsed}
        assert seen(BringIn.state) == set(BringInState) - {BringInState.withdrawn}
        assert seen(Outcome.version) == {None, 1, 2}
        assert {promise.state(TODAY) for promise in db.session.scalars(select(Promise))} >= {
            PromiseState.open, PromiseState.kept, PromiseState.missed,
        }  # fmt: skip
        assert {NoticeKind.promise_moved, NoticeKind.interim_news, NoticeKind.stopped} <= seen(Notice.kind)
        assert set(seen(Promise.kind)) == set(PromiseKind)
        assert db.session.scalar(select(func.count(Contribution.id)).where(Contribution.withdrawn_at.is_not(None))) == 2
        assert db.session.scalar(select(func.max(Point.position))) == 2

    def test_rules_became_narrower_wider_and_known_in_the_open(self, waterdam: Loaded) -> None:
        made = {change.room.track.slug: change for change in db.session.scalars(select(RoomChange))}
        assert {slug: change.direction for slug, change in made.items()} == {
            "molenstraat": Direction.narrower, "buurthuis-de-spil": Direction.wider,
            "veilig-naar-de-waterlelie": Direction.other,
        }  # fmt: skip
        assert all(change.published_at and change.reason and change.decided_by for change in made.values())
        assert [point.was_unknown is not None for point in made["veilig-naar-de-waterlelie"].room.fixed_points][-1]
        marks = list(db.session.scalars(select(Reissue)))
        assert {mark.change_id for mark in marks} == {made["molenstraat"].id}
        assert sorted(mark.settled_at is not None for mark in marks) == [False, True]

    def test_no_word_of_a_resident_is_changed(self, waterdam: Loaded) -> None:
        own = select(Contribution.original_text).where(Contribution.import_key.is_(None))
        stored = Counter(db.session.scalars(own))
        assert stored == Counter(one["text"].strip("\n") for one in content.contributions())

    def test_a_file_was_brought_in_and_two_of_its_rows_were_refused(self, waterdam: Loaded) -> None:
        sheet = db.session.scalars(select(Sheet)).one()
        assert (sheet.state, sheet.counts) == (SheetState.done, {"new": 3, "refused": 2})

    def test_one_promise_is_missed_and_only_there_people_wait_too_long(self, waterdam: Loaded) -> None:
        late = [
            promise for promise in db.session.scalars(select(Promise)) if promise.state(TODAY) is PromiseState.missed
        ]
        havendijk = tracks()["fietsroute-havendijk"]
        assert {promise.track_id for promise in late} == {havendijk.id}
        assert len([promise for promise in late if promise.kind is PromiseKind.answer]) == 3

    def test_a_day_that_moved_for_everybody_moved_for_each_of_them(self, waterdam: Loaded) -> None:
        park = tracks()["zuiderpark"]
        moved = db.session.scalars(
            select(PromiseMove).join(Promise).where(Promise.track_id == park.id, Promise.due == park.promised_on)
        ).all()
        assert len(moved) > 1 and len({move.reason for move in moved}) == 1
        assert {move.promise.kind for move in moved} == {PromiseKind.track_answer, PromiseKind.answer}

    def test_a_decision_and_an_unknown_point_can_be_kept_and_missed(self, waterdam: Loaded) -> None:
        found = {(promise.kind, promise.state(TODAY)) for promise in db.session.scalars(select(Promise))}
        assert found >= {
            (PromiseKind.decision, PromiseState.kept), (PromiseKind.decision, PromiseState.missed),
            (PromiseKind.unknown_point, PromiseState.missed),
        }  # fmt: skip

    def test_nobody_is_mailed_about_the_past_of_the_demo(self, waterdam: Loaded) -> None:
        assert db.session.scalars(select(Notice).where(Notice.told_at.is_(None))).all() == []
        assert remind(clock.now(), Municipality()) == []

    def test_only_what_was_just_begun_has_open_ends(self, waterdam: Loaded, settings: Settings) -> None:
        unfinished = set()
        for track in tracks().values():
            if track.state in (TrackState.draft, TrackState.in_review, TrackState.ready):
                findings = room_check(track, track.rooms[-1], settings.municipality, TODAY)
                if any(not finding.waits for finding in [*blocking(findings), *unexplained(findings)]):
                    unfinished.add(track.slug)
        assert unfinished == {"wandelpad-polderrand"}

    def test_the_house_says_what_it_stands_for_and_what_it_did_not_ask(self, waterdam: Loaded) -> None:
        assert [(one.version, len(one.principles)) for one in house.versions()] == [(2, 6), (1, 4)]
        assert [one.version for one in house.terms_versions()] == [2, 1]
        assert [(one.choice, one.track_id is None) for one in considerations.listed().rows] == [
            (Choice.ask, False), (Choice.leave, True), (Choice.inform, True),
        ]  # fmt: skip
        now = house.level_words()[Level.advise]
        first, last = (level_words(tracks()["molenstraat"].rooms[place]) for place in (0, -1))
        assert first and first.promise != now.promise and last == now
        (deviation,) = tracks()["nieuw-riool-dijkweg"].rooms[-1].deviations
        assert deviation.principle and deviation.principle.title == "Wij vragen vroeg"

    def test_there_are_texts_to_begin_with_one_of_them_changed_and_one_gone(self, waterdam: Loaded) -> None:
        offered = library.offered()
        assert len(offered) >= 4
        assert {one.version for one in offered} == {1, 2}
        assert any(one.last_used_at for one in offered)
        assert len(library.archived()) == 1

    def test_everything_submitted_is_accounted_for_and_the_history_holds(self, waterdam: Loaded) -> None:
        submitted = db.session.scalars(select(Contribution)).all()
        counted: Counter[str] = Counter()
        for one in submitted:
            waits = any(point.outcome_id is None for point in one.points)
            counted["withdrawn" if one.withdrawn_at else "waiting" if waits else "answered"] += 1
        assert counted == {"answered": 80, "waiting": 22, "withdrawn": 2}
        with writing():
            sealed = sum(iter(lambda: history.seal(clock.now()), 0))
        assert history.verify().events == sealed == db.session.scalar(select(func.count(history.Event.id)))
        moments = list(db.session.scalars(select(history.Event.at).order_by(history.Event.id)))
        assert moments == sorted(moments)
        assert moments[-1] <= clock.now()

    def test_what_people_expected_and_found_stands_beside_their_words(self, waterdam: Loaded) -> None:
        drawn = {
            slug for slug, track in tracks().items()
            if INFLUENCED in tallies(track.id) and sentences(track.id, PublicState.public).rows
        }  # fmt: skip
        assert drawn == {"banken-in-het-havenpark", "fietsroute-havendijk"}
        assert [(gap.slug, bool(gap.voice)) for gap in expectation_gaps()] == [("zuiderpark", True)]
        assert tracks()["zuiderpark"].gap_told_at
        assert set(db.session.scalars(select(Experience.sentence_state))) == set(PublicState)
        kinds = set(db.session.scalars(select(Point.outcome_kind).join(
            Experience, Experience.contribution_id == Point.contribution_id)))  # fmt: skip
        assert kinds >= {"adopted", "not_adopted", "outside_room", "answered", "formal_route"}

    def test_colleagues_write_each_other_and_ask_residents_back(self, waterdam: Loaded) -> None:
        bram = db.session.scalars(select(User).where(User.name == "Bram de Boer")).one()
        assert [line.writer for line in notes.waiting_for(bram)] == ["Wim Scholten"]
        assert [line.is_answered for line in asking_back.waiting_for(bram, TODAY)] == [True]
        asked = db.session.scalars(select(AskedBack).order_by(AskedBack.id)).all()
        assert sorted(one.answered_at is None for one in asked) == [False, True]
        told = db.session.scalars(select(Notice).where(Notice.theme_id.is_not(None))).one()
        assert told.data["theme"] == "Schaduw bij de school"
        assert morning.waiting(clock.now()) == []

    def test_no_mail_is_sent_to_people_who_do_not_exist(self, waterdam: Loaded) -> None:
        mails = db.session.scalars(select(OutboundMail)).all()
        assert mails
        assert {mail.state for mail in mails} == {MailState.dropped}
        assert {(mail.to, mail.body_text, mail.sealed) for mail in mails} == {("", "", None)}

    def test_four_people_can_sign_in_and_nobody_else(self, waterdam: Loaded) -> None:
        people = db.session.scalars(select(User)).all()
        assert all(user.is_demo for user in people)
        assert {user.email.split("@")[0] for user in people if fits(PASSWORD, user.password_hash)} == {
            "bram", "chantal", "dirk", "esther",
        }  # fmt: skip

    def test_the_codes_open_what_they_say(self, waterdam: Loaded, settings: Settings) -> None:
        assert codes(settings) == waterdam.codes
        found = {}
        for one in waterdam.codes:
            code = receipt.normalise(one.code)
            assert code is not None
            contribution = db.session.scalar(
                select(Contribution).where(Contribution.code_hash == receipt.hash_of(settings.receipt_key, code))
            )
            assert contribution is not None
            assert contribution.number == one.number
            found[one.what] = contribution.points[0].outcome_kind
        assert found == dict(zip(SHOWN.values(), ["adopted", "not_adopted", None], strict=True))

    def test_it_loads_only_once(self, waterdam: Loaded, settings: Settings) -> None:
        with pytest.raises(NotHere, match="lege database"):
            load(settings)
        assert len(tracks()) == 12


class TestAnotherHouse:
    def test_it_never_loads_in_a_real_house(self, database: None, settings: Settings) -> None:
        with pytest.raises(NotHere, match="production"):
            load(replace(settings, mode="production"))
        assert not tracks()

    @pytest.mark.parametrize(
        "day",
        [
            pytest.param(datetime(2026, 12, 27, 22, 50, tzinfo=UTC), id="a Sunday night at the end of the year"),
            pytest.param(datetime(2027, 3, 28, 1, 30, tzinfo=UTC), id="the night on which the clock goes forward"),
        ],
    )
    def test_it_loads_on_any_day(self, database: None, settings: Settings, day: datetime) -> None:
        with clock.frozen(day):
            load(settings)
            assert db.session.scalar(select(func.max(history.Event.at))) <= clock.now()


class TestCommands:
    def test_load_tells_what_to_open_and_who_can_sign_in(self, app: Flask, database: None) -> None:
        told = app.test_cli_runner().invoke(args=["demo", "load"])
        assert told.exit_code == 0
        assert "12 trajecten, 104 bijdragen, 17 collega’s" in told.output
        assert "dirk@doorwerking.example" in told.output
        assert len(re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", told.output)) == 3
        again = app.test_cli_runner().invoke(args=["demo", "load"])
        assert again.exit_code == 1
        assert "lege database" in again.output
        later = app.test_cli_runner().invoke(args=["demo", "load", "--when-empty"])
        assert later.exit_code == 0
        assert later.output.splitlines() == told.output.splitlines()[1:]

    def test_a_house_in_use_is_left_alone_without_a_word(self, app: Flask, cast: Cast) -> None:
        told = app.test_cli_runner().invoke(args=["demo", "load", "--when-empty"])
        assert (told.exit_code, told.output) == (0, "")

    def test_codes_says_so_when_there_is_no_demo(self, app: Flask, database: None) -> None:
        told = app.test_cli_runner().invoke(args=["demo", "codes"])
        assert told.exit_code == 1
        assert "niet geladen" in told.output
