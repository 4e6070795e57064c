"""What residents of the demo found of taking part, and the colleague who reads their sentence first."""

from datetime import datetime
from functools import partial

from participation import clock
from participation.contributions.models import PublicState
from participation.demo.content import Table
from participation.demo.script import Act, Course, Stage
from participation.demo.voices import VoiceCourse
from participation.outcomes.experience import actions
from participation.outcomes.experience.gap import new_gaps, tell_gap
from participation.outcomes.experience.models import Again, Experience, Understood
from participation.outcomes.experience.rules import Told
from participation.outcomes.experience.tally import count, to_count


class ExperienceCourse(Course):
    """One resident tells how it was, perhaps tells it otherwise later; a colleague decides about the sentence."""

    def __init__(self, stage: Stage, voice: VoiceCourse, told: Table) -> None:
        super().__init__(stage.days)
        self.stage, self.voice, self.told = stage, voice, told
        self.experience: Experience
        steps: list[tuple[int, str, Act]] = [(told["day"], told["at"], partial(self._tell, told))]
        if "checked" in told:
            steps.append((told["checked"], "09:40", self._check))
        if "later" in told:
            steps.append((told["later"]["day"], told["later"]["at"], partial(self._tell, told["later"])))
        for day, at, act in steps:
            self.then(day, act, at=at)

    def _tell(self, told: Table, now: datetime) -> None:
        answers = Told(
            influence=told.get("influence"), sentence=told.get("sentence", ""),
            understood=Understood(told["understood"]) if "understood" in told else None,
            again=Again(told["again"]) if "again" in told else None,
        )  # fmt: skip
        found = actions.tell_how_it_was(self.voice.contribution, answers, now=now)
        assert found is not None
        self.experience = found

    def _check(self, now: datetime) -> None:
        assert self.experience.sentence_state is PublicState.unchecked
        mark, desk = actions.mark_of(self.experience.sentence), self.stage.people[self.voice.told["desk"]]
        if "hidden" in self.told:
            actions.hide_sentence(self.experience, self.told["hidden"], mark=mark, actor=desk, now=now)
        else:
            actions.publish_sentence(self.experience, mark=mark, actor=desk, now=now)


def courses(stage: Stage, voices: list[VoiceCourse], told: list[Table]) -> list[ExperienceCourse]:
    """A course for everything that was *told*, beside the contribution that it is about."""
    by_key = {voice.told["key"]: voice for voice in voices}
    return [ExperienceCourse(stage, by_key[one["contribution"]], one) for one in told]


def count_all() -> None:
    """What the worker does in the end: count every track, and tell where people expect too much."""
    for track_id in to_count():
        count(track_id, clock.now())
    for _slug, track_id, gap in new_gaps():
        tell_gap(track_id, gap, clock.now())
