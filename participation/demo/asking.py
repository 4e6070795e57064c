"""What the demo shows of notes among colleagues, questions back to residents, and news of one theme."""

from datetime import datetime

from sqlalchemy import select

from participation.contributions.asking_back import actions as asking_back
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.notes import actions as notes
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.tracks import TrackCourse
from participation.demo.voices import VoiceCourse
from participation.outcomes.news.interim import publish_news


def courses(stage: Stage, tracks: dict[str, TrackCourse], voices: list[VoiceCourse], told: Table) -> list[Course]:
    """Each note, question and piece of news, with its own course."""
    by_key = {voice.told["key"]: voice for voice in voices}
    about: list[Course] = [NoteCourse(stage, by_key[one["contribution"]], one) for one in told["notes"]]
    about += [QuestionCourse(stage, by_key[one["contribution"]], one) for one in told["questions"]]
    return [*about, *(ThemeNewsCourse(stage, tracks[one["track"]], one) for one in told["news"])]


class NoteCourse(Course):
    """One note; who is named in it with `@` finds it in the inbox."""

    def __init__(self, stage: Stage, voice: VoiceCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.voice, self.told = stage, voice, told
        self.then(told["day"], self._write, at=told["at"])

    def _write(self, now: datetime) -> None:
        by = self.stage.people[self.told["by"]]
        notes.write(self.voice.contribution, self.told["text"], actor=by, now=now)


class QuestionCourse(Course):
    """A question back, and the answer of the resident, if it came."""

    asked: AskedBack

    def __init__(self, stage: Stage, voice: VoiceCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.voice, self.told = stage, voice, told
        self.then(told["day"], self._ask, at=told["at"])
        if "answer" in told:
            self.then(told["answered"], self._answer, at=told["answered_at"])

    def _ask(self, now: datetime) -> None:
        told, by = self.told, self.stage.people[self.told["by"]]
        wish_on = self.stage.days.day(told["wish"])
        self.asked = asking_back.ask(
            self.voice.contribution, told["question"], told["why"], wish_on, actor=by, now=now
        )  # fmt: skip

    def _answer(self, now: datetime) -> None:
        asking_back.answer(self.voice.contribution, self.asked.id, self.told["answer"], now=now)


class ThemeNewsCourse(Course):
    """How it is going, for those whose points stand in one theme."""

    def __init__(self, stage: Stage, where: TrackCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.where, self.told = stage, where, told
        self.then(told["day"], self._tell, at=told["at"])

    def _tell(self, now: datetime) -> None:
        track, by = self.where.track, self.stage.people[self.told["by"]]
        named = select(Theme).where(Theme.track_id == track.id, Theme.title == self.told["theme"])
        text, theme = self.stage.days.told(self.told["text"]), db.session.scalars(named).one()
        publish_news(track, text, theme=theme, actor=by, now=now)
