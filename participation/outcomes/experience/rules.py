"""Whom we ask what taking part was like, what of it may be shown, and when people expect more than we promised.

Pure: no database, no web, no clock. Numbers stay inside: what is drawn is how far the answers lie apart, never an
average, a score or a count of fewer than five people (I34).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from participation.contributions.models import INFLUENCE, Contribution
from participation.outcomes.experience.models import Again, Understood
from participation.outcomes.models import OutcomeKind
from participation.refusals import Conflict, Refused
from participation.tracks.room import Level
from participation.words import N_

EXPECTED, INFLUENCED, UNDERSTOOD, AGAIN = "expected", "influence", "understood", "again"
FEWEST = 5
"""A group of fewer people is not shown: who knows the neighbours could tell who said what."""
SCALE = range(1, len(INFLUENCE) + 1)
MOST_MARKS = 5
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Told:
    """What a resident answered. Everything may be left out."""

    influence: int | None = None
    understood: Understood | None = None
    again: Again | None = None
    sentence: str = ""

    @property
    def is_empty(self) -> bool:
        return self.influence is None and self.understood is None and self.again is None and not self.sentence.strip()


class NotAskedYet(Conflict):
    """Something is still to be answered, or the contribution was taken back."""


def is_asked(contribution: Contribution) -> bool:
    """Whether we ask how it was: every point has its last answer, also when that was no.

    Not while an answer is only interim ("later", "erbij gehaald"): then nobody can know yet how it ended.
    """
    kinds = [point.outcome_kind for point in contribution.points]
    answered = all(kind is not None and not OutcomeKind(kind).is_interim for kind in kinds)
    return contribution.withdrawn_at is None and bool(kinds) and answered


def asks_influence(contribution: Contribution) -> bool:
    """Where we only informed, nobody was promised influence and nobody is asked about it (I3)."""
    return contribution.room.level is not Level.inform


def refuse(contribution: Contribution, told: Told, *, is_first: bool) -> None:
    """Stop what was not asked (`NotAskedYet`), and (`Refused`) a first answer in which nothing was answered.

    Later everything may be left empty: so a resident takes it all back.
    """
    if not is_asked(contribution):
        raise NotAskedYet(N_("Wij vragen dit pas als u op alles antwoord hebt. Er is niets veranderd."))
    if told.influence is not None and (told.influence not in SCALE or not asks_influence(contribution)):
        raise Refused(N_("Kies een van de antwoorden. Of sla deze vraag over."), field="sentence")
    if is_first and told.is_empty:
        raise Refused(N_("Beantwoord één vraag, of schrijf één zin. Meer hoeft niet."), field="sentence")


def may_be_shown(shown: Counts, counted: Counts) -> dict[str, int]:
    """What of *counted* may be shown, when *shown* is what people can see now.

    Nothing for fewer than five people. And what is shown changes only when the answers of at least five differ:
    else who looks twice could see what one neighbour said in between.
    """
    present = {value: number for value, number in counted.items() if number > 0}
    if sum(present.values()) < FEWEST:
        return {}
    if shown and _moved(shown, present) < FEWEST:
        return dict(shown)
    return present


def _moved(before: Counts, after: Counts) -> int:
    """How many people at least answered otherwise, came, or went."""
    steps = [after.get(value, 0) - before.get(value, 0) for value in before.keys() | after.keys()]
    return max(sum(step for step in steps if step > 0), -sum(step for step in steps if step < 0))


def marks(counts: Counts, value: str) -> int:
    """How heavily one answer is drawn: no mark, one for a few people (fewer than five), then two to five.

    From five people on by their share of all, so that a drawing stays as small for a thousand people as for ten.
    """
    number, total = counts.get(value, 0), sum(counts.values())
    if number < FEWEST:
        return min(number, 1)
    return min(MOST_MARKS, 2 + 5 * number // total)


def given(counts: Counts, values: Iterable[str]) -> list[str]:
    """Those of *values* that somebody answered, in their order."""
    return [value for value in values if counts.get(value)]


def middle(expected: Counts) -> int:
    """The answer of the person in the middle when all stand in a row from no influence to a lot.

    With an even number the lower of the two in the middle: so a gap is never called on the word of half minus one.
    """
    in_a_row = [value for value in SCALE for _person in range(expected.get(str(value), 0))]
    return in_a_row[(len(in_a_row) - 1) // 2]


@dataclass(frozen=True)
class Gap:
    """People expect clearly more than was declared. The sentence is for colleagues."""

    level: Level
    middle: int
    lowest: int
    highest: int

    @property
    def sentence(self) -> str:
        def words(value: int) -> str:
            return INFLUENCE[value - 1]

        spread = words(self.highest)
        if self.lowest < self.highest:
            spread = f"van {words(self.lowest)} tot {spread}"
        return (
            f"Bewoners verwachten {spread} invloed, met ‘{words(self.middle)}’ in het midden. "
            f"Wij beloofden {self.level.label}: dat is {words(self.level.number)} invloed."
        )


def gap(level: Level | None, expected: Counts) -> Gap | None:
    """Whether people expect clearly more than *level*: at least five people, the middle one a whole step higher.

    The five levels and the five answers are one scale: informeren is no influence (1), meebeslissen a lot (5).
    """
    if level is None or sum(expected.values()) < FEWEST:
        return None
    value = middle(expected)
    if value <= level.number:
        return None
    present = [int(one) for one in given(expected, map(str, SCALE))]
    return Gap(level=level, middle=value, lowest=present[0], highest=present[-1])
