"""Who answers this contribution: a person, a team, or both; by which rule it came there; and who stands in today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import SelectField

from participation.accounts import absence
from participation.accounts.models import Absence, Department
from participation.contributions.dividing import queries
from participation.contributions.dividing.dealing import DECIDED
from participation.contributions.dividing.queries import Taker
from participation.contributions.models import Contribution
from participation.web.access import actor
from participation.web.desk.answering_desk import Desk
from participation.web.desk.room_fields import Line
from participation.web.filters import day
from participation.web.forms import NOT_THERE, Form


class Takers(SelectField):
    """A team or a colleague, by its key; `taker` is who was chosen."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, choices=[], default="", **{**NOT_THERE, **kwargs})
        self.takers: Mapping[str, Taker] = {}

    def offer(self, takers: Mapping[str, Taker], none: str) -> None:
        """Set who can be chosen; *none* is the name of choosing nobody."""
        self.takers = takers
        self.choices = [("", none), *((key, known_as(taker)) for key, taker in takers.items())]

    @property
    def taker(self) -> Taker | None:
        return self.takers.get(self.data or "")


class GiveForm(Form):
    to = Takers("Wie geeft antwoord?")


class BackForm(Form):
    reason = Line("Waarom geeft u dit terug?")


@dataclass(frozen=True)
class DividingBlock:
    """What `desk/_dividing.html` shows. `seen` is who handles it on this page, so that nobody is overtaken unseen."""

    who: str
    besides: list[str]
    is_mine: bool
    can_go_back: bool
    seen: int
    give: GiveForm
    back: BackForm


def known_as(taker: Taker) -> str:
    """A team or a colleague, as it stands in a list to choose from."""
    if isinstance(taker, Department):
        return f"Afdeling {taker.name}"
    return f"{taker.name} ({taker.department.name})"


def block(desk: Desk) -> DividingBlock:
    """Who has it now, with empty forms."""
    return block_with(desk)


def give_form(contribution: Contribution, *, sent: bool) -> GiveForm:
    """The form with everybody who works on the track."""
    form = GiveForm(prefix="geef-") if sent else GiveForm(None, prefix="geef-")
    form.to.offer(queries.takers(contribution.track), "Kies een team of een collega")
    return form


def back_form(*, sent: bool) -> BackForm:
    return BackForm(prefix="terug-") if sent else BackForm(None, prefix="terug-")


def block_with(desk: Desk, give: GiveForm | None = None, back: BackForm | None = None) -> DividingBlock:
    """Who has it now, with one of the forms as it was typed."""
    contribution = desk.contribution
    keeps = next((promise.owner_id for promise in desk.folder.owed if promise.owner_id is not None), None)
    has_it = contribution.handler_id or keeps
    away = absence.among([has_it] if has_it else [], desk.today).get(has_it or 0)
    me, besides = actor().id, (_until_then(desk, keeps), _away(away), _by_rule(desk))
    return DividingBlock(
        who=_who(contribution), besides=[line for line in besides if line],
        is_mine=contribution.handler_id == me, seen=contribution.handler_id or 0,
        can_go_back=contribution.handler_id is not None or keeps == me,
        give=give or give_form(contribution, sent=False), back=back or back_form(sent=False),
    )  # fmt: skip


def _who(contribution: Contribution) -> str:
    team = contribution.department
    if contribution.handler is not None:
        of_team = f", voor afdeling {team.name}" if team and team.id != contribution.handler.department_id else ""
        return f"{contribution.handler.name} geeft antwoord{of_team}."
    if team is None:
        return "Dit kwam net binnen. Het gaat zo naar een team."
    return f"Dit ligt bij afdeling {team.name}. Nog niemand pakte het op."


def _until_then(desk: Desk, keeps: int | None) -> str:
    """In the own team of the track the contact keeps the promise until somebody takes it up."""
    contact = desk.contribution.track.contact
    if desk.contribution.handler_id is not None or contact is None or keeps != contact.id:
        return ""
    return f"Tot dan let {contact.name} op de belofte, als contact van het traject."


def _away(away: Absence | None) -> str:
    return f"{away.user.name} {stands_in(away)}." if away else ""


def stands_in(away: Absence) -> str:
    """How long somebody is not there, and who answers meanwhile: the end of a sentence that begins with the name."""
    deputy = away.deputy if away.deputy is not None and away.deputy.active else None
    until = f"is er niet tot en met {day(away.last)}"
    return f"{until}, en wordt waargenomen door {deputy.name}" if deputy else f"{until}. Het team neemt waar"


def _by_rule(desk: Desk) -> str:
    """By which rule it came here, as long as nobody gave it to somebody else since."""
    moved = [one.event for one in desk.folder.events if one.event.kind in DECIDED]
    last = moved[-1] if moved else None
    return f"Door de regel ‘{last.data['rule']}’." if last is not None and last.kind == "contribution.dealt" else ""


def owner_of(taker: Taker) -> str:
    """The taker in a sentence."""
    return f"afdeling {taker.name}" if isinstance(taker, Department) else taker.name
