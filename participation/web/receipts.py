"""The receipt: the code in groups, the QR code, and what happens now; for the resident's page and the colleague's."""

from dataclasses import dataclass
from datetime import date

import segno
from flask import url_for

from participation import clock
from participation.contributions import receipt
from participation.contributions.models import Contribution
from participation.contributions.receiving import Received
from participation.tracks.models import Track
from participation.tracks.room import LandingPath, OpenQuestion
from participation.web.filters import short_day
from participation.web.language import gettext as _
from participation.web.path_view import decides
from participation.web.security import settings
from participation.web.shapes import Stop


@dataclass(frozen=True)
class Square:
    """A QR code as one path, so that it needs no style and no picture."""

    size: int
    path: str


@dataclass(frozen=True)
class ReceiptView:
    """What stands on a receipt. It exists only while the answer is rendered."""

    groups: list[str]
    qr: Square
    received: Received
    steps: list[Stop]
    address: str


def receipt_view(received: Received) -> ReceiptView:
    """The receipt of *received*: the code leaves this function only into a page that is never stored."""
    code = received.code
    return ReceiptView(
        groups=receipt.groups(code),
        qr=square(settings().base_url + url_for("public.follow") + "#" + code),
        received=received,
        steps=steps(received),
        address=settings().base_url.partition("://")[2] + url_for("public.follow"),
    )


def square(text: str) -> Square:
    """Draw *text* as a QR code with a quiet edge of two, one run of dark squares at a time."""
    edge, runs = 2, []
    # Every mask can be scanned. Trying all eight for the prettiest takes longer than all the rest of the request.
    matrix = segno.make(text, micro=False, error="m", mask=0).matrix
    for y, row in enumerate(matrix, edge):
        start = None
        for x, dark in enumerate([*row, 0], edge):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return Square(len(matrix) + 2 * edge, "".join(runs))


def steps(received: Received) -> list[Stop]:
    """What happens now, each step with its day; a day that is not sure says so."""
    contribution = received.contribution
    track = contribution.track
    came_in = clock.local(contribution.received_at).date()
    return [
        Stop(state="now", when=short_day(came_in), title=_("Uw bijdrage is binnen"),
             text=_kept(contribution)),
        Stop(when=_("Vóór ons antwoord"), title=_("Wij lezen uw bijdrage"), text=_reading(track)),
        Stop(when=_("Uiterlijk %(day)s", day=short_day(received.due)), title=_("U krijgt antwoord"),
             text=_("Wat we doen, en waarom. Ook als we uw idee niet overnemen.")),
        *_landings(track, contribution.question),
    ]  # fmt: skip


def _kept(contribution: Contribution) -> str:
    if contribution.entered_by is not None:
        return _("Wij bewaren uw woorden zoals ze zijn opgeschreven.")
    return _("Wij bewaren uw woorden zoals u ze schreef.")


def _reading(track: Track) -> str:
    read = _("Staan er gegevens van mensen in? Die halen we weg. Daarna kan iedereen uw bijdrage lezen.")
    if track.contact is None:
        return read
    along = _("%(name)s leest mee.", name=track.contact.name)
    return f"{along} {read}"


def _landings(track: Track, question: OpenQuestion | None) -> list[Stop]:
    """The decisions that this contribution can still reach: those of its question, or all of them."""
    assert track.room is not None
    paths = question.paths if question is not None and question.paths else track.room.paths
    decisions = sorted((path.decides_on, path.id, path) for path in paths if path.decides_on is not None)
    works = sorted((path.work_from, path.id, path) for path in paths if path.work_from is not None)
    unsure = bool(works) and not works[0][2].work_is_sure
    stops = [
        Stop(when=short_day(on), title=decides(path), text=_about(path), lands=_("Hier kan uw bijdrage aankomen"),
             before_unsure=unsure and number == len(decisions))
        for number, (on, _id, path) in enumerate(decisions, 1)
    ]  # fmt: skip
    return [*stops, *(_work(on, path) for on, _id, path in works[:1])]


def _about(path: LandingPath) -> str:
    return _("Het gaat om: %(document)s.", document=path.document.rstrip(".")) if path.document else ""


def _work(on: date, path: LandingPath) -> Stop:
    when = _("Vanaf %(day)s", day=short_day(on))
    return Stop(
        when=when if path.work_is_sure else _("%(when)s (nog niet zeker)", when=when), title=_("Het werk begint"),
        text=_("Nemen we iets van u over? Dan hoort u ook wanneer het klaar is."), unsure=not path.work_is_sure,
    )  # fmt: skip
