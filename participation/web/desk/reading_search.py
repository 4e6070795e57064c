"""The list beside a contribution when the reader came from a search among all contributions."""

from flask import url_for
from werkzeug.exceptions import NotFound

from participation import clock
from participation.contributions.search import TooLong
from participation.outcomes.finding import listing
from participation.outcomes.finding.listing import Listed
from participation.outcomes.finding.reading import neighbours
from participation.outcomes.finding.search import Mark, Neighbour
from participation.web.access import actor
from participation.web.desk.answering_desk import Desk
from participation.web.desk.came_from import CameFrom, carrying
from participation.web.desk.finding import list_address, read_search
from participation.web.desk.inbox import Item
from participation.web.desk.reading import SHOWN, Reading, address
from participation.web.due import first_words, when_it_breaks
from participation.web.filters import short_day


def of_search(desk: Desk, where: CameFrom) -> Reading:
    """The one that came in after this one, this one, and those before it, as far as they are in that list.

    Not found (404) when it was narrowed to something that is not there any more, or not for this reader: what the
    list holds is read anew for this reader, from tracks they work on.
    """
    args = where.args.to_dict()
    search = read_search(args, actor())
    number = desk.contribution.id
    try:
        beside = neighbours(search, number)
        begin = Mark((beside.newer.id if beside.newer else number) + 1)
        found = listing.newest(search, begin, rows=SHOWN)
    except TooLong:
        raise NotFound from None
    with carrying(where):
        return Reading(
            menu="contributions", title="Uw zoekopdracht" if args else "Alle bijdragen", back=list_address(args),
            back_text="Naar de hele lijst", rows=[_item(row) for row in found.rows], nothing="Niets gevonden.",
            previous=address(_number(beside.newer)), next=address(_number(beside.older)),
        )  # fmt: skip


def _number(neighbour: Neighbour | None) -> str | None:
    return neighbour.number if neighbour else None


def _item(row: Listed) -> Item:
    state, when = when_it_breaks(row.due, clock.today()) if row.due else ("", "")
    received = short_day(clock.local(row.received_at).date())
    href = url_for("desk.contribution", number=row.number)
    return Item(href, state, when, first_words(row.words), f"{row.title} · {received}")
