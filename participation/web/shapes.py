"""What a drawing is made of: the stops and lanes that go in, the lines, dots and words that come out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A dated moment on the path of a track. `carries` and `joins` follow from the lanes when they are left out.

    `late`: its day has passed, and it is not known yet.
    """

    title: str = ""
    when: str = ""
    text: str = ""
    state: str = "future"
    href: str | None = None
    link_text: str | None = None
    lands: str | None = None
    unsure: bool = False
    late: bool = False
    before_unsure: bool = False
    carries: bool | None = None
    joins: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Lane:
    """What is said at one stop and lands at a later one."""

    from_index: int
    to_index: int
    label: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PointStop:
    """A moment in the life of one point: answered, decided, done."""

    text: str
    when: str = ""
    state: str = "past"
    unsure: bool = False


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a contribution, with the moments it passed; an ended point stops at its last one."""

    label: str
    stops: Sequence[PointStop]
    ended: bool = False


@dataclass(frozen=True)
class Text:
    """Words at a place in a drawing."""

    x: float
    y: float
    text: str
    soft: bool = False
    anchor: str = "start"


@dataclass(frozen=True)
class Dot:
    """A mark on a line: `kind` is the last part of its class."""

    x: float
    y: float
    kind: str
    radius: float = 13


@dataclass(frozen=True)
class Line:
    """A stroke: `kinds` are the classes in which it is drawn, one over the other."""

    path: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class LaneShape:
    """One lane above the path, with the words that fit beside it."""

    path: str
    arrow: str
    x: float
    y: float
    label: str
    note: str


@dataclass(frozen=True)
class PathDrawing:
    """The lanes above the stops, and the classes that make each stop look as it is."""

    width: int
    height: int
    lanes: tuple[LaneShape, ...]
    classes: tuple[str, ...]
    is_long: bool


@dataclass(frozen=True)
class MiniLine:
    """A short landing path for a card."""

    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class OutcomeDrawing:
    """What became of each point, in one view."""

    width: int
    height: int
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    bars: tuple[str, ...]
    texts: tuple[Text, ...]
