"""What the house of the demo stands for: its vision and terms in versions, and what residents were not asked."""

from datetime import datetime
from functools import partial

from participation.accounts.models import User
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.house import actions, queries
from participation.house.levels import Level, LevelWords
from participation.house.rules import TERMS, Said
from participation.tracks.considerations import end_consideration
from participation.tracks.considering import Choice
from participation.tracks.models import Track
from participation.tracks.rules.considering import Reply


class HouseCourse(Course):
    """Everything that *told* tells about the house, each thing by a colleague on its day."""

    def __init__(self, stage: Stage, told: Table) -> None:
        super().__init__(stage.days)
        self._stage = stage
        lists = (("visions", self._write_vision), ("terms", self._set_terms), ("considerations", self._consider))
        acts = [(one["day"], partial(act, one)) for name, act in lists for one in told[name]]
        for day, act in sorted(acts, key=lambda one: int(one[0])):
            self.then(day, act, at="11:15")

    def _by(self, told: Table) -> User:
        return self._stage.people[told["by"]]

    def _write_vision(self, told: Table, now: datetime) -> None:
        read, before = self._stage.days.read(told), queries.vision()
        principles = [Said(one["title"], one["text"]) for one in read["principles"]]
        actions.write_vision(read["intro"], principles, reason=read["reason"], seen=before.version if before else 0,
                             actor=self._by(told), now=now)  # fmt: skip

    def _set_terms(self, told: Table, now: datetime) -> None:
        """What the content leaves out is as the settings say."""
        base, before = self._stage.settings.municipality, queries.terms_version()
        numbers = {term.name: told.get(term.name, getattr(base, term.name)) for term in TERMS}
        actions.set_terms(
            numbers, {level: _words(level, told.get("levels", {})) for level in Level}, ordinance=told["ordinance"],
            ordinance_url=told.get("ordinance_url", ""), reason=told["reason"], seen=before.version if before else 0,
            actor=self._by(told), now=now,
        )  # fmt: skip

    def _consider(self, told: Table, now: datetime) -> None:
        end_consideration(told["title"], _replies(told), Choice(told["choice"]), self._stage.days.told(told["reason"]),
                          actor=self._by(told), now=now)  # fmt: skip


def started(told: Table, *, actor: User, now: datetime) -> Track:
    """The track that *told* tells about, begun with the six questions."""
    considered = told["considered"]
    made = end_consideration(
        told["title"], _replies(considered), Choice.ask, considered["reason"], actor=actor, now=now
    )
    assert made.track is not None
    return made.track


def _replies(told: Table) -> dict[str, Reply]:
    return {key: Reply(value) for key, value in told["answers"].items()}


def _words(level: Level, told: Table) -> LevelWords:
    usual, own = LevelWords.usual(level), told.get(level.value, {})
    return LevelWords(
        level=level, short_promise=usual.short_promise, promise=own.get("promise", usual.promise),
        promise_en=own.get("promise_en", ""), must_motivate_deviation=usual.must_motivate_deviation,
        binding=usual.binding,
    )  # fmt: skip
