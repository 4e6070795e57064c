"""The photos of the demo: drawn here, simple and friendly, and sent along as residents do."""

import io
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from participation.config import Settings
from participation.contributions.files import actions, queries
from participation.contributions.files.store import store_of
from participation.contributions.files.taking import Taken, take
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.voices import VoiceCourse

SIZE = (1200, 800)
SKY, WALL, GRASS, PAVING = "#bfe0ee", "#e8ddca", "#8fb573", "#c9c4bb"
WOOD, DARK, LEAVES, WATER, SUN = "#a0703c", "#4a3a2a", "#4f8a4c", "#5f9fc0", "#f5c542"


def draw(settings: Settings, told: Table) -> dict[str, Taken]:
    """Every photo that is told of, by its contribution; before the transaction, as a form does it."""
    store = store_of(settings.data_dir, settings.files_mb)
    return {
        one["contribution"]: take(_picture(DRAWINGS[one["drawing"]]), one["name"], store, one["alt"])
        for one in told["photos"]
    }


def courses(stage: Stage, voices: list[VoiceCourse], told: Table, drawn: dict[str, Taken]) -> list[Course]:
    """Each photo with its own course."""
    by_key = {voice.told["key"]: voice for voice in voices}
    return [PhotoCourse(stage, by_key[one["contribution"]], one, drawn[one["contribution"]]) for one in told["photos"]]


class PhotoCourse(Course):
    """It comes with the contribution; a colleague looks at it, or did not yet."""

    def __init__(self, stage: Stage, voice: VoiceCourse, told: Table, photo: Taken) -> None:
        super().__init__(stage.days)
        self.stage, self.voice, self.told = stage, voice, told
        self.then(voice.told["day"], partial(self._come_along, photo), at=voice.told["at"])
        if "checked" in told:
            self.then(told["checked"], self._look, at="09:40")

    def _come_along(self, photo: Taken, now: datetime) -> None:
        actions.attach(self.voice.contribution, [photo], now=now)

    def _look(self, now: datetime) -> None:
        (file,) = queries.files_of(self.voice.contribution)
        by = self.stage.people[self.told["by"]]
        if "off" in self.told:
            actions.keep_off(file, self.told["off"], actor=by, now=now)
        else:
            actions.show(file, self.told["shown"], actor=by, now=now)


def _picture(drawing: Callable[[Any], None]) -> bytes:
    from PIL import Image, ImageDraw, ImageFilter

    picture = Image.new("RGB", SIZE, SKY)
    drawing(ImageDraw.Draw(picture))
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.2)).save(out, "JPEG", quality=90)
    return out.getvalue()


def _tree(pen: Any, x: int, foot: int, size: int) -> None:
    pen.rectangle((x - size // 12, foot - size, x + size // 12, foot), fill=DARK)
    for left, up in ((-0.45, 1.3), (0.0, 1.6), (0.4, 1.25), (-0.1, 1.15)):
        middle, top = x + left * size, foot - up * size
        pen.ellipse((middle - size * 0.42, top - size * 0.4, middle + size * 0.42, top + size * 0.4), fill=LEAVES)


def _houses(pen: Any, foot: int) -> None:
    for number, colour in enumerate(("#b5654a", "#c98a5e", "#a3523f", "#d1a77a")):
        left = number * 300
        pen.rectangle((left, foot - 300, left + 296, foot), fill=colour)
        pen.polygon(((left - 4, foot - 300), (left + 148, foot - 410), (left + 300, foot - 300)), fill="#6b4a3e")
        pen.rectangle((left + 50, foot - 240, left + 130, foot - 140), fill="#eaf4f8")
        pen.rectangle((left + 180, foot - 180, left + 250, foot), fill="#3f5d6b")


def _paving(pen: Any, top: int) -> None:
    pen.rectangle((0, top, *SIZE), fill=PAVING)
    for row, y in enumerate(range(top, SIZE[1], 70)):
        pen.line((0, y, SIZE[0], y), fill="#aaa49a", width=3)
        for x in range(-(row % 2) * 75, SIZE[0], 150):
            pen.line((x, y, x, y + 70), fill="#aaa49a", width=3)


def _hot_square(pen: Any) -> None:
    pen.ellipse((940, 50, 1110, 220), fill=SUN)
    pen.rectangle((0, 180, 620, 440), fill="#c98a5e")
    for left in range(40, 580, 135):
        pen.rectangle((left, 240, left + 85, 350), fill="#eaf4f8")
    _paving(pen, 440)
    pen.line((700, 700, 700, 520), fill="#777777", width=14)
    pen.line((880, 700, 880, 520), fill="#777777", width=14)
    pen.line((700, 527, 880, 527), fill="#777777", width=14)
    _tree(pen, 1050, 470, 110)


def _roots(pen: Any) -> None:
    _houses(pen, 430)
    _paving(pen, 430)
    _tree(pen, 420, 620, 330)
    for left, right, up in ((380, 560, 40), (300, 420, 30), (540, 700, 22)):
        tile = ((left, 650), (right, 650 - up), (right + 30, 680 - up), (left + 30, 690))
        pen.polygon(tile, fill="#b3ada2", outline="#6f6a62")
    for far in (520, 640, 250):
        pen.line((420, 610, (420 + far) // 2, 640, far, 665), fill=DARK, width=18, joint="curve")


def _view(pen: Any) -> None:
    pen.rectangle((0, 300, 1200, 560), fill=WATER)
    for y in range(330, 550, 45):
        pen.line((60 + y % 90, y, 300 + y % 200, y), fill="#8fc0d8", width=5)
    pen.polygon(((620, 380), (1040, 380), (980, 450), (680, 450)), fill="#7a2f2a")
    pen.rectangle((880, 310, 980, 380), fill="#f4f1ea")
    pen.rectangle((0, 560, 1200, 800), fill=GRASS)
    pen.rectangle((250, 600, 430, 720), fill=WOOD, outline=DARK, width=6)
    for y in (640, 680):
        pen.line((250, y, 430, y), fill=DARK, width=6)


def _bicycles(pen: Any) -> None:
    _houses(pen, 480)
    pen.rectangle((620, 300, 860, 480), fill="#eaf4f8", outline="#3f5d6b", width=8)
    _paving(pen, 480)
    for left in (90, 380, 660, 930):
        for wheel in (left, left + 150):
            pen.ellipse((wheel, 520, wheel + 110, 630), outline=DARK, width=9)
        middle, colour = left + 55, ("#b03a48", "#2f6f8f")[left % 20 // 10]
        frame = (middle, 575, middle + 55, 500, middle + 130, 500, middle + 70, 575, middle, 575)
        pen.line(frame, fill=colour, width=11, joint="curve")
        pen.line((middle + 150, 575, middle + 125, 470, middle + 95, 465), fill=colour, width=10, joint="curve")
        pen.line((middle + 35, 488, middle + 75, 488), fill=DARK, width=14)


DRAWINGS: dict[str, Callable[[Any], None]] = {
    "hot square": _hot_square, "roots": _roots, "view": _view, "bicycles": _bicycles,
}  # fmt: skip
