"""Always a contact: somebody else becomes the colleague whom residents can call, and they are told who (I33)."""

from datetime import datetime

from participation import history
from participation.accounts.models import User
from participation.db import db
from participation.promises.handing_over import give_all
from participation.refusals import Refused
from participation.tracks.actions.holding import hold
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import NoticeKind, tell_everybody

WRITTEN = (TrackState.draft, TrackState.in_review)
"""The states in which somebody still has to write on."""


class CannotTakeOver(Refused):
    """Who was chosen does not work here any more, or has it already."""


def appoint_contact(track: Track, to: User, *, reason: str = "", actor: User, now: datetime) -> User | None:
    """Make *to* the contact of *track*, with the open promises of the contact before, whom it returns.

    Everybody who took part is told, as soon as the track is public; *reason* stands with it when there is one. *to*
    works on the track from now on. Refused: who left, or is the contact already (`CannotTakeOver`). What the contact
    before was handling goes along with `outcomes.handover.actions.change_contact`: use that one.
    """
    hold(track)
    before, reason = track.contact, reason.strip()
    check_taker(to)
    if before is to:
        raise CannotTakeOver(f"{to.name} is al het contact van dit traject.", field="contact")
    if before is not None and track.contact_email == before.email:
        track.contact_email = to.email
    track.contact = to
    let_in(track, to)
    db.session.flush()
    give_all(track.id, before.id if before else None, to, actor=actor, now=now)
    history.record(
        "track.contact_changed", actor=actor, now=now, track_id=track.id, why=reason,
        before_id=before.id if before else None, contact_id=to.id,
    )  # fmt: skip
    if track.state.is_public:
        tell_everybody(
            track, NoticeKind.contact_changed, reason, actor=actor, now=now, before=before.name if before else "",
            name=to.name, phone=to.phone,
        )  # fmt: skip
    return before


def check_taker(to: User, field: str = "contact") -> None:
    """Refuse (`CannotTakeOver`) somebody whose account is closed."""
    if not to.active:
        raise CannotTakeOver(f"{to.name} werkt hier niet meer. Kies iemand anders.", field=field)


def let_in(track: Track, to: User) -> None:
    """Let *to* work on *track*."""
    if to not in track.members:
        track.members.append(to)


def take_place(track: Track, before: User, to: User) -> None:
    """*to* works on *track* in the place of *before*, and writes on what is not finished.

    Who wrote a version of the room stays its author, so that nobody can ever review the own words (I9).
    """
    if before in track.members:
        track.members.remove(before)
    let_in(track, to)
    if track.author_id == before.id and track.state in WRITTEN:
        track.author = to
    db.session.flush()
