"""News for a feed reader (Atom): nobody has to tell us an address. Only what stands on the website stands in it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.outcomes.following_by_mail import contents, feeds
from participation.places import queries as places
from participation.tracks import queries as tracks
from participation.web import language
from participation.web.access import everybody
from participation.web.filters import short_day
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.security import may_be_cached, settings

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SINCE = 2026
"""The year of the names of entries (RFC 4151): it never changes, or every reader would show everything again."""


class Entry(NamedTuple):
    """One piece of news: its lasting name, when, its title, the text and where to read it."""

    name: str
    at: datetime
    title: str
    text: str
    path: str


@dataclass(frozen=True)
class Feed:
    """A feed with a lasting name; *page* is the page that shows the same."""

    name: str
    title: str
    page: str
    entries: Sequence[Entry]


@bp.get("/trajecten/<slug>/nieuws.atom")
@everybody
def news_feed(slug: str) -> ResponseReturnValue:
    """The last news of a public track."""
    header = tracks.header(slug)
    if header is None:
        abort(404)
    found = feeds.of_track(header.id)
    page = url_for("public.news", slug=slug)
    return answer(Feed(f"track/{header.id}", header.title, page, [_entry(one) for one in found]))


@bp.get("/buurten/<code>.atom")
@everybody
def area_feed(code: str) -> ResponseReturnValue:
    """The last news of every public track in an area, and in what lies in it."""
    here = places.place(code)
    if here is None:
        abort(404)
    found = feeds.of_area(here.id)
    return answer(
        Feed(f"area/{here.code}", here.name, url_for("public.area", code=code), [_entry(one) for one in found])
    )


def _entry(one: feeds.Told) -> Entry:
    item = one.item
    said = [sentence.said(_, short_day) for sentence in (contents.about(item), *item.sentences)]
    title = f"{item.title.said(_, short_day)}: {item.about}"
    return Entry(one.name, one.at, title, "\n\n".join(said), item.path)


def answer(feed: Feed) -> Response:
    """The feed as Atom, with the mark of its content: who has it already gets 304."""
    may_be_cached()
    written = written_out(feed)
    response = Response(written, mimetype="application/atom+xml")
    response.set_etag(hashlib.sha256(written).hexdigest()[:32])
    response.make_conditional(request)
    return response


def written_out(feed: Feed) -> bytes:
    """The feed in bytes: plain text only, without the characters that XML cannot hold."""
    base = settings().base_url
    root = ET.Element("feed", {"xmlns": ATOM, XML_LANG: language.current()})
    _add(root, "id", _name(base, feed.name))
    _add(root, "title", f"{feed.title} – {settings().municipality.full_name}")
    _add(root, "updated", _moment(max((one.at for one in feed.entries), default=datetime(SINCE, 1, 1, tzinfo=UTC))))
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": base + feed.page})
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": base + request.path})
    _add(ET.SubElement(root, "author"), "name", settings().municipality.full_name)
    for one in feed.entries:
        entry = ET.SubElement(root, "entry")
        _add(entry, "id", _name(base, one.name))
        _add(entry, "title", one.title)
        _add(entry, "updated", _moment(one.at))
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": base + one.path})
        _add(entry, "content", one.text).set("type", "text")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    made = ET.SubElement(parent, name)
    made.text = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return made


def _name(base: str, name: str) -> str:
    return f"tag:{urlsplit(base).hostname},{SINCE}:{name}"


def _moment(at: datetime) -> str:
    return clock.local(at).isoformat(timespec="seconds")
