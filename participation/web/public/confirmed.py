"""One text inside and outside: who confirms it, and who may promise it, in sentences for residents."""

from collections.abc import Sequence
from dataclasses import dataclass

from participation.tracks import confirm_queries, rules
from participation.tracks.confirming import Confirmation, ConfirmationAnswer
from participation.tracks.room import DeclaredRoom
from participation.web.filters import dutch, quoting, short_day
from participation.web.language import gettext as _


@dataclass(frozen=True)
class ConfirmedView:
    """What stands beside one version; every sentence may be empty. `covers` are a colleague's words."""

    confirmed: str
    objected: str
    together: str
    mandate: str
    covers: str


def confirmed_views(rooms: Sequence[DeclaredRoom]) -> dict[int, ConfirmedView]:
    """For each version that was in force: who confirmed this very text, with whom we do it, who may promise it."""
    confirm_queries.load_voices(rooms)
    return {room.id: _view(room) for room in rooms}


def _view(room: DeclaredRoom) -> ConfirmedView:
    text = rules.fingerprint(room)
    said = [one for one in room.confirmations if one.fingerprint == text]
    yes = [_name(room, one) for one in said if one.answer is ConfirmationAnswer.confirmed]
    no = [_name(room, one) for one in said if one.answer is ConfirmationAnswer.objected]
    who = _("%(who)s is het niet eens met deze tekst. Een collega legt met naam uit waarom die toch zo is.")
    more = _("%(who)s zijn het niet eens met deze tekst. Een collega legt met naam uit waarom die toch zo is.")
    partners = [one.name for one in room.partners]
    return ConfirmedView(
        confirmed=quoting(_("Deze tekst is bevestigd door %(who)s."), {}, who=listed(yes)) if yes else "",
        objected=quoting(who if len(no) == 1 else more, {}, who=listed(no)) if no else "",
        together=quoting(_("Wij doen dit samen met %(who)s."), {}, who=listed(partners)) if partners else "",
        mandate=_mandate(room),
        covers=dutch((room.mandate_covers or "").strip()) if rules.mandate_name(room) else "",
    )


def _mandate(room: DeclaredRoom) -> str:
    """Esther Aydin (directeur stad en wijken) mag dit namens ons toezeggen tot en met 5 maart 2027."""
    who = {"who": rules.mandate_name(room)}
    if not who["who"]:
        return ""
    if room.mandate_until is None:
        return quoting(_("%(who)s mag dit namens ons toezeggen."), who)
    until = short_day(room.mandate_until)
    return quoting(_("%(who)s mag dit namens ons toezeggen, tot en met %(day)s."), who, day=until)


def _name(room: DeclaredRoom, one: Confirmation) -> str:
    if one.department is not None:
        return one.department.name
    return one.partner.name if one.partner is not None else rules.mandate_name(room)


def listed(names: Sequence[str]) -> str:
    """Groen, Uitvoering en woningcorporatie De Kade"""
    if len(names) < 2:
        return dutch(names[0]) if names else ""
    return quoting(_("%(first)s en %(last)s"), {"first": ", ".join(names[:-1]), "last": names[-1]})
