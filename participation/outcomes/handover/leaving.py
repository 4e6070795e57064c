"""A colleague leaves: the account closes when nothing is left with nobody, and not before (I33)."""

from datetime import datetime

from participation.accounts.absence import call_off, deputy_left
from participation.accounts.closing import close_account
from participation.accounts.models import Role, User
from participation.db import db
from participation.outcomes.handover import open_work
from participation.outcomes.handover.open_work import Work
from participation.refusals import Refused
from participation.tracks.actions.holding import hold

NAMED = 3


class StillHasWork(Refused):
    """Somebody would be left with nobody; `work` says in which tracks."""

    def __init__(self, user: User, work: list[Work]) -> None:
        said = "; ".join(f"{one.title}: {user.name} {one.words}" for one in work[:NAMED])
        more = " Er is nog meer." if len(work) > NAMED else ""
        super().__init__(f"{user.name} heeft nog werk. Draag dat eerst over. {said}.{more}")
        self.work = tuple(work)


class NotYours(Refused):
    """This account is not for this person to close."""


def deactivate(user: User, *, actor: User | None, now: datetime) -> None:
    """Close the account of *user*: out at the next request. Everything that was signed stays, with the name.

    For whom *user* stood in, the team does from now on.

    Refused: whoever still has work (`StillHasWork`), the last one who can coordinate (`NotYours`), oneself, and a
    coordinator, director or administrator by anybody but a director or an administrator (`NotYours`). Without *actor*
    it is the command line.
    """
    hold(user)
    if actor is not None:
        _check_who_asks(user, actor)
    if not user.active:
        return
    if open_work.is_the_last_coordinator(user):
        raise NotYours(f"{user.name} is de laatste die de regie heeft. Geef eerst iemand anders die rol.")
    work = open_work.of(user)
    if work:
        raise StillHasWork(user, work)
    call_off(user, actor=actor, now=now)
    deputy_left(user, actor=actor, now=now)
    db.session.flush()
    close_account(user, actor=actor, now=now)


def _check_who_asks(user: User, actor: User) -> None:
    if user.id == actor.id:
        raise NotYours("Uw eigen account kunt u niet afsluiten. Vraag het een collega.")
    if user.role is not Role.civil_servant and actor.role not in (Role.director, Role.administrator):
        raise NotYours(f"Het account van een {user.role.label} sluit een directeur of beheerder af.")
