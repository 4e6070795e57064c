"""The page on which a contribution is read and answered: everything that stands on it, put together once."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from participation.contributions.same_version import public_mark
from participation.outcomes import desk_queries, trying
from participation.outcomes.changes import marking as reissuing
from participation.outcomes.models import Outcome
from participation.outcomes.plain_language import Hints, hints
from participation.outcomes.second_look.rules import is_first_hand
from participation.outcomes.sentences import call
from participation.permissions import Permission, can
from participation.promises import rules as promise_rules
from participation.web.access import actor
from participation.web.answer_view import PointView
from participation.web.desk import (
    answer_starts,
    answering_form,
    answering_forms,
    answering_history,
    asked_back_block,
    brought_in_block,
    dividing_block,
    files_block,
    formal_block,
    merging_block,
    notes_block,
    points_block,
    public_version,
    reading_list,
    said_too_block,
    taken_down_block,
    undoing_block,
)
from participation.web.desk import answering_words as words
from participation.web.desk.answering_desk import Desk, address_of
from participation.web.desk.answering_form import AnswerForm
from participation.web.desk.answering_forms import (
    Handling,
    HideForm,
    LookForm,
    MoveForm,
    StaysForm,
    WorkForm,
)
from participation.web.due import when_it_breaks
from participation.web.filters import day
from participation.web.room_view import level_view, room_view

Block = Callable[[Desk], Any]
"""What one part of the product shows on this page: made once for each page, read by its own template."""

BLOCKS: dict[str, Block] = {
    # One line for each part, `"name": part_block.block`; `templates/desk/contribution.html` includes
    # `desk/_name.html`, which finds the answer of the block under that very name.
    "reading": reading_list.block,
    "said_too": said_too_block.block,
    "undo": undoing_block.block,
    "asked_back": asked_back_block.block,
    "notes": notes_block.block,
    "points": points_block.block,
    "brought_in": brought_in_block.block,
    "files": files_block.block,
    "formal": formal_block.block,
    "dividing": dividing_block.block,
    "merging": merging_block.block,
    "taken_down": taken_down_block.block,
}


def forms_of(desk: Desk, typed: MultiDict[str, str] | None = None, **sent: Any) -> Handling:
    """The smaller forms: all as *typed*, or all fresh but for the ones that were *sent*."""
    contribution, may_move = desk.contribution, [one.id for one in desk.folder.owed]
    forms: dict[str, Any] = {
        "public": answering_forms.public_form(contribution, typed),
        "hide": HideForm(typed, prefix="hide-", data={"reason": contribution.hidden_reason or ""}),
        "work": WorkForm(typed, prefix="work-", data={"on": desk.today}),
        "look": LookForm(typed, prefix="look-"),
        "stays": StaysForm(typed, prefix="stays-"),
    }
    move = {number: MoveForm(typed, prefix=f"move{number}-") for number in may_move}
    return Handling(**{**forms, **sent, "move": {**move, **sent.get("move", {})}})


def page(desk: Desk, form: AnswerForm | None = None, *, handling: Handling | None = None, **more: Any) -> str:
    """The whole page, with *form* (as it was typed) or the form as it is stored."""
    contribution, track = desk.contribution, desk.contribution.track
    may_answer = can(actor(), Permission.handle_contribution, contribution)
    shown_form = form or desk.form()
    handling = handling or forms_of(desk)
    return render_template(
        "desk/contribution.html",
        **{
            "desk": desk, "contribution": contribution, "track": track, "room": track.room, "point": desk.point,
            "folder": desk.folder, "may_answer": may_answer,
            "title": words.title_of(contribution), "about": words.about(contribution), "owed": _owed(desk),
            "tabs": _tabs(desk),
            "view": room_view(track, track.room) if track.room else None,
            "level": level_view(track.room) if track.room else None, "then": words.room_then(contribution),
            "again": reissuing.asked_for(desk.point.id) if desk.current else None,
            "history": _history(desk),
            "look": desk.look, "own_look": desk.look is not None and is_first_hand(desk.look, actor().id),
            "conflict": None, "theirs": None, "there": None, "handling": handling,
            **public_version.beside(desk, handling.public), "inserted": False,
            "texts": answer_starts.starts_for(shown_form) if may_answer else [],
            "before": None, "public_conflict": None, "public_mark": public_mark(contribution),
            **live(desk, shown_form, unsaved=form is not None),
            # Who gives a page back with what was typed in a block sends that block along, and it is not made anew.
            **{name: block(desk) for name, block in BLOCKS.items() if name not in more}, **more,
        },
    )  # fmt: skip


def live(desk: Desk, form: AnswerForm, *, unsaved: bool = True) -> dict[str, Any]:
    """What changes while somebody types: the form itself, the preview, and the hints for plain language."""
    reason = form.reason.data or ""
    found: Hints = hints(reason)
    return {
        "form": form, "hints": found, "paths": _path_notes(desk), "NOTES": answering_form.NOTES,
        "ICONS": answering_form.ICONS, "unsaved": unsaved, "point": desk.point,
        "preview": shown(desk, trying.outcome_of(form.decision(), desk.helped), "voorbeeld-punt"),
        "call": call(desk.contribution.track).said(gettext, day), "contribution": desk.contribution,
        "current": desk.current, "draft": desk.draft, "now": shown(desk, desk.current, "nu-punt"),
        "said_about": words.said_about(desk.contribution), "language": desk.contribution.language,
        "seat": request.form.get("seat") or secrets.token_hex(8), "kept": "kept" in request.form,
        "parts": brought_in_block.helped_view(desk), "passing": formal_block.passing(form),
    }  # fmt: skip


def shown(desk: Desk, outcome: Outcome | None, anchor: str) -> PointView | None:
    """What the resident reads (or would read) of *outcome*; none when there is nothing to read yet."""
    if outcome is None or outcome.kind is None:
        return None
    is_current = outcome is desk.current
    owed = next((one.due for one in desk.folder.owed if one.point_id == desk.point.id), None) if is_current else None
    steps = desk.folder.steps_of(desk.point) if is_current else None
    due = owed or (outcome.later_on if outcome.kind.is_interim else None)
    return words.shown(desk.point, outcome, anchor=anchor, steps=steps, due=due)


def _owed(desk: Desk) -> list[dict[str, Any]]:
    """Each open promise with its words, and whether it can still be moved."""
    return [
        {
            "promise": promise, "state": state, "words": f"{promise.kind.label}: {when[:1].lower()}{when[1:]}",
            "may_move": promise_rules.may_move(promise, desk.today),
        }
        for promise in desk.folder.owed
        for state, when in [when_it_breaks(promise.due, desk.today)]
    ]  # fmt: skip


def _tabs(desk: Desk) -> list[dict[str, Any]]:
    points = desk.contribution.points
    if len(points) == 1:
        return []
    return [
        {
            "text": f"Punt {point.position}: {point.title}" if point.title else f"Punt {point.position}",
            "href": address_of(desk.contribution, point), "here": point is desk.point,
        }
        for point in points
    ]  # fmt: skip


def _path_notes(desk: Desk) -> dict[str, str]:
    room = desk.contribution.track.room
    return {f"path:{path.lineage}": words.path_note(path, desk.today) for path in (room.paths if room else [])}


def _history(desk: Desk) -> list[answering_history.Line]:
    names = desk_queries.names(answering_history.people_in(desk.folder.events))
    return answering_history.lines(desk.folder.events, names)
