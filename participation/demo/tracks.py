"""The course of one track: written, confirmed, judged by a second person, opened, closed or stopped."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from participation.accounts.models import User
from participation.db import db
from participation.demo import confirming
from participation.demo.content import Table
from participation.demo.house import started
from participation.demo.rooms import write_again, write_room
from participation.demo.script import Act, Course, Stage
from participation.tracks import actions
from participation.tracks.declaring import create_track
from participation.tracks.models import Track, TrackState
from participation.tracks.review import QUESTIONS, Mark, Review
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules import Answer


class TrackCourse(Course):
    """Everything that happens to the track that *told* tells about."""

    def __init__(self, stage: Stage, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.told = stage, told
        self.terms = stage.settings.municipality
        self.track: Track
        self.review: Review
        course = told["course"]
        self.then(course["created"], self._create)
        for day, act in sorted(self._said_beside_the_text(course), key=lambda one: one[0]):
            self.then(day, act)
        if "asked" in course:
            self.then(course["asked"], self._ask)
        for one in course.get("reviews", []):
            self._judged(one)
        self._go_on(course)
        self._run(course)

    def _said_beside_the_text(self, course: Table) -> Iterator[tuple[int, Act]]:
        """Asking, confirming, objecting and explaining, before the review."""
        if "asked_to_confirm" in course:
            yield course["asked_to_confirm"], self._ask_to_confirm
        for one in course.get("confirmed", []):
            yield one["day"], partial(self._confirm, one)
        for one in course.get("said", []):
            yield one["day"], partial(self._write_down, one)
        for one in course.get("explanations", []):
            yield one["day"], partial(self._explain, one)

    def _go_on(self, course: Table) -> None:
        """What happens to a text that came back and was not sent in again yet."""
        if "rewritten" in course:
            self.then(course["rewritten"]["day"], partial(self._rewrite, course["rewritten"]))
        if "asked_again" in course:
            self.then(course["asked_again"], self._ask_to_confirm)
        if "reminded" in course:
            self.then(course["reminded"], actions.remind_confirmations)

    def _judged(self, one: Table) -> None:
        if "asked" in one:
            self.then(one["asked"] - 1, self._mend)
            for said in self.told["course"].get("confirmed_again", []):
                self.then(said["day"], partial(self._confirm, said))
            self.then(one["asked"], self._ask)
        self.then(one["day"], partial(self._judge, one), at="15:45")

    def _run(self, course: Table) -> None:
        if "opened" in course:
            self.then(course["opened"], self._open, at="06:00")
        if "stopped" in course:
            self.then(course["stopped"], self._stop, at="16:00")
        if "closed" in course:
            self.then(course["closed"], self._close, at="06:00")
        if "finished" in course:
            self.then(course["finished"], self._finish)

    def _by(self, key: str) -> User:
        return self.stage.people[key]

    @property
    def _author(self) -> User:
        return self._by(self.told["author"])

    @property
    def _draft(self) -> DeclaredRoom:
        draft = actions.draft_of(self.track)
        assert draft is not None
        return draft

    def _create(self, now: datetime) -> None:
        summary = self.stage.days.told(self.told["summary"])
        if "considered" in self.told:
            self.track = started(self.told, actor=self._author, now=now)
        else:
            self.track = create_track(title=self.told["title"], summary=summary, actor=self._author, now=now)
        write_room(self._draft, self.told, by=self._author, now=now, stage=self.stage)

    def _mend(self, now: datetime) -> None:
        write_again(self._draft, self.told, by=self._author, now=now)

    def _explain(self, told: Table, now: datetime) -> None:
        text, actor = self.stage.days.told(told["text"]), self._by(told["by"])
        actions.explain(self._draft, told["rule"], self._row(told["row"]), text, actor=actor, now=now, terms=self.terms)

    def _row(self, told: str) -> str:
        """The content names a row by its place ("path:2") or its name ("department:Groen"); the room by its number."""
        kind, name, *part = told.split(":")
        if kind == "department":
            number = next(one.id for one in self.track.departments if one.name == name)
        else:
            assert kind == "path"
            number = self._draft.paths[int(name) - 1].id
        return ":".join([kind, str(number), *part])

    def _ask_to_confirm(self, now: datetime) -> None:
        confirming.ask(self._draft, by=self._author, terms=self.terms, now=now)

    def _confirm(self, told: Table, now: datetime) -> None:
        confirming.answer(self._draft, told, by=self._by(told["by"]), stage=self.stage, now=now)

    def _write_down(self, told: Table, now: datetime) -> None:
        confirming.write_down(self._draft, told, by=self._by(told["by"]), stage=self.stage, now=now)

    def _rewrite(self, told: Table, now: datetime) -> None:
        confirming.rewrite(self._draft, told, by=self._author, stage=self.stage, now=now)

    def _ask(self, now: datetime) -> None:
        self.review = actions.request_review(self.track, actor=self._author, now=now, terms=self.terms)

    def _judge(self, told: Table, now: datetime) -> None:
        judge = {"approved": actions.approve, "returned": actions.return_with_questions}[told["verdict"]]
        marks, notes = told.get("marks", {}), told.get("notes", {})
        answers = {
            number: Answer(number, Mark(marks.get(str(number), "fine")), notes.get(str(number), ""))
            for number in range(1, len(QUESTIONS) + 1)
        }
        reason = self.stage.days.told(told["reason"])
        judge(self.review, answers, reason, actor=self._by(told["by"]), now=now, terms=self.terms)

    def _open(self, now: datetime) -> None:
        """On its day, by the clock: without a person."""
        actions.open_track(self.track, actor=None, now=now, terms=self.terms)

    def _stop(self, now: datetime) -> None:
        course = self.told["course"]
        reason = self.stage.days.told(course["stop_reason"])
        actions.stop_track(self.track, reason, actor=self._by(course["stopped_by"]), now=now)

    def _close(self, now: datetime) -> None:
        actions.close_for_input(self.track, actor=None, now=now)

    def _finish(self, now: datetime) -> None:
        """Set directly: there is no action yet that closes a track for good. Everybody in it has an answer (I21)."""
        self.track.state, self.track.closed_at = TrackState.closed, now
        db.session.flush()
