"""The course of one contribution: received, checked, taken on, answered, and followed until it is done."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from participation import clock
from participation.accounts.models import User
from participation.contributions import actions
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.models import Channel, Contribution, ContributionKind, Point, Speaker
from participation.contributions.points import actions as points
from participation.contributions.points.rules import place_of
from participation.demo import helping, on_paper
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.house import queries as house
from participation.outcomes import actions as outcomes
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.models import ExecutionState, OutcomeKind, ReasonKind
from participation.outcomes.moving import move_and_tell
from participation.outcomes.rules import Decision
from participation.outcomes.second_look import actions as looking_again
from participation.outcomes.second_look import queries as looks
from participation.promises.actions import open_promises
from participation.tracks.room import DeclaredRoom

ROWS = {"criterion": "criteria", "fixed_point": "fixed_points", "constraint": "constraints", "path": "paths"}
OWN_WORDS = ("reason", "interest", "part_adopted", "part_not", "place", "forwarded_to")
DAYS = ("forwarded_on", "later_on")


def form_key(told: Table) -> str:
    """The key of the form, the same at every loading: so that the receipt code can be told again."""
    return f"demo|{told['key']}"


def said(told: Table, room: DeclaredRoom) -> actions.Said:
    """What the resident sent, as the form would have it."""
    return actions.Said(
        text=told["text"].strip("\n"),
        question=room.open_questions[told["question"] - 1] if "question" in told else None,
        kind=ContributionKind(told["kind"]) if "kind" in told else None,
        expectation=told.get("expectation"), email=told.get("email"), language=told.get("language", "nl"),
        channel=Channel(told["channel"]), source_note=told.get("source_note", ""),
        speaker=Speaker(told["speaker"]) if "speaker" in told else None, taker_note=told.get("note", ""),
    )  # fmt: skip


class VoiceCourse(Course):
    """Everything that happens to the contribution that *told* tells about, in the track of *where*."""

    def __init__(self, stage: Stage, where: TrackCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.where, self.told = stage, where, told
        self.contribution: Contribution
        self.brought_in: BringIn | None = None
        self.then(told["day"], self._receive, at=told["at"])
        for day, at, act in sorted(self._afterwards(), key=lambda one: one[0]):
            self.then(day, act, at=at)

    def _afterwards(self) -> list[tuple[int, str, Any]]:
        """What follows, as (day, time, act); on one day in this order."""
        told, follows = self.told, []
        if not told.get("unchecked"):
            follows.append((told.get("checked", told["day"] + 1), "09:15", self._check))
        for name, at, act in (
            ("bring_ins", "11:00", self._ask_in), ("answers", "14:20", self._answer),
            ("executions", "15:10", self._follow), ("moves", "13:30", self._move), ("arrivals", "15:40", self._arrive),
        ):  # fmt: skip
            follows += [(one["day"], at, partial(act, one)) for one in told.get(name, [])]
        follows += [
            (one["answer_day"], "12:00", partial(self._answer_in, one))
            for one in told.get("bring_ins", [])
            if "answer_day" in one
        ]
        follows += [(one["day"], one["at"], partial(self._add, one)) for one in told.get("additions", [])]
        follows += [(one["day"], one["at"], partial(self._doubt, one)) for one in told.get("looks", [])]
        follows += [(one["day"], "10:40", partial(self._look_again, one)) for one in told.get("look_answers", [])]
        if "withdrawn" in told:
            follows.append((told["withdrawn"], "18:00", self._withdraw))
        return follows

    @property
    def _desk(self) -> User:
        return self.stage.people[self.told["desk"]]

    def _point(self, told: Table) -> Point:
        number: int = told.get("point", 1)
        return self.contribution.points[number - 1]

    def _receive(self, now: datetime) -> None:
        settings, track, told = self.stage.settings, self.where.track, self.told
        assert track.room is not None
        form, words = form_key(told), said(told, track.room)
        weeks = house.terms(settings.municipality).feedback_weeks
        terms = actions.Terms(receipt_key=settings.receipt_key, feedback_weeks=weeks)
        if words.channel is Channel.web:
            received = actions.submit(track, words, terms=terms, form_key=form, now=now)
        else:
            words = replace(words, meeting=on_paper.meeting_of(track, told))
            received = actions.enter(
                track, words, received_on=clock.local(now).date(), terms=terms, form_key=form,
                actor=self.stage.people[told["entered_by"]], now=now,
            )  # fmt: skip
        self.contribution = received.contribution
        on_paper.keep_address(received.contribution, told, self.stage, now)

    def _check(self, now: datetime) -> None:
        """Take it on, cut it in points where it has more than one, and decide what everybody may read."""
        actions.take_on(self.contribution, actor=self._desk, now=now)
        if "points" in self.told:
            for one in self.told["points"]:
                place = place_of(self.contribution.original_text, one["text"])
                points.make_point(self.contribution, [place], one["title"], actor=self._desk, now=now)
        if "hidden" in self.told:
            actions.hide(self.contribution, self.told["hidden"], actor=self._desk, now=now)
            return
        texts = {point.id: self.told.get("public", point.text).strip("\n") for point in self.contribution.points}
        actions.check_public(self.contribution, texts, actor=self._desk, now=now)

    def _ask_in(self, told: Table, now: datetime) -> None:
        self.brought_in = helping.ask(told, self._point(told), self.stage.people, by=self._desk, now=now)

    def _answer_in(self, told: Table, now: datetime) -> None:
        assert self.brought_in is not None
        helping.answer(told, self.brought_in, self.stage.people, self.stage.days, now=now)

    def _arrive(self, told: Table, now: datetime) -> None:
        helping.arrive(told, self._point(told), self.stage.days, by=self._desk, now=now)

    def _answer(self, told: Table, now: datetime) -> None:
        point, decision = self._point(told), self._decision(told)
        if told.get("draft"):
            outcomes.save_draft(point, decision, actor=self._desk, now=now)
            return
        current = outcomes.current_outcome(point)
        version = current.version or 0 if current else 0
        actor = self.stage.people[told["by"]] if "by" in told else self._desk
        outcomes.publish(point, decision, base_version=version, actor=actor, now=now)

    def _decision(self, told: Table) -> Decision:
        """The content names rows of the room by their place in its lists."""
        room, days = self.where.track.room, self.stage.days
        values: Table = {name: days.told(told[name]) for name in OWN_WORDS if name in told}
        values |= {name: days.day(told[name]) for name in DAYS if name in told}
        values |= {name: getattr(room, rows)[told[name] - 1] for name, rows in ROWS.items() if name in told}
        if "landing" in told:
            values["path"] = helping.path_of(told["landing"])
        if "formal_kind" in told:
            values["formal_kind"] = FormalKind(told["formal_kind"])
        if "reason_kind" in told:
            values["reason_kind"] = ReasonKind(told["reason_kind"])
        kind = OutcomeKind(told["kind"])
        return Decision(kind=kind, bring_in=self.brought_in if kind is OutcomeKind.brought_in else None, **values)

    def _follow(self, told: Table, now: datetime) -> None:
        days = self.stage.days
        outcomes.record_execution(
            self._point(told), ExecutionState(told["state"]), on=days.day(told["day"]), note=days.told(told["note"]),
            evidence=told.get("evidence", ""), actor=self._desk, now=now,
        )  # fmt: skip

    def _move(self, told: Table, now: datetime) -> None:
        owed, days = open_promises(self.contribution.id)[0], self.stage.days
        move_and_tell(owed, days.day(told["due"]), reason=days.told(told["reason"]), actor=self._desk, now=now)

    def _add(self, told: Table, now: datetime) -> None:
        actions.add_to(self.contribution, told["text"], now=now)

    def _doubt(self, told: Table, now: datetime) -> None:
        """The resident does not agree with the answer, and asks to look again."""
        outcome_id, terms = self._point(told).outcome_id, house.terms(self.stage.settings.municipality)
        assert outcome_id is not None
        looking_again.ask(self.contribution, outcome_id, told["words"], now=now, terms=terms)

    def _look_again(self, told: Table, now: datetime) -> None:
        look = looks.looks_at(self.contribution)[-1]
        looking_again.let_stand(look, told["reason"], actor=self.stage.people[told["by"]], now=now)

    def _withdraw(self, now: datetime) -> None:
        actions.withdraw(self.contribution, now=now)
