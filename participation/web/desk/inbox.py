"""The inbox: the promise that breaks first stands on top."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts.models import User
from participation.contributions.asking_back import queries as asking_back
from participation.contributions.bringing_in import queries as bringing_in
from participation.contributions.moderation import queries as moderation
from participation.contributions.notes import queries as notes
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
    "open": ("Nog op te pakken", owed.to_take_up),
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
    value: str = ""
    """What is sent when this line is ticked: the contribution, and who handles it now (0: nobody)."""


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
        items=[item_of(row, clock.today(), _whose(row, scope, track)) for row in page.rows],
        ticking=track is None or can(actor(), Permission.handle_contribution, track),
        may_take=scope != "mij" or track is not None,
        here=request.full_path.rstrip("?"),
        asked=[asked_of(row, clock.today()) for row in bringing_in.asked_of(actor())] if mine else [],
        readers=[waits_of(row) for row in moderation.waits_for(actor())] + told_to(actor()) if mine else [],
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


def asked_of(row: bringing_in.Asked, today: date) -> Item:
    """A question for help: to me, my team or my track, until when; or my yes, as long as the answer is not final."""
    state, when = ("open", "Zeg ja of nee") if row.due is None else when_it_breaks(row.due, today)
    to = row.team or (f"het traject {row.to_track}" if row.to_track else "")
    said = f"{row.asker} vraagt{' ' if to else ''}{to}: {row.question}"
    if row.is_answered:
        state, when = "open", "U helpt mee" if row.has_part else "U zei ja: schrijf uw deel, of vertel wat u weet"
    elif row.due is not None and row.due >= today:
        when = f"Ja of nee, {when[:1].lower()}{when[1:]}".replace("beloofd, ", "")
    return Item(
        href=url_for("desk.bring_in", bring_in_id=row.id), state=state, when=when, said=first_words(said),
        about=f"{row.title} · vraag van een collega",
    )  # fmt: skip


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


def told_to(user: User) -> list[Item]:
    """Notes that name me, answers of residents to what we asked, and questions whose day passed without one."""
    return [
        *(_named(row) for row in notes.waiting_for(user)),
        *(_heard(row) for row in asking_back.waiting_for(user, clock.today())),
    ]


def _named(row: notes.Named) -> Item:
    return Item(
        href=url_for("desk.contribution", number=row.number, punt=row.position, _anchor="notities"), state="person",
        when=f"{row.writer} noemt u in een notitie", said=first_words(row.words), about=row.title,
    )  # fmt: skip


def _heard(row: asking_back.Heard) -> Item:
    said = row.words or "Geef antwoord met wat u weet. Wat wij de bewoner beloofden, blijft staan."
    came = "antwoord" if row.is_answered else "geen antwoord"
    return Item(
        href=url_for("desk.contribution", number=row.number, _anchor="wedervraag"), state="explain",
        when=f"De bewoner gaf {came} op onze vraag", said=first_words(said), about=row.title,
    )  # fmt: skip


def _whose(row: Owed, scope: str, track: Track | None) -> str:
    """In the own list for whom I stand in today; in the other lists who has it."""
    if scope == "mij" and track is None:
        return f"namens {row.owner}, die er niet is" if row.owner_id != actor().id else ""
    return f"bij {row.owner}" if row.owner else "bij het team" if row.with_team else "nog bij niemand"


def item_of(row: Owed, today: date, whose: str = "") -> Item:
    """An open promise as one line: when it breaks, what was said, where it came in, and (when given) whose it is."""
    state, when = when_it_breaks(row.due, today)
    if row.contribution_id is None:
        said = first_words(said_to_everybody(row.kind_of_promise, row.text))
        about = " · ".join(part for part in (row.title, whose) if part)
        return Item(url_for("desk.track_promises", slug=row.slug), state, when, said, about)
    channel = row.channel_of_contribution
    parts = [row.title, channel.label if channel else "", whose, _extra(row)]
    return Item(
        href=url_for("desk.contribution", number=row.number),
        state=state,
        when=when,
        said=first_words(row.words or ""),
        about=" · ".join(part for part in parts if part),
        value=f"{row.contribution_id}-{row.handler_id or 0}",
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
