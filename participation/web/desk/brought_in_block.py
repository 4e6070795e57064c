"""Who was brought in on a point, what they said, and the forms to ask somebody, or another track."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from participation import clock
from participation.accounts.models import User
from participation.contributions.bringing_in import rules
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.outcomes import desk_queries, taken_along
from participation.permissions import Permission, can
from participation.web.access import actor
from participation.web.desk.answering_desk import Desk
from participation.web.desk.room_fields import DayField, Words
from participation.web.filters import day
from participation.web.forms import Form
from participation.web.house import terms
from participation.web.numbers import OneNumber

SAID = {
    BringInState.asked: "nog geen antwoord",
    BringInState.accepted: "helpt mee",
    BringInState.declined: "kan niet helpen",
    BringInState.withdrawn: "u trok deze vraag in",
}


class AskForm(Form):
    colleague = OneNumber("Welke collega?")
    department = OneNumber("Of welk team?")
    question = Words("Wat vraagt u?")
    due_on = DayField("Tot wanneer kan diegene ja of nee zeggen?")


class TakeAlongForm(Form):
    track = OneNumber("Welk traject?")
    question = Words("Waarom past dit punt daar?")
    due_on = DayField("Tot wanneer kunnen zij ja of nee zeggen?")


class LeaveOutForm(Form):
    reason = Words("Waarom laat u dit deel weg?")


@dataclass(frozen=True)
class Helper:
    """One question for help, as it stands; `leave_out` is the form to leave the part out of the answer."""

    bring_in: BringIn
    who: str
    state: str
    is_late: bool
    may_withdraw: bool
    part_state: str
    leave_out: LeaveOutForm | None


@dataclass(frozen=True)
class BroughtIn:
    """What `desk/_brought_in.html` shows. `take_along` only when the point may still go along with another track."""

    helpers: list[Helper]
    ask: AskForm | None
    take_along: TakeAlongForm | None
    contact: str


def block(desk: Desk) -> BroughtIn:
    """Everybody who was asked, and empty forms."""
    return block_with(desk)


def block_with(
    desk: Desk, *, ask: AskForm | None = None, take_along: TakeAlongForm | None = None,
    leave_out: tuple[int, LeaveOutForm] | None = None,
) -> BroughtIn:  # fmt: skip
    """The same, with the form that was refused as it was typed."""
    contribution = desk.contribution
    may = can(actor(), Permission.handle_contribution, contribution) and contribution.withdrawn_at is None
    contact = contribution.track.contact
    may_go_along = may and not rules.is_final(desk.point)
    return BroughtIn(
        helpers=[_helper(one, desk, leave_out, may=may) for one in desk.folder.bring_ins_of(desk.point)],
        ask=(ask or ask_form(sent=False)) if may else None,
        take_along=(take_along or take_along_form(desk, sent=False)) if may_go_along or take_along else None,
        contact=contact.name if contact else "U",
    )  # fmt: skip


def usual_day() -> date:
    """The day that the house gives a colleague to say yes or no."""
    return clock.working_days_after(clock.today(), terms().bring_in_days)


def ask_form(*, sent: bool) -> AskForm:
    """The form to ask a colleague or a team, with who there is to ask."""
    form = AskForm(prefix="ask-") if sent else AskForm(None, prefix="ask-", data={"due_on": usual_day()})
    form.colleague.offer([(one.id, known_as(one)) for one in desk_queries.colleagues(actor())], "Kies een collega")
    form.department.offer([(one.id, one.name) for one in desk_queries.departments()], "Geen team")
    return form


def take_along_form(desk: Desk, *, sent: bool) -> TakeAlongForm:
    """The form to ask another track, with the tracks that run."""
    data = {"due_on": usual_day()}
    form = TakeAlongForm(prefix="along-") if sent else TakeAlongForm(None, prefix="along-", data=data)
    tracks = taken_along.that_can(besides=desk.contribution.track_id)
    form.track.offer([(one.id, one.title) for one in tracks], "Kies een traject")
    return form


def leave_out_form(bring_in_id: int, *, sent: bool) -> LeaveOutForm:
    prefix = f"weg{bring_in_id}-"
    return LeaveOutForm(prefix=prefix) if sent else LeaveOutForm(None, prefix=prefix)


def known_as(person: User) -> str:
    return f"{person.name} ({person.department.name})"


def _helper(one: BringIn, desk: Desk, refused: tuple[int, LeaveOutForm] | None, *, may: bool) -> Helper:
    is_asked = one.state is BringInState.asked
    may_leave_out = may and rules.goes_along(one) and one.part_published_at is None
    form = leave_out_form(one.id, sent=False) if may_leave_out else None
    return Helper(
        bring_in=one, who=_who(one), state=SAID[one.state], may_withdraw=may and is_asked,
        is_late=is_asked and one.due_on is not None and one.due_on < desk.today, part_state=_part_state(one),
        leave_out=refused[1] if refused is not None and refused[0] == one.id else form,
    )  # fmt: skip


def _who(one: BringIn) -> str:
    """Who was asked, and who took it up in person."""
    took_it_up = one.colleague is not None and (one.department_id or one.to_track_id)
    asked = f"Traject {one.party}" if one.to_track_id else one.party
    return f"{asked} ({one.helper})" if took_it_up else asked


def _part_state(one: BringIn) -> str:
    if not one.part:
        return ""
    if one.left_out:
        return "U liet dit deel weg."
    if one.part_published_at is not None:
        return f"Dit deel staat in het antwoord van {day(one.part_published_at)}."
    return "Dit deel staat in uw antwoord, met de naam erbij. U kunt het weglaten, en niet veranderen."


def helped_view(desk: Desk) -> list[dict[str, Any]]:
    """The parts that go along with the answer that is being written."""
    return rules.parts_of(desk.helped)
