"""Every contribution of my tracks: somebody calls about 2026-00012, or about that bench near the bus stop."""

import re
from dataclasses import dataclass

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, SearchField, SelectField

from participation import clock
from participation.contributions import search
from participation.contributions.models import Channel
from participation.outcomes import desk_list
from participation.outcomes.desk_list import Listed, MyTrack, Page
from participation.outcomes.desk_walks import DeskFilter
from participation.outcomes.models import OutcomeKind
from participation.permissions import Permission
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.due import first_words, when_it_breaks
from participation.web.filters import short_day

FILTERS = {one.slug: one for one in DeskFilter}
NUMBER = re.compile(r"(?:(20\d\d)-)?0{0,9}([1-9]\d{0,8})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What the colleague is looking for, as it stands in the address."""

    typed: str
    track: MyTrack | None
    narrowed_to: DeskFilter | None
    before: int | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed or self.track or self.narrowed_to)

    def address(self, before: int | None = None) -> str:
        """The address of this list from the mark *before*."""
        return url_for(
            "desk.contributions", zoek=self.typed or None, traject=self.track.slug if self.track else None,
            stand=self.narrowed_to.slug if self.narrowed_to else None, voor=before,
        )  # fmt: skip


class SearchForm(Form):
    """What stands in the address, as fields. It changes nothing, so it needs no token."""

    zoek = SearchField("Zoek op woord of nummer")
    traject = SelectField("Traject", validate_choice=False)
    stand = SelectField("Hoe het ervoor staat", validate_choice=False)


@dataclass(frozen=True)
class Row:
    """One contribution, in words."""

    href: str
    number: str
    words: str
    language: str
    about: str
    handler: str
    kinds: list[OutcomeKind | None]
    side: str
    owed: tuple[str, str] | None


@bp.get("/bijdragen")
@requires(Permission.use_desk)
def contributions() -> ResponseReturnValue:
    """Newest first, fifty a page; a number goes straight to its contribution once it is sent."""
    tracks = desk_list.my_tracks(actor())
    asked = _asked(tracks)
    try:
        query = search.read(asked.typed)
    except search.TooLong as refusal:
        return _page(tracks, asked, Page([], None), refusal.sentence), 422
    named = _named(tracks, asked)
    if named is not None and not htmx.wants_fragment():
        return htmx.go_to(url_for("desk.contribution", number=named.number))
    if named is not None:
        return _page(tracks, asked, Page([named], None))
    chosen = [asked.track] if asked.track else tracks
    found = desk_list.newest(
        [track.id for track in chosen],
        query=query,
        narrowed_to=asked.narrowed_to,
        before=asked.before or desk_list.LAST,
    )
    return _page(tracks, asked, found)


def _asked(tracks: list[MyTrack]) -> Asked:
    """Read the address. A track that is not mine, a state or a mark that does not exist: not found."""
    slug, state, mark = (request.args.get(name, "") for name in ("traject", "stand", "voor"))
    by_slug = {track.slug: track for track in tracks}
    if (slug and slug not in by_slug) or (state and state not in FILTERS) or not _is_mark(mark):
        abort(404)
    return Asked(
        typed=" ".join(request.args.get("zoek", "").split()), track=by_slug.get(slug), narrowed_to=FILTERS.get(state),
        before=int(mark) if mark else None,
    )  # fmt: skip


def _is_mark(mark: str) -> bool:
    return mark == "" or (mark.isascii() and mark.isdecimal() and len(mark) <= 10 and int(mark) <= desk_list.LAST)


def _named(tracks: list[MyTrack], asked: Asked) -> Listed | None:
    """The contribution whose number was typed, if it is one of mine."""
    number = NUMBER.fullmatch(asked.typed)
    if number is None:
        return None
    year = int(number[1]) if number[1] else None
    return desk_list.by_number([track.id for track in tracks], year, int(number[2]))


def _page(tracks: list[MyTrack], asked: Asked, found: Page, error: str = "") -> str:
    form = _form(tracks, asked)
    form.zoek.errors = [error] if error else []
    return htmx.page(
        "desk/contributions.html",
        "desk/_contributions_found.html",
        form=form,
        asked=asked,
        has_tracks=bool(tracks),
        rows=[_row(row) for row in found.rows],
        said=_said(asked, found, error),
        is_fragment=htmx.wants_fragment(),
        first=asked.address() if asked.before else None,
        older=asked.address(found.older) if found.older else None,
    )


def _form(tracks: list[MyTrack], asked: Asked) -> SearchForm:
    form = SearchForm(
        zoek=asked.typed, traject=asked.track.slug if asked.track else "",
        stand=asked.narrowed_to.slug if asked.narrowed_to else "",
    )  # fmt: skip
    form.traject.choices = [("", "Al mijn trajecten"), *((track.slug, track.title) for track in tracks)]
    form.stand.choices = [("", "Alles"), *((one.slug, one.label) for one in DeskFilter)]
    return form


def _said(asked: Asked, found: Page, error: str) -> str:
    """What is shown, in one sentence; also spoken when the list changes while somebody types."""
    if error:
        return error
    if not found.rows:
        return "Niets gevonden." if asked.is_narrowed and not found.older else ""
    if asked.typed:
        return f"Bijdragen met ‘{asked.typed}’. De nieuwste staat bovenaan."
    return "De nieuwste staat bovenaan."


def _row(row: Listed) -> Row:
    received = clock.local(row.received_at).date()
    return Row(
        href=url_for("desk.contribution", number=row.number),
        number=row.number,
        words=first_words(row.words),
        language=row.language,
        about=f"{row.title} · {Channel(row.channel).label} · {short_day(received)}",
        handler=row.handler or "",
        # Nobody waits for an answer that we no longer owe: withdrawn, or kept from the website with a reason.
        kinds=[OutcomeKind(kind) if kind else None for kind in row.kinds if kind or row.due],
        side=_side(row),
        owed=when_it_breaks(row.due, clock.today()) if row.due else None,
    )


def _side(row: Listed) -> str:
    """What else a colleague has to know before answering the phone."""
    if row.withdrawn_at is not None:
        return f"De bewoner trok dit in op {short_day(clock.local(row.withdrawn_at).date())}"
    return {"unchecked": "Nog niet nagekeken voor de website", "hidden": "Niet op de website"}.get(row.public_state, "")
