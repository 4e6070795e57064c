"""The inbox: the promise that breaks first stands on top."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts.models import User
from participation.contributions.moderation import queries as moderation
from participation.outcomes import desk_queries, owed
from participation.outcomes.owed import Mark, Owed
from participation.permissions import Permission, can
from participation.promises.models import PromiseKind
from participation.tracks import confirm_queries
from participation.tracks.models import Track
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.due import first_words, said_to_everybody, when_it_breaks

SCOPES: dict[str, tuple[str, Callable[[User, Mark | None], owed.Page]]] = {
    "mij": ("Van mij", owed.mine),
    "team": ("Mijn team", owed.of_team),
    "niemand": ("Van niemand", owed.of_nobody),
}


@dataclass(frozen=True)
class Item:
    """One line of the inbox, in words."""

    href: str
    state: str
    when: str
    said: str
    about: str


@bp.get("")
@requires(Permission.use_desk)
def inbox() -> ResponseReturnValue:
    """Open promises of mine, of my team, of nobody, or of one track; what colleagues ask stands on top of mine."""
    scope, track = _scope(), _track()
    after = _after()
    page = owed.of_track(track, after) if track else SCOPES[scope][1](actor(), after)
    mine = scope == "mij" and track is None and after is None
    return render_template(
        "desk/inbox.html",
        items=[item_of(row, clock.today()) for row in page.rows],
        asked=owed.asked_of(actor()) if mine else [],
        readers=[waits_of(row) for row in moderation.waits_for(actor())] if mine else [],
        texts=[text_of(row, clock.today()) for row in confirm_queries.asked_to_confirm(actor())] if mine else [],
        track=track,
        scope=scope,
        options=_options(scope, track),
        older=_address(scope, track, page.next) if page.next else None,
        first=_address(scope, track, None) if after else None,
    )


def _scope() -> str:
    scope = request.args.get("van", "mij")
    if scope not in SCOPES:
        abort(404)
    return scope


def _track() -> Track | None:
    """The track of the filter; to who may not see it, it does not exist."""
    slug = request.args.get("traject")
    if not slug:
        return None
    track = desk_queries.track_at_desk(slug)
    if track is None or not can(actor(), Permission.see_track, track):
        abort(404)
    return track


def _after() -> Mark | None:
    try:
        return owed.mark_of(request.args.get("na", ""))
    except ValueError:
        abort(404)


def _address(scope: str, track: Track | None, mark: Mark | None) -> str:
    return url_for(
        "desk.inbox", traject=track.slug if track else None, van=scope if track is None and scope != "mij" else None,
        na=str(mark) if mark else None,
    )  # fmt: skip


def _options(scope: str, track: Track | None) -> list[dict[str, object]]:
    options: list[dict[str, object]] = [
        {"text": text, "href": _address(name, None, None), "here": track is None and name == scope}
        for name, (text, _read) in SCOPES.items()
    ]
    if track is not None:
        options.append({"text": track.title, "href": _address(scope, track, None), "here": True})
    return options


def text_of(row: confirm_queries.Unanswered, today: date) -> Item:
    """A text that I am asked to confirm: until when, for whom, and of which track."""
    state, when = when_it_breaks(row.due_on, today)
    return Item(
        href=url_for("desk.confirming", slug=row.slug), state=state, when=when,
        said="Klopt deze tekst ook voor u? Bewoners gaan hem lezen.", about=f"{row.title} · namens {row.name}",
    )  # fmt: skip


def waits_of(row: moderation.Waits) -> Item:
    """An author who does not agree with being hidden, or a reader who reports something."""
    if row.report_id is None:
        return Item(
            href=url_for("desk.contribution", number=row.number), state="explain",
            when="De bewoner is het niet eens met verbergen", said=first_words(row.words), about=row.title,
        )  # fmt: skip
    return Item(
        href=url_for("desk.report", report_id=row.report_id), state="explain", when="Een lezer meldt iets",
        said=first_words(row.words or "Klopt deze openbare tekst? Kijk hem opnieuw na."), about=row.title,
    )  # fmt: skip


def item_of(row: Owed, today: date) -> Item:
    """An open promise as one line: when it breaks, what was said, and where it came in."""
    state, when = when_it_breaks(row.due, today)
    if row.contribution_id is None:
        said = first_words(said_to_everybody(row.kind_of_promise, row.text))
        return Item(url_for("desk.track_promises", slug=row.slug), state, when, said, row.title)
    channel = row.channel_of_contribution
    about = [row.title, channel.label if channel else "", _extra(row)]
    return Item(
        href=url_for("desk.contribution", number=row.number),
        state=state,
        when=when,
        said=first_words(row.words or ""),
        about=" · ".join(part for part in about if part),
    )


def _extra(row: Owed) -> str:
    """What else there is to know before opening it."""
    promised = {
        PromiseKind.later_decision: "wij beloofden een besluit",
        PromiseKind.brought_in: "een collega is erbij gehaald",
        PromiseKind.second_look: "de bewoner vroeg om nog eens te kijken",
    }.get(row.kind_of_promise, "")
    draft = "er ligt een concept" if row.has_draft else ""
    return " · ".join(part for part in (promised, draft) if part)
