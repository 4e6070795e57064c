"""The page on which a contribution is read and answered: everything that stands on it, put together once."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Contribution, Point
from participation.contributions.same_version import public_mark
from participation.outcomes import actions, desk_queries, owed, trying
from participation.outcomes.changes import marking as reissuing
from participation.outcomes.desk_queries import Folder
from participation.outcomes.models import Outcome
from participation.outcomes.plain_language import Hints, hints
from participation.outcomes.second_look.models import SecondLook
from participation.outcomes.second_look.rules import is_first_hand
from participation.outcomes.sentences import call
from participation.permissions import Permission, can
from participation.promises import rules as promise_rules
from participation.web.access import actor
from participation.web.answer_view import PointView
from participation.web.desk import answer_starts, answering_form, answering_forms, answering_history, public_version
from participation.web.desk import answering_words as words
from participation.web.desk.answering_form import AnswerForm
from participation.web.desk.answering_forms import (
    AskForm,
    AssignForm,
    Handling,
    HideForm,
    LookForm,
    MoveForm,
    StaysForm,
    WorkForm,
)
from participation.web.desk.inbox import Item, item_of
from participation.web.due import when_it_breaks
from participation.web.filters import day
from participation.web.room_view import level_view, room_view

BESIDE = 8


@dataclass(frozen=True)
class Desk:
    """One contribution on the desk, with the point that is looked at."""

    contribution: Contribution
    folder: Folder
    point: Point
    today: date

    @property
    def current(self) -> Outcome | None:
        """The answer that residents read now."""
        return next(iter(self.folder.published(self.point)), None)

    @property
    def draft(self) -> Outcome | None:
        return self.folder.draft(self.point)

    @property
    def look(self) -> SecondLook | None:
        """The second look at the answer that residents read now, as long as it waits."""
        look = self.current.second_look if self.current else None
        return look if look is not None and look.verdict is None else None

    def form(self, typed: MultiDict[str, str] | None = None) -> AnswerForm:
        """The form of this point: the draft, or what is published, or empty."""
        seen = {
            "point": str(self.point.position), "base_version": str(self.current.version if self.current else 0),
            "base_draft": actions.mark_of(self.draft),
        }  # fmt: skip
        return answering_form.form_for(
            trying.decision_of(self.draft or self.current), self.contribution.track.room,
            self.folder.accepted(self.point), seen=seen, typed=typed,
        )  # fmt: skip


def open_desk(contribution: Contribution, position: str | None = None) -> Desk:
    """Lay everything ready for one point (the first when none is named); a point that is not there is a 404."""
    point = point_of(contribution, position if position is not None else request.args.get("punt", "1"))
    return Desk(contribution, desk_queries.folder(contribution), point, clock.today())


def point_of(contribution: Contribution, position: str) -> Point:
    """The point with this number within its contribution; one that is not there is a 404."""
    point = next((point for point in contribution.points if str(point.position) == position), None)
    if point is None:
        abort(404)
    return point


def address_of(contribution: Contribution, point: Point | None = None) -> str:
    """Where this point is answered."""
    several = point is not None and len(contribution.points) > 1
    return url_for("desk.contribution", number=contribution.number, punt=point.position if point and several else None)


def forms_of(desk: Desk, typed: MultiDict[str, str] | None = None, **sent: Any) -> Handling:
    """The smaller forms: all as *typed*, or all fresh but for the ones that were *sent*."""
    contribution, may_move = desk.contribution, [one.id for one in desk.folder.owed]
    forms: dict[str, Any] = {
        "public": answering_forms.public_form(contribution, typed),
        "hide": HideForm(typed, prefix="hide-", data={"reason": contribution.hidden_reason or ""}),
        "split": answering_forms.split_form(contribution, typed),
        "assign": AssignForm(typed, prefix="assign-", data={"handler": contribution.handler_id}),
        "ask": AskForm(typed, prefix="ask-"),
        "work": WorkForm(typed, prefix="work-", data={"on": desk.today}),
        "look": LookForm(typed, prefix="look-"),
        "stays": StaysForm(typed, prefix="stays-"),
    }
    forms["assign"].handler.offer([(one.id, one.name) for one in desk_queries.handlers(contribution.track)], "Niemand")
    forms["ask"].colleague.offer(
        [(one.id, _known_as(one)) for one in desk_queries.colleagues(actor())], "Kies een collega"
    )
    move = {number: MoveForm(typed, prefix=f"move{number}-") for number in may_move}
    return Handling(**{**forms, **sent, "move": {**move, **sent.get("move", {})}})


def _known_as(person: User) -> str:
    return f"{person.name} ({person.department.name})"


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
            "history": _history(desk), "beside": _beside(),
            "look": desk.look, "own_look": desk.look is not None and is_first_hand(desk.look, actor().id),
            "conflict": None, "theirs": None, "there": None, "handling": handling,
            **public_version.beside(desk, handling.public), "inserted": False,
            "texts": answer_starts.starts_for(shown_form) if may_answer else [],
            "before": None, "public_conflict": None, "public_mark": public_mark(contribution),
            **live(desk, shown_form, unsaved=form is not None), **more,
        },
    )  # fmt: skip


def live(desk: Desk, form: AnswerForm, *, unsaved: bool = True) -> dict[str, Any]:
    """What changes while somebody types: the form itself, the preview, and the hints for plain language."""
    reason = form.reason.data or ""
    found: Hints = hints(reason)
    return {
        "form": form, "hints": found, "paths": _path_notes(desk), "NOTES": answering_form.NOTES,
        "ICONS": answering_form.ICONS, "unsaved": unsaved, "point": desk.point,
        "preview": shown(desk, trying.outcome_of(form.decision()), "voorbeeld-punt"),
        "call": call(desk.contribution.track).said(gettext, day), "contribution": desk.contribution,
        "current": desk.current, "draft": desk.draft, "now": shown(desk, desk.current, "nu-punt"),
        "said_about": words.said_about(desk.contribution), "language": desk.contribution.language,
        "seat": request.form.get("seat") or secrets.token_hex(8), "kept": "kept" in request.form,
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


def _beside() -> list[Item]:
    """The beginning of the own inbox, for wide screens: what comes next is one click away."""
    return [item_of(row, clock.today()) for row in owed.mine(actor(), rows=BESIDE).rows]


def _history(desk: Desk) -> list[answering_history.Line]:
    names = desk_queries.names(answering_history.people_in(desk.folder.events))
    return answering_history.lines(desk.folder.events, names)
