"""What the demo shows of following by mail: who confirmed, and somebody who did not yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from participation.db import db
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.demo.voices import VoiceCourse
from participation.history import Event
from participation.outcomes.following_by_mail import actions, rules
from participation.outcomes.following_by_mail.models import MailSubscription, Rhythm
from participation.outcomes.following_by_mail.rules import About
from participation.places import queries as places


def courses(stage: Stage, tracks: dict[str, TrackCourse], voices: list[VoiceCourse], told: Table) -> list[Course]:
    """Each follower with a course of their own."""
    by_key = {voice.told["key"]: voice for voice in voices}
    return [FollowerCourse(stage, tracks, by_key, one) for one in told["followers"]]


class FollowerCourse(Course):
    """Somebody asks to be told, and presses the button in the mail."""

    def __init__(
        self, stage: Stage, tracks: dict[str, TrackCourse], voices: dict[str, VoiceCourse], told: Table
    ) -> None:  # fmt: skip
        super().__init__(stage.days)
        self.stage, self.tracks, self.voices, self.told = stage, tracks, voices, told
        self.then(told["day"], self._ask, at=told["at"])
        if "confirmed" in told:
            self.then(told["day"], self._confirm, at=told["confirmed"])

    def _about(self) -> About:
        told: Any = self.told
        if "area" in told:
            found = places.place(told["area"])
            assert found is not None
            return About(area_id=found.id)
        if "contribution" in told:
            return About(contribution_id=self.voices[told["contribution"]].contribution.id)
        return About(track_id=self.tracks[told["track"]].track.id)

    def _ask(self, now: datetime) -> None:
        key = self.stage.settings.receipt_key
        actions.ask(self.told["email"], self._about(), Rhythm(self.told["rhythm"]), language="nl", key=key, now=now)

    def _confirm(self, now: datetime) -> None:
        key = self.stage.settings.receipt_key
        asked = select(MailSubscription).where(
            MailSubscription.email == self.told["email"], MailSubscription.about == self._about().key
        )
        one = db.session.scalars(asked).one()
        actions.confirm(rules.token(key, rules.CONFIRM, one.seed), key=key, now=now)


def tell_nothing() -> None:
    """What happened while the demo was loaded counts as told: the addresses are made up."""
    last = select(func.max(Event.id)).scalar_subquery()
    db.session.execute(update(MailSubscription).values(told_until=last))
