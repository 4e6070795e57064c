"""What was declared, expected and experienced in one track, as one drawing with the words of residents beside it.

There is no drawing without words, and none of fewer than five people. No number reaches the page: what is drawn is
where the answers lie, and roughly how many there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from participation.contributions.models import INFLUENCE, PublicState
from participation.outcomes.experience import queries, rules
from participation.outcomes.experience.models import Again, Understood
from participation.outcomes.experience.queries import Sentence
from participation.tracks.room import DeclaredRoom, Level
from participation.web.language import gettext as _


@dataclass(frozen=True)
class Cell:
    """How many marks are drawn for one answer, and the same in words."""

    marks: int
    words: str


@dataclass(frozen=True)
class Row:
    """One answer on the scale. `number` is also how far the door stands open."""

    number: int
    label: str
    is_declared: bool
    expected: Cell
    experienced: Cell


@dataclass(frozen=True, kw_only=True)
class ExperienceView:
    """The drawing (`rows`, empty when too few people answered), the same in sentences, and what residents wrote."""

    rows: list[Row]
    lines: list[str]
    voices: list[Sentence]
    more: bool


def experience_view(
    track_id: int, room: DeclaredRoom | None, counts: dict[str, rules.Counts] | None = None
) -> ExperienceView | None:
    """Everything about one track that may be shown now; None as long as nobody may read a sentence about it."""
    listed = queries.sentences(track_id, PublicState.public, rows=queries.BESIDE)
    if not listed.rows or room is None or room.level is None:
        return None
    counts = queries.tallies(track_id) if counts is None else counts
    drawn = bool(counts.get(rules.INFLUENCED)) and room.level is not Level.inform
    return ExperienceView(
        rows=_rows(room.level, counts) if drawn else [], lines=_lines(room.level, counts, drawn=drawn),
        voices=listed.rows, more=listed.older is not None,
    )  # fmt: skip


def _rows(level: Level, counts: dict[str, rules.Counts]) -> list[Row]:
    expected, experienced = counts.get(rules.EXPECTED, {}), counts[rules.INFLUENCED]
    return [
        Row(number, _(label), number == level.number, _cell(expected, number), _cell(experienced, number))
        for number, label in enumerate(INFLUENCE, 1)
    ]


def _cell(counts: rules.Counts, number: int) -> Cell:
    marks = rules.marks(counts, str(number))
    words = (
        "" if not counts else _("niemand"), _("enkele mensen"), _("een groep mensen"), _("een groep mensen"),
        _("een grote groep mensen"), _("een grote groep mensen"),
    )  # fmt: skip
    return Cell(marks, words[marks])


def _lines(level: Level, counts: dict[str, rules.Counts], *, drawn: bool) -> list[str]:
    """The drawing in sentences, and the two questions that are not drawn."""
    lines = []
    if drawn:
        lines = [
            _("Wij beloofden: %(level)s. Dat is %(influence)s invloed.", level=_(level.label),
              influence=_(INFLUENCE[level.number - 1])),
            _expected(counts.get(rules.EXPECTED, {})),
            _spread(counts[rules.INFLUENCED], _experienced_one, _experienced_from),
        ]  # fmt: skip
    for subject, members, say in (
        (rules.UNDERSTOOD, list(Understood), _understood), (rules.AGAIN, list(Again), _again),
    ):  # fmt: skip
        heard = [_(member.label).lower() for member in members if counts.get(subject, {}).get(member.value)]
        if heard:
            lines.append(say(_in_words(heard)))
    return lines


def _expected(counts: rules.Counts) -> str:
    if not counts:
        return _("Wat mensen vooraf verwachtten, laten wij niet zien. Te weinig mensen vertelden het.")
    return _spread(counts, _expected_one, _expected_from)


def _spread(counts: rules.Counts, one: Callable[..., str], several: Callable[..., str]) -> str:
    present = [_(INFLUENCE[int(value) - 1]) for value in rules.given(counts, map(str, rules.SCALE))]
    return one(present[0]) if len(present) == 1 else several(present[0], present[-1])


def _expected_one(value: str) -> str:
    return _("Vooraf verwachtten mensen %(value)s invloed.", value=value)


def _expected_from(low: str, high: str) -> str:
    return _("Vooraf verwachtten mensen van %(low)s tot %(high)s invloed.", low=low, high=high)


def _experienced_one(value: str) -> str:
    return _("Achteraf zeiden mensen: wij hadden %(value)s invloed.", value=value)


def _experienced_from(low: str, high: str) -> str:
    return _("Achteraf zeiden mensen: wij hadden van %(low)s tot %(high)s invloed.", low=low, high=high)


def _understood(answers: str) -> str:
    return _("Begrijpen zij waarom wij dit besloten? Wij hoorden: %(answers)s.", answers=answers)


def _again(answers: str) -> str:
    return _("Willen zij nog een keer meedoen? Wij hoorden: %(answers)s.", answers=answers)


def _in_words(parts: Sequence[Any]) -> str:
    *most, last = parts
    return _("%(most)s en %(last)s", most=", ".join(most), last=last) if most else str(last)
