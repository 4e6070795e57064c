"""The room changes after opening: a new version beside the one in force, with a direction, a reason and a name (I23).

A change never touches what residents read now. It is written as a draft, its direction is confirmed by a person, and
when residents may lose something a second person judges it again. `outcomes.changes.actions` puts it in force.
"""

from collections.abc import Sequence
from datetime import date, datetime

from participation import clock, history
from participation.accounts.models import User
from participation.config import Municipality
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks import changes, rules
from participation.tracks.actions.holding import hold
from participation.tracks.actions.opening import ReasonNeeded
from participation.tracks.actions.rooms import copy_room
from participation.tracks.change import Direction, RoomChange
from participation.tracks.differences import Difference, Effect, differences, may_narrow
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, FixedPoint, OpenQuestion, RoomState
from participation.tracks.rules import Finding, Move
from participation.tracks.terms import terms_of

SHORTEST_ABANDONED = 10


class ChangeUnderWay(Conflict):
    """Somebody started a change of this room already: there is one at a time."""

    def __init__(self, change: RoomChange) -> None:
        started = rules.in_words(clock.local(change.started_at).date())
        super().__init__(
            f"{change.started_by.name} begon op {started} al een verandering van deze regels. Werk daarin verder."
        )


class ChangeIsFixed(Conflict):
    """The new version lies with the reviewer, was approved, or is in force: its words and its reason stand."""


class NoDirection(Refused):
    """Nobody confirmed yet what this change means for residents."""

    def __init__(self) -> None:
        super().__init__(
            "Bevestig eerst wat deze verandering voor bewoners betekent, en waarom zij nodig is.", field="direction"
        )


class NothingChanged(Refused):
    """The new version says what the one in force says."""

    def __init__(self) -> None:
        super().__init__(
            "Er is nog niets veranderd dat bewoners lezen. Schrijf eerst in de stappen op wat anders wordt."
        )


class OrganNeeded(Refused):
    """Who takes room away from residents is named, with the day (I23)."""


class ReviewNeeded(Refused):
    """Residents may lose something by this: a second person judges it first."""

    def __init__(self) -> None:
        super().__init__(
            "Bewoners kunnen hierdoor minder veranderen, of dat is niet zeker. Vraag eerst een toets: een collega die "
            "hier niet aan schreef, leest mee."
        )


class ChangeNotReady(Refused):
    """Something in the new version blocks or is not explained; `findings` names each."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"De nieuwe regels kunnen nog niet ingaan. {findings[0].text} {findings[0].mend}")
        self.findings = tuple(findings)


def start_change(track: Track, *, actor: User, now: datetime) -> RoomChange:
    """Begin a new version as a copy of the room in force, in the hands of *actor*; residents see nothing of it.

    Refused: a track that is not open or being answered (`NotAllowedNow`), and a second change at the same time
    (`ChangeUnderWay`).
    """
    hold(track)
    rules.after(track.state, Move.change_room)
    started = changes.under_way(track.id)
    if started is not None:
        raise ChangeUnderWay(started)
    assert track.room is not None
    before = track.room
    room = copy_room(before, author=actor, now=now)
    change = RoomChange(track_id=track.id, room=room, before=before, started_by=actor, started_at=now)
    db.session.add(change)
    db.session.flush()
    history.record("change.started", actor=actor, now=now, track_id=track.id, change_id=change.id,
                   version=room.version)  # fmt: skip
    return change


def confirm_direction(
    change: RoomChange, direction: Direction, reason: str, decided_by: str = "", decided_on: date | None = None, *,
    actor: User, now: datetime,
) -> RoomChange:  # fmt: skip
    """Say in public what the change means for residents, why, and who decided it (I23).

    The rows propose a direction; a person may see it otherwise, but never confirms a duty away: what the rows take
    from residents keeps its organ and its review. Refused: words that stand already (`ChangeIsFixed`), a version that
    says the same (`NothingChanged`), a reason of too few words (`ReasonNeeded`), less room without who decided it and
    when (`OrganNeeded`).
    """
    _hold_draft(change)
    found = _differences(change)
    reason, decided_by = reason.strip(), decided_by.strip()
    if not rules.says_something(reason, rules.SHORTEST_EXPLANATION):
        raise ReasonNeeded("Leg bewoners in minstens één hele zin uit waarom de regels veranderen.")
    _judge_organ(takes_away(direction, found), decided_by, decided_on, today=clock.local(now).date())
    change.direction, change.reason = direction, reason
    change.decided_by, change.decided_on = decided_by, decided_on
    db.session.flush()
    history.record("change.confirmed", actor=actor, now=now, track_id=change.track_id, why=reason, change_id=change.id,
                   direction=direction.value, decided_by=decided_by)  # fmt: skip
    return change


def _judge_organ(needed: bool, decided_by: str, decided_on: date | None, *, today: date) -> None:
    if needed and not decided_by:
        raise OrganNeeded(
            "Bewoners krijgen minder ruimte. Noem welk bestuur of welke persoon dit besloot.", field="decided_by"
        )
    if needed and decided_on is None:
        raise OrganNeeded("Vul de dag in waarop dit is besloten.", field="decided_on")
    if decided_on is not None and decided_on > today:
        raise OrganNeeded("Deze dag moet nog komen. Wacht op het besluit, en laat de regels daarna ingaan.",
                          field="decided_on")  # fmt: skip


def takes_away(direction: Direction | None, found: Sequence[Difference]) -> bool:
    """Whether residents can certainly change less: the rows say so, or a person does."""
    return direction is Direction.narrower or any(one.effect is Effect.narrower for one in found)


def needs_review(change: RoomChange, found: Sequence[Difference]) -> bool:
    """Only when rows and person agree that nothing narrows, no second person has to read it again."""
    return change.direction is Direction.narrower or may_narrow(found)


def must_be_confirmed(change: RoomChange) -> list[Difference]:
    """What the change does, once a person said what it means; the text may have changed since.

    Refused: `NothingChanged`, `NoDirection`, `OrganNeeded`.
    """
    found = _differences(change)
    if change.direction is None or not change.reason:
        raise NoDirection
    if takes_away(change.direction, found) and not change.decided_by:
        raise OrganNeeded("Bewoners krijgen minder ruimte. Noem eerst wie dit besloot.", field="decided_by")
    return found


def must_be_publishable(change: RoomChange, *, today: date, terms: Municipality) -> list[Difference]:
    """Refuse what keeps the new version from being in force (`outcomes.changes.actions.publish_change` asks this).

    Refused: as in `must_be_confirmed`, a version that lies with the reviewer or is in force (`ChangeIsFixed`), one that
    was not judged and has to be (`ReviewNeeded`), anything that blocks or is not explained (`ChangeNotReady`).
    """
    room = change.room
    rules.after(room.track.state, Move.change_room)
    if change.published_at is not None or room.state not in (RoomState.draft, RoomState.approved):
        raise ChangeIsFixed(why_it_stands(change))
    found = must_be_confirmed(change)
    if room.state is RoomState.draft and needs_review(change, found):
        raise ReviewNeeded
    findings = rules.room_check(room.track, room, terms_of(room, terms), today)
    hindrance = [*rules.blocking(findings), *rules.unexplained(findings)]
    if hindrance:
        raise ChangeNotReady(hindrance)
    return found


def abandon_change(change: RoomChange, reason: str, *, actor: User, now: datetime) -> None:
    """Take a change back that is not wanted any more: residents never read it, the log keeps who and why.

    A draft disappears; a version that was judged stays as it is, but can no longer be put in force. Refused: one that
    lies with the reviewer or is in force (`ChangeIsFixed`), and too few words (`ReasonNeeded`).
    """
    hold(change)
    room, track = change.room, change.room.track
    if change.published_at is not None or room.state is RoomState.submitted:
        raise ChangeIsFixed(why_it_stands(change))
    if not rules.says_something(reason, SHORTEST_ABANDONED):
        raise ReasonNeeded("Schrijf op waarom deze verandering niet doorgaat. Uw collega’s lezen het later terug.")
    history.record("change.abandoned", actor=actor, now=now, track_id=track.id, why=reason.strip(),
                   change_id=change.id, version=room.version, was=room.state.value)  # fmt: skip
    db.session.delete(change)
    db.session.flush()
    db.session.expire(room)
    if room.state is RoomState.draft:
        db.session.delete(room)
    db.session.flush()
    db.session.expire(track)


def make_known(track: Track, lineage: int, kind: type[FixedPoint | OpenQuestion], *, actor: User,
               now: datetime) -> RoomChange:  # fmt: skip
    """What we did not know, we know now: the unknown point becomes a fixed point or an open question (I7).

    It happens in the change that is under way, or in a new one; the words are finished in the steps. Refused: as in
    `start_change`, a version whose words stand (`ChangeIsFixed`), a point that is not there any more (`Refused`).
    """
    hold(track)
    change = changes.under_way(track.id) or start_change(track, actor=actor, now=now)
    _hold_draft(change)
    room, before = change.room, change.before
    point = next((row for row in room.unknown_points if row.lineage == lineage), None)
    if point is None:
        raise Refused("Dit punt staat niet meer bij wat wij nog niet weten. Misschien was een collega u voor.")
    was = next((row for row in before.unknown_points if row.lineage == lineage), None)
    _put_in_its_place(room, kind, point.text, was.id if was else None)
    room.unknown_points.remove(point)
    room.explanations = [said for said in room.explanations if said.row != f"unknown:{point.id}"]
    change.direction = None
    db.session.flush()
    history.record("room.became_known", actor=actor, now=now, track_id=track.id, change_id=change.id,
                   version=room.version, unknown=lineage, became=kind.__tablename__)  # fmt: skip
    return change


def _put_in_its_place(room: DeclaredRoom, kind: type[FixedPoint | OpenQuestion], text: str, was: int | None) -> None:
    if kind is FixedPoint:
        room.fixed_points.append(FixedPoint(text=text, was_unknown_id=was, position=len(room.fixed_points) + 1))
    else:
        row = OpenQuestion(question=text, was_unknown_id=was, position=len(room.open_questions) + 1)
        room.open_questions.append(row)


def _differences(change: RoomChange) -> list[Difference]:
    found = differences(change.before, change.room)
    if not found:
        raise NothingChanged
    return found


def _hold_draft(change: RoomChange) -> None:
    """Keep the change for this transaction alone; its words can still be written, and its track still changes."""
    hold(change)
    rules.after(change.room.track.state, Move.change_room)
    if change.published_at is not None or change.room.state is not RoomState.draft:
        raise ChangeIsFixed(why_it_stands(change))


def why_it_stands(change: RoomChange) -> str:
    """One sentence for who would like to write in this change."""
    if change.published_at is not None:
        return "Deze verandering geldt al. Begin een nieuwe verandering als er nog iets anders moet."
    if change.room.state is RoomState.submitted:
        return "De nieuwe regels liggen bij de toetser. Tot het oordeel er is, verandert er niets aan."
    return "De toetser is akkoord met deze tekst. Laat hem ingaan, of zet de verandering weg en begin opnieuw."
