"""The points of a contribution, as they are made and mended: what belongs to which, and what belongs to none yet."""

from collections.abc import Collection
from dataclasses import dataclass, field

from wtforms import HiddenField

from participation.contributions.models import Point
from participation.contributions.points import rules
from participation.contributions.points.queries import Cut
from participation.contributions.points.rules import ORIGINAL, Span
from participation.contributions.themes import queries as theme_queries
from participation.contributions.themes.queries import NamedTheme
from participation.web.desk.answering_desk import Desk
from participation.web.desk.room_fields import Line
from participation.web.filters import short_day
from participation.web.forms import Form


class PointForm(Form):
    """The words that are chosen come as boxes (a sentence each) or, with JavaScript, as one selection."""

    title = Line("Waar gaat dit punt over? In een paar woorden.")
    selection = HiddenField()


@dataclass(frozen=True)
class Stretch:
    """A piece of the text: a sentence that can be chosen, or a passage that belongs to a point (*position*)."""

    text: str
    value: str
    position: int | None
    is_chosen: bool = False


@dataclass(frozen=True)
class Source:
    """The contribution itself, or something that was added to it later."""

    name: str
    number: int
    text: str
    stretches: list[Stretch]


@dataclass(frozen=True)
class PointLine:
    """One point with what can be done to it. `others` are the points it can go together with."""

    point: Point
    passages: list[tuple[int, str]]
    others: list[Point]
    theme: NamedTheme | None

    @property
    def is_answered(self) -> bool:
        return self.point.outcome_id is not None


@dataclass(frozen=True)
class Points:
    """Everything about points on the page of one contribution."""

    is_whole: bool
    may_grow: bool
    sources: list[Source]
    lines: list[PointLine]
    uncovered: list[str]
    themes: list[NamedTheme]
    form: PointForm
    is_open: bool
    last_waits: bool = field(default=False)

    @property
    def growing(self) -> list[PointLine]:
        """The points to which words can be added."""
        return [] if self.is_whole else [line for line in self.lines if not line.is_answered]

    @property
    def sentence(self) -> str:
        """How much of what was said stands in no point yet."""
        many = len(self.uncovered)
        if not many:
            return ""
        which = "1 stuk tekst hoort" if many == 1 else f"{many} stukken tekst horen"
        return f"{which} nog bij geen punt."


def block(desk: Desk, form: PointForm | None = None, chosen: Collection[str] = ()) -> Points:
    """The points of the contribution on the desk; with *form* and *chosen* as they were sent. Two statements."""
    cut, contribution = desk.cut, desk.contribution
    themes = theme_queries.theme_names(contribution.track_id)
    by_number = {theme.id: theme for theme in themes}
    waiting = [point for point in contribution.points if point.outcome_id is None]
    return Points(
        is_whole=cut.is_whole,
        may_grow=bool(waiting) and contribution.withdrawn_at is None,
        sources=_sources(desk, chosen),
        lines=[
            PointLine(
                point, [(piece.id, cut.words(piece.span)) for piece in cut.of(point)],
                [other for other in waiting if other is not point], by_number.get(point.theme_id or 0),
            )
            for point in contribution.points
        ],
        uncovered=[cut.words(span) for span in cut.uncovered],
        themes=themes,
        form=form or PointForm(None),
        is_open=form is not None,
        last_waits=len(waiting) == 1 and waiting[0] is desk.point,
    )  # fmt: skip


def _sources(desk: Desk, chosen: Collection[str]) -> list[Source]:
    names = {ORIGINAL: "De bijdrage"}
    names |= {each.id: f"Toegevoegd op {short_day(each.at)}" for each in desk.contribution.additions}
    positions = {point.id: point.position for point in desk.contribution.points}
    return [
        Source(names[number], number, text, _stretches(desk.cut, number, positions, chosen))
        for number, text in desk.cut.texts.items()
    ]


def _stretches(cut: Cut, source: int, positions: dict[int, int], chosen: Collection[str]) -> list[Stretch]:
    """The whole text in order: passages as they are, and what lies between them sentence by sentence."""
    found: list[Stretch] = []
    place, text = 0, cut.texts[source]
    passages = [piece for piece in cut.pieces if piece.span.source == source]
    for piece in passages:
        found += _open(text, source, place, piece.span.begins, chosen)
        found.append(Stretch(cut.words(piece.span), "", positions[piece.point_id]))
        place = piece.span.ends
    return found + _open(text, source, place, len(text), chosen)


def _open(text: str, source: int, begins: int, ends: int, chosen: Collection[str]) -> list[Stretch]:
    """The sentences of what belongs to no point; a piece without a word in it is no choice."""
    found = []
    for left, right in rules.sentences(text[begins:ends]):
        words = text[begins + left : begins + right]
        if any(character.isalnum() for character in words):
            value = value_of(Span(source, begins + left, begins + right))
            found.append(Stretch(words.strip(), value, None, value in chosen))
    return found


def value_of(span: Span) -> str:
    """How a piece of the text is named in a form."""
    return f"{span.source}:{span.begins}-{span.ends}"
