"""The receipt: the code in groups, the QR code, and what happens now; for the resident's page and the colleague's."""

import re
from dataclasses import dataclass
from datetime import date

import zxingcpp
from flask import url_for

from participation import clock
from participation.contributions import receipt
from participation.contributions.models import Contribution
from participation.contributions.receiving import Received
from participation.tracks.models import Track
from participation.tracks.room import LandingPath, OpenQuestion
from participation.web.filters import short_day
from participation.web.landings import decides
from participation.web.language import gettext as _
from participation.web.security import settings
from participation.web.shapes import Stop

_DRAWN = re.compile(r'<svg width="(?P<size>\d+)".*?<path d="(?P<path>[^"]+)"/>\s*</g>\s*</svg>\s*\Z', re.DOTALL)


@dataclass(frozen=True)
class Square:
    """A QR code as one path, so that it needs no style and no picture; `box` leaves a quiet edge of two around it."""

    box: str
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
    """Draw *text* as a QR code that survives a fold or a stain (15 % of it)."""
    # Every mask can be scanned. Trying all eight for the prettiest takes six times as long.
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=0)
    found = _DRAWN.search(code.to_svg(add_quiet_zones=False))
    assert found is not None
    edge, size = 2, int(found["size"])
    return Square(f"-{edge} -{edge} {size + 2 * edge} {size + 2 * edge}", found["path"])


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
