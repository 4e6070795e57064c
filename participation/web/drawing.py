"""Where every line of a drawing runs: plain arithmetic, so that templates only print numbers.

Three drawings show the road of what residents say. `path_drawing` is the wide one of a track: lanes leave the stop
where residents step in and come down where their words land. `mini_line` is the short one on a card. `outcome_drawing`
is that of a contribution: a lane for each point, to where it landed or to the bar where it stopped. What is drawn also
stands on the page in words.

Stops, lanes and points may be the classes below or anything with the same names, a dictionary included.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from participation.web.shapes import (
    Dot,
    LaneShape,
    Line,
    MiniLine,
    OutcomeDrawing,
    PathDrawing,
    Text,
)

WIDTH = 1140
CORNER = 24
MARK = 15  # half the width of the mark of a stop: its centre lies this far into its column
BOLD, REGULAR = 9.8, 8.9  # average width of a letter at 17 px
LANE_HEIGHT, BELOW_LANES, ABOVE_LANES = 60, 52, 38


def path_drawing(stops: Sequence[Any], lanes: Sequence[Any]) -> PathDrawing:
    """Draw lanes over stops: a short lane runs below a long one, and a note gives way before it meets a line."""
    count = len(stops)
    runs = sorted(
        ((_of(lane, "from_index"), _of(lane, "to_index"), lane) for lane in lanes),
        key=lambda run: (run[1] - run[0], run[0]),
    )
    runs = [run for run in runs if 0 <= run[0] < run[1] < count]
    levels = _levels([(start, end) for start, end, _ in runs])
    height = ABOVE_LANES + BELOW_LANES + LANE_HEIGHT * max(levels) if levels else 0

    def centre(index: int) -> float:
        return round(index * WIDTH / count + MARK, 1)

    shapes = []
    for (start, end, lane), level in zip(runs, levels, strict=True):
        left, right, y = centre(start), centre(end), height - BELOW_LANES - LANE_HEIGHT * level
        words_from = left + CORNER + MARK
        walls = [
            x
            for (other_start, other_end, _), other_level in zip(runs, levels, strict=True)
            if other_level >= level and (other_start, other_end) != (start, end)
            for x in (centre(other_start), centre(other_end))
            if x > words_from
        ]
        label, note = _shorten(_of(lane, "label"), (WIDTH - words_from) / BOLD), _of(lane, "note", "")
        room = min(walls, default=WIDTH) - 12 - words_from
        shapes.append(
            LaneShape(
                path=f"M{left:g} {height}V{y + CORNER}a24 24 0 0 1 24-24"
                f"H{right - CORNER:g}a24 24 0 0 1 24 24V{height - 14}",
                arrow=f"M{right - 11:g} {height - 23}l11 11 11-11",
                x=words_from,
                y=y - 14,
                label=label,
                note=note if len(label) * BOLD + (len(note) + 1) * REGULAR <= room else "",
            )
        )
    return PathDrawing(WIDTH, height, tuple(shapes), _stop_classes(stops, runs), is_long=count > 6)


def mini_line(stops: Sequence[Any]) -> MiniLine:
    """Draw the stops of a track as a line of 320 by 30."""
    step = 296 / max(len(stops) - 1, 1)
    x = [round(12 + index * step, 1) for index in range(len(stops))]
    lines = tuple(
        Line(f"M{x[index]:g} 15H{x[index + 1]:g}", (_mini_kind(stops, index),)) for index in range(len(stops) - 1)
    )
    kinds = {"past": "past", "now": "now", "future": "next"}
    dots = tuple(
        Dot(place, 15, kinds[_of(stop, "state", "future")], 9 if _of(stop, "state", "future") == "now" else 7)
        for place, stop in zip(x, stops, strict=True)
    )
    return MiniLine(lines, dots)


def outcome_drawing(said: Any, points: Sequence[Any]) -> OutcomeDrawing:
    """Draw one lane for each point, from what the resident said to where the point is now."""
    row, top, left, first = 120, 56, 40, 364
    rows = [top + index * row for index in range(len(points))]
    middle = top + (len(points) - 1) * row // 2
    lines: list[Line] = []
    dots = [Dot(left, middle, "dot")]
    bars: list[str] = []
    texts = _words_of_resident(said, len(points), middle)

    for y, point in zip(rows, points, strict=True):
        stops, ended = _of(point, "stops"), bool(_of(point, "ended", False))
        last = (first + 456 if ended else WIDTH - 48) if len(stops) > 1 else first
        step = (last - first) / max(len(stops) - 1, 1)
        places = [round(first + index * step, 1) for index in range(len(stops))]
        under = ended and len(stops) == 1 and y > middle  # Nothing else stands there: its words are beside the bar.
        label = _shorten(_of(point, "label"), (WIDTH - 124) / BOLD)
        reaches_bar = 124 + len(label) * BOLD > first - 12  # Then it stands below the words beside the bar.
        texts.append(Text(124, y + (52 if reaches_bar else 30) if under else y - 22, label))
        start = _departure(left, middle, y)
        for index, (x, stop) in enumerate(zip(places, stops, strict=True)):
            stopped = ended and index == len(stops) - 1
            lines.append(Line(f"{start}H{x - 4 if stopped else x:g}", _line_kinds(stop, ended)))
            start = f"M{x:g} {y}"
            if stopped:
                bars.append(f"M{x:g} {y - 20}v40")
            else:
                kind = "ring" if _of(stop, "state", "past") == "future" else "dot"
                dots.append(Dot(x, y, f"{kind} lane__{kind}--ended" if ended else kind))
            if stopped:
                texts.extend(_words(stop, x + 26, y - 4, WIDTH - x - 26))
            elif index and index == len(places) - 1:
                texts.extend(_words(stop, x + 12, y + 40, step - 40, anchor="end"))
            else:
                texts.extend(_words(stop, x - 12, y + 40, (step or WIDTH - x) - 12))
    height = max([*rows, middle]) + 76
    return OutcomeDrawing(WIDTH, height, tuple(lines), tuple(dots), tuple(bars), tuple(texts))


GLOBALS: dict[str, Callable[..., object]] = {
    "path_drawing": path_drawing,
    "mini_drawing": mini_line,
    "outcome_drawing": outcome_drawing,
}


def _of(thing: Any, name: str, default: Any = None) -> Any:
    """Read a name from an object or a dictionary."""
    return thing.get(name, default) if isinstance(thing, Mapping) else getattr(thing, name, default)


def _levels(spans: Sequence[tuple[int, int]]) -> list[int]:
    """The lowest level for each span on which it touches no span before it."""
    levels: list[int] = []
    for start, end in spans:
        taken = {
            level
            for (other_start, other_end), level in zip(spans, levels, strict=False)
            if other_start <= end and start <= other_end
        }
        levels.append(next(level for level in range(len(spans)) if level not in taken))
    return levels


def _stop_classes(stops: Sequence[Any], runs: Sequence[tuple[int, int, Any]]) -> tuple[str, ...]:
    classes = []
    for index, stop in enumerate(stops):
        following = stops[index + 1] if index + 1 < len(stops) else None
        carries, joins = _of(stop, "carries"), _of(stop, "joins")
        state = _of(stop, "state", "future")
        marks = {
            "past": state == "past",
            "now": state == "now",
            "lands": bool(_of(stop, "lands")),
            "carries": any(start <= index < end for start, end, _ in runs) if carries is None else carries,
            "departs": any(start == index for start, _, _ in runs) if carries is None else carries and state == "now",
            "joins": any(end == index for _, end, _ in runs) if joins is None else joins,
            "unsure": bool(_of(stop, "unsure", False)),
            "before-unsure": bool(_of(stop, "before_unsure", False))
            or (following is not None and bool(_of(following, "unsure", False))),
        }
        classes.append("".join(f" stop--{name}" for name, holds in marks.items() if holds))
    return tuple(classes)


def _mini_kind(stops: Sequence[Any], index: int) -> str:
    here, there = stops[index], stops[index + 1]
    if _of(there, "state", "future") in ("past", "now"):
        return "done"
    if _of(here, "before_unsure", False) or _of(here, "unsure", False) or _of(there, "unsure", False):
        return "unsure"
    return "todo"


def _words_of_resident(said: Any, points: int, middle: int) -> list[Text]:
    """Beside the dot, or under it when a lane leaves straight to the right."""
    straight = points % 2 == 1
    x, y = (70, middle - 14) if not straight else (28 if points == 1 else 62, middle + 40)
    return [Text(x, y, _of(said, "label")), Text(x, y + 24, _of(said, "when", ""), soft=True)]


def _departure(left: int, middle: int, y: int) -> str:
    """From the resident's dot into a lane: straight, or round the corner."""
    if y == middle:
        return f"M{left} {middle}"
    if y < middle:
        return f"M{left} {middle}V{y + CORNER}a24 24 0 0 1 24-24"
    return f"M{left} {middle}V{y - CORNER}a24 24 0 0 0 24 24"


def _line_kinds(stop: Any, ended: bool) -> tuple[str, ...]:
    """Solid is done, hollow is planned, dashed is not sure."""
    line = "lane lane--ended" if ended else "lane"
    if _of(stop, "state", "past") != "future":
        return (line,)
    return (f"{line} lane--unsure",) if _of(stop, "unsure", False) else (line, "lane__hollow")


def _words(stop: Any, x: float, y: float, room: float, *, anchor: str = "start") -> tuple[Text, Text]:
    """What happened, and under it when."""
    return (
        Text(x, y, _shorten(_of(stop, "text"), room / BOLD), anchor=anchor),
        Text(x, y + 24, _shorten(_of(stop, "when", ""), room / REGULAR), soft=True, anchor=anchor),
    )


def _shorten(text: str, letters: float) -> str:
    most = max(int(letters), 1)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
