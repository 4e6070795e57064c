"""The course of one track: written, confirmed, judged by a second person, opened, closed or stopped."""

from datetime import datetime
from functools import partial

from participation.accounts.models import User
from participation.db import db
from participation.demo.content import Table
from participation.demo.rooms import write_again, write_room
from participation.demo.script import Course, Stage
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
        for one in course.get("explanations", []):
            self.then(one["day"], partial(self._explain, one))
        for one in course.get("confirmed", []):
            self.then(one["day"], partial(self._confirm, one["by"]))
        if "asked" in course:
            self.then(course["asked"], self._ask)
        for one in course.get("reviews", []):
            self._judged(one)
        self._run(course)

    def _judged(self, one: Table) -> None:
        if "asked" in one:
            self.then(one["asked"] - 1, self._mend)
            for said in self.told["course"].get("confirmed_again", []):
                self.then(said["day"], partial(self._confirm, said["by"]))
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
        self.track = create_track(title=self.told["title"], summary=summary, actor=self._author, now=now)
        write_room(self._draft, self.told, by=self._author, now=now, stage=self.stage)

    def _mend(self, now: datetime) -> None:
        write_again(self._draft, self.told, by=self._author, now=now)

    def _explain(self, told: Table, now: datetime) -> None:
        """The content names a row by its place in the list ("path:2"); the room knows it by its number."""
        kind, place, *part = told["row"].split(":")
        assert kind == "path"
        row = ":".join([kind, str(self._draft.paths[int(place) - 1].id), *part])
        text, actor = self.stage.days.told(told["text"]), self._by(told["by"])
        actions.explain(self._draft, told["rule"], row, text, actor=actor, now=now, terms=self.terms)

    def _confirm(self, key: str, now: datetime) -> None:
        actor = self._by(key)
        actions.confirm_text(self._draft, actor.department, actor=actor, now=now)

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
