"""The page of a track: what is fixed, what is open, what is not known, who decides, what we promise, where it lands."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.outcomes import public_list
from participation.places import queries as places
from participation.tracks import queries, review_queries, versions
from participation.tracks.models import Track, TrackState
from participation.tracks.queries import TrackHeader
from participation.tracks.room import DeclaredRoom, Level
from participation.tracks.rules.states import has_paper
from participation.tracks.terms import terms_of
from participation.web import news_view
from participation.web.access import everybody
from participation.web.decision_view import landing
from participation.web.experience_view import experience_view
from participation.web.freshness import unless_unchanged
from participation.web.language import gettext as _
from participation.web.public import bp, said, track_words
from participation.web.public.cards import card_views
from participation.web.public.confirmed import confirmed_views
from participation.web.public.contributions import few_filters
from participation.web.public.moments import moment_lines
from participation.web.room_view import contact_view, level_view, room_view, track_facts
from participation.web.security import settings

PHASES: dict[str, tuple[TrackState, ...]] = {
    "": queries.PUBLIC,
    "open": (TrackState.open,),
    "antwoord": (TrackState.answering,),
    "straks": (TrackState.ready,),
    "klaar": queries.PAST,
}
NEWEST = 5


@bp.get("/trajecten")
@everybody
def tracks() -> ResponseReturnValue:
    """All public tracks, by phase and area, newest first; an unknown phase, area or page mark is not found."""
    phase, code, mark = (request.args.get(name, "") for name in ("fase", "buurt", "voor"))
    place = places.place(code) if code else None
    if phase not in PHASES or (code and place is None) or not public_list.is_mark(mark):
        abort(404)
    today = clock.today()
    found = queries.listed(
        today,
        states=PHASES[phase],
        areas=places.inside(place.id) if place else (),
        before=int(mark) if mark else None,
    )
    here: dict[str, Any] = {name: value for name, value in (("fase", phase), ("buurt", code)) if value}
    return render_template(
        "public/tracks.html",
        cards=card_views(found.cards, today),
        phases=_phase_links(phase, code),
        phase=phase,
        place=place,
        places=places.all_places(),
        first=url_for("public.tracks", **here) if mark else None,
        older=url_for("public.tracks", **here, voor=found.older) if found.older else None,
    )


def _phase_links(phase: str, code: str) -> list[dict[str, object]]:
    names = {
        "": _("Alles"),
        "open": _("Nu open"),
        "antwoord": _("Wij geven antwoord"),
        "straks": _("Gaat nog open"),
        "klaar": _("Afgesloten of gestopt"),
    }
    return [
        {"text": text, "href": url_for("public.tracks", fase=word or None, buurt=code or None), "here": word == phase}
        for word, text in names.items()
    ]


@bp.get("/trajecten/<slug>")
@everybody
def track(slug: str) -> ResponseReturnValue:
    """The page of one track. A draft is not there for anybody: colleagues have the preview at their desk."""
    header = queries.header(slug)
    if header is None:
        abort(404)
    return unless_unchanged(header.version, lambda: _track_page(header))


def _load(slug: str) -> tuple[Track, DeclaredRoom]:
    found = queries.public_track(slug)
    if found is None or found.room is None:
        abort(404)
    return found, found.room


def _track_page(header: TrackHeader) -> str:
    found, room = _load(header.slug)
    today, is_open = clock.today(), found.state is TrackState.open
    steps = versions.steps(found.rooms)
    return render_template(
        "public/track.html",
        **_shared(found, room),
        facts=track_facts(found, room, today),
        **landing(found, room, today),
        is_open=is_open,
        has_paper=has_paper(found, today),
        notice=track_words.state_notice(found, room),
        changed=track_words.changed_notice(steps),
        changes=track_words.change_lines(found, steps, review_queries.reviewers(found)),
        moments=moment_lines(found, clock.now()) if is_open else [],
        minutes=[one for one in moment_lines(found, None) if one.minutes],
        news=news_view.of_track(found.id, found.slug),
        explanations=track_words.explained(room),
        points=said.listed(public_list.newest(header.id, rows=NEWEST).rows, today),
        filters=few_filters(header.slug),
        experience=experience_view(header.id, room),
    )


def _shared(found: Track, room: DeclaredRoom) -> dict[str, Any]:
    return {
        "track": found,
        "room": room,
        "view": room_view(found, room),
        "level": level_view(room),
        "asks": room.level is Level.inform,
        "contact": contact_view(found),
    }


@bp.get("/trajecten/<slug>/ruimte")
@everybody
def room(slug: str) -> ResponseReturnValue:
    """Every version of the declared room that was in force, the newest first, with what it changed and why."""
    found, room_now = _load(slug)
    return render_template(
        "public/room.html",
        track=found,
        room=room_now,
        versions=track_words.version_lines(found, review_queries.reviewers(found)),
        confirmed=confirmed_views(found.rooms),
        contact=contact_view(found),
    )


@bp.get("/trajecten/<slug>/plan")
@everybody
def plan(slug: str) -> ResponseReturnValue:
    """The plan for residents' participation, made out of the declaration, to read and to print."""
    found, room_now = _load(slug)
    today = clock.today()
    return render_template(
        "public/plan.html",
        **_shared(found, room_now),
        paths=track_words.path_lines(room_now),
        **landing(found, room_now, today),
        moments=moment_lines(found, None),
        explanations=track_words.explained(room_now),
        reviewer=review_queries.reviewers(found).get(room_now.id),
        confirmed=confirmed_views([room_now]),
        terms=terms_of(room_now, settings().municipality),
    )
