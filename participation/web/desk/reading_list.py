"""Beside a contribution: the list from which the reader came, and which contribution stands before and after it."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from participation import clock
from participation.outcomes import desk_queries, owed
from participation.outcomes.owed import Mark, Owed
from participation.permissions import Permission, can
from participation.web.access import actor
from participation.web.desk import reading_search
from participation.web.desk.answering_desk import Desk
from participation.web.desk.came_from import INBOX, CameFrom, came_from, carrying
from participation.web.desk.inbox import SCOPES, item_of
from participation.web.desk.reading import Reading, address, around

FURTHER = 35
"""From here on the list in the address begins further down, so that a reader does not come to the end of a page."""


def block(desk: Desk) -> Reading:
    """The list of this reader; when it does not exist or is not theirs to see, their own inbox."""
    where = came_from()
    try:
        return _of_inbox(desk, where) if where.which == INBOX else reading_search.of_search(desk, where)
    except NotFound:
        return _of_inbox(desk, CameFrom(INBOX, MultiDict()))


def _of_inbox(desk: Desk, where: CameFrom) -> Reading:
    """The promises in the order in which they break, from the mark in the address on."""
    title, found = _page(where)
    rows, number = _once_each(found), desk.contribution.id
    here = next((at for at, row in enumerate(rows) if row.contribution_id == number), None)
    at = _where_it_stood(rows, where.args.get("op", "")) if here is None else here
    where = _further(where, rows, at)
    where = where.having(op=str(_mark_of(rows[here]))) if here is not None else where
    before = [row for row in rows[:at] if row.contribution_id]
    after = [row for row in rows[at if here is None else at + 1 :] if row.contribution_id]
    with carrying(where):
        return Reading(
            menu="inbox", title=title, back=_back(where), back_text="Naar de inbox", nothing="Er wacht niemand op u.",
            rows=[item_of(row, clock.today()) for row in around(rows, at)],
            previous=address(before[-1].number if before else None), next=address(after[0].number if after else None),
        )  # fmt: skip


def _page(where: CameFrom) -> tuple[str, Sequence[Owed]]:
    """What the list is called, and a page of it. A list that is not there, or not for this reader: not found."""
    scope, slug, after = where.args.get("van", "mij"), where.args.get("traject", ""), _mark(where.args.get("na", ""))
    if slug:
        track = desk_queries.track_at_desk(slug)
        if track is None or not can(actor(), Permission.see_track, track):
            raise NotFound
        return track.title, owed.of_track(track, after).rows
    if scope not in SCOPES:
        raise NotFound
    label, read = SCOPES[scope]
    return "Uw inbox" if scope == "mij" else label, read(actor(), after).rows


def _once_each(found: Sequence[Owed]) -> list[Owed]:
    """A contribution for which we owe two things stands in the list once, where the first of them breaks."""
    seen: set[int] = set()
    rows = []
    for row in found:
        if row.contribution_id is None or row.contribution_id not in seen:
            rows.append(row)
            seen.add(row.contribution_id or 0)
    return rows


def _where_it_stood(rows: Sequence[Owed], text: str) -> int:
    """An answer takes a contribution out of the list: the place goes on where it stood, else at the beginning."""
    stood = _mark(text)
    if stood is None:
        return 0
    return sum((row.due, row.id) < (stood.due, stood.id) for row in rows)


def _further(where: CameFrom, rows: Sequence[Owed], at: int) -> CameFrom:
    return where.having(na=str(_mark_of(rows[at - 5]))) if at >= FURTHER else where


def _mark(text: str) -> Mark | None:
    try:
        return owed.mark_of(text)
    except ValueError:
        raise NotFound from None


def _mark_of(row: Owed) -> Mark:
    return Mark(row.due, row.id)


def _back(where: CameFrom) -> str:
    asked: dict[str, Any] = where.having(op=None).args.to_dict()
    return url_for("desk.inbox", **asked)
