"""Taking up, giving on and giving back: one contribution on its page, or some that were ticked in a list."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import absence
from participation.accounts.models import User
from participation.contributions.dividing import actions, queries, rules
from participation.contributions.dividing.queries import Taker
from participation.contributions.models import Contribution
from participation.outcomes import desk_queries
from participation.permissions import Permission, can
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp, dividing_block
from participation.web.desk.answering_desk import Desk, open_desk
from participation.web.desk.answering_forms import refuse
from participation.web.desk.answering_together import back_to
from participation.web.desk.dividing_block import BackForm, GiveForm, owner_of, stands_in
from participation.web.due import first_words
from participation.web.forms import Form

TICKED = re.compile(r"([1-9]\d{0,9})(?:-(\d{1,9}))?", re.ASCII)
LIST = re.compile(r"/werk(/(team(/\d{1,9})?|bijdragen))?(\?[\w=&%+.-]{0,300})?", re.ASCII)
NAMED = 3


@bp.post("/bijdragen/<number>/behandelen")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def assign(contribution: Contribution) -> ResponseReturnValue:
    """Take it up, let a colleague or a team that works on this track answer, or give it back to the team."""
    desk, deed = open_desk(contribution, request.form.get("punt", "1")), request.form.get("doe", "")
    if deed == "terug":
        back = dividing_block.back_form(sent=True)
        return _act(desk, back, lambda: _release(contribution, back), back=back)
    give = dividing_block.give_form(contribution, sent=True)
    return _act(desk, give, lambda: _give(contribution, actor() if deed == "pak-op" else give.to.taker), give=give)


def _act(
    desk: Desk, form: Form, act: Callable[[], str], *, give: GiveForm | None = None, back: BackForm | None = None
) -> ResponseReturnValue:
    """Do it and say what happened, or give the page back with the sentence at its field."""
    if form.validate():
        try:
            told = act()
        except Conflict:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            flash(told, "success")
            stays = can(actor(), Permission.see_track, desk.contribution.track)
            return htmx.go_to(back_to(desk) if stays else url_for("desk.inbox"))
    shown = dividing_block.block_with(desk, give, back)
    return answering_page.page(desk, dividing=shown), 422


def _seen() -> int:
    """Who handled it on the page of the sender; what is no number was not seen."""
    typed = request.form.get("gezien", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else actions.UNSEEN


def _give(contribution: Contribution, to: Taker | None) -> str:
    if to is None:
        raise Refused("Kies een team of een collega.", field="to")
    actions.give(contribution, to, actor=actor(), now=clock.now(), seen=_seen())
    return "U geeft antwoord op deze bijdrage." if to is actor() else f"{_named(to)} geeft antwoord.{_away(to)}"


def _release(contribution: Contribution, form: BackForm) -> str:
    actions.release(contribution, form.reason.data or "", actor=actor(), now=clock.now(), seen=_seen())
    return "De bijdrage ligt weer bij het team. De belofte aan de bewoner blijft staan."


def _named(to: Taker) -> str:
    words = owner_of(to)
    return words[:1].upper() + words[1:]


def _away(to: Taker) -> str:
    """When somebody is chosen who is not there today, that is said at once."""
    if not isinstance(to, User):
        return ""
    found = absence.among([to.id], clock.today()).get(to.id)
    return f" Let op: {to.name} {stands_in(found)}." if found else ""


@dataclass(frozen=True)
class Ticked:
    """What was ticked in a list: the contributions, and who handled each when the list was drawn."""

    found: Sequence[Contribution]
    seen: dict[int, int]


@bp.get("/verdelen")
@requires(Permission.use_desk)
def choose_divide() -> ResponseReturnValue:
    """What was ticked in the list of contributions, and to whom it can go."""
    ticked = _ticked()
    seen = {one.id: one.handler_id or 0 for one in ticked.found}
    give, back = GiveForm(None, prefix="geef-"), BackForm(None, prefix="terug-")
    give.to.offer(queries.takers_of_all({one.track for one in ticked.found}), "Kies een team of een collega")
    return _choose(Ticked(ticked.found, seen), give, back, "" if ticked.found else _nothing())


@bp.post("/verdelen")
@requires(Permission.use_desk)
def divide() -> ResponseReturnValue:
    """Some contributions at once: first which, then to whom. What a colleague did meanwhile is named and left alone."""
    ticked = _ticked()
    give, back = GiveForm(prefix="geef-"), BackForm(prefix="terug-")
    give.to.offer(queries.takers_of_all({one.track for one in ticked.found}), "Kies een team of een collega")
    deed = request.form.get("doe", "")
    if deed not in ("pak-op", "geef", "terug") or not ticked.found:
        return _choose(ticked, give, back, "" if ticked.found else _nothing()), 200 if ticked.found else 422
    form = back if deed == "terug" else give
    if form.validate():
        try:
            told, left = _divide(ticked, deed, give, back)
        except Conflict:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            flash(" ".join([told, *left[:NAMED], "Er zijn er nog meer." if left[NAMED:] else ""]).strip(), "success")
            return htmx.go_to(_back())
    return _choose(ticked, give, back), 422


def _divide(ticked: Ticked, deed: str, give: GiveForm, back: BackForm) -> tuple[str, list[str]]:
    now = clock.now()
    if deed == "terug":
        done, left = actions.release_many(
            ticked.found, back.reason.data or "", actor=actor(), now=now, seen=ticked.seen
        )  # fmt: skip
        return "Deze bijdragen liggen weer bij het team." if done else "Er ging niets terug naar het team.", left
    to = actor() if deed == "pak-op" else give.to.taker
    if to is None:
        raise Refused("Kies een team of een collega.", field="to")
    done, left = actions.give_many(ticked.found, to, actor=actor(), now=now, seen=ticked.seen)
    if not done:
        return "Er ging niets over.", left
    whose = "U geeft" if to is actor() else f"{_named(to)} geeft"
    return f"{whose} antwoord op de aangevinkte bijdragen.{_away(to)}", left


def _ticked() -> Ticked:
    """Read what was ticked, in an inbox or (by number) in the list of contributions.

    A contribution that is not mine to handle, or not there, is not found.
    """
    numbers = [value.partition("-")[2].lstrip("0") for value in request.args.getlist("bijdrage")]
    matches = [TICKED.fullmatch(value) for value in [*request.form.getlist("ids"), *numbers]]
    wanted = {int(match[1]): match[2] for match in matches if match}
    if len(wanted) > rules.MOST_AT_ONCE or None in matches or any(number >= 2**31 for number in wanted):
        abort(404)
    found = queries.to_divide(list(wanted), hold=request.method == "POST") if wanted else []
    if len(found) < len(wanted) or not all(can(actor(), Permission.handle_contribution, one) for one in found):
        abort(404)
    return Ticked(found, {number: int(seen) for number, seen in wanted.items() if seen is not None})


def _nothing() -> str:
    return "Vink eerst aan om welke bijdragen het gaat. Ga terug naar de lijst."


def _back() -> str:
    """The list from which it was sent, when that is a list of the desk."""
    there = request.form.get("terug-naar", "")
    return there if LIST.fullmatch(there) else url_for("desk.inbox")


def _choose(ticked: Ticked, give: GiveForm, back: BackForm, refused: str = "") -> str:
    return render_template(
        "desk/divide.html", give=give, back=back, refused=refused, return_to=_back(),
        ids=[f"{one.id}-{ticked.seen[one.id]}" if one.id in ticked.seen else str(one.id) for one in ticked.found],
        rows=[
            {"number": one.number, "said": first_words(one.original_text[:200]), "title": one.track.title}
            for one in ticked.found
        ],
    )  # fmt: skip
