"""The demo as a script: every step has its moment, and all steps of all tracks are played in the order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from participation import clock
from participation.accounts.models import User
from participation.config import Settings
from participation.demo.days import Days

Act = Callable[[datetime], object]
A_WHILE = timedelta(minutes=20)


@dataclass(frozen=True)
class Step:
    """Something that one person does at one moment."""

    at: datetime
    act: Act


@dataclass(frozen=True)
class Stage:
    """What every step needs: the days, the people by their key, and the settings of the house."""

    days: Days
    people: dict[str, User]
    settings: Settings


class Course:
    """The steps about one thing. None comes before the one it follows, not even when a weekend folds days together."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self.steps: list[Step] = []

    def then(self, offset: int, act: Act, *, at: str = "10:30") -> None:
        """Do this *offset* days from today at *at*, or a while after the step before when that would be too early."""
        wanted = self._days.moment(offset, at)
        earliest = self.steps[-1].at + A_WHILE if self.steps else wanted
        self.steps.append(Step(max(wanted, earliest), act))


def play(courses: Iterable[Course]) -> None:
    """Let everything happen, the earliest first, with the clock standing at the moment of each step."""
    steps = [step for course in courses for step in course.steps]
    for step in sorted(steps, key=lambda step: step.at):
        with clock.frozen(step.at):
            step.act(clock.now())
