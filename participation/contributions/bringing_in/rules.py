"""Who may be asked, who may answer, and whose words the part of a colleague is. Pure."""

from collections.abc import Collection

from participation.accounts.models import Department, User
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Point
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track, TrackState
from participation.tracks.room import LandingPath

RUNS = (TrackState.open, TrackState.answering)
"""A track can take something along as long as it listens or answers."""
INTERIM = ("brought_in", "decided_later")
Party = User | Department | Track


class AlreadyAnswered(Conflict):
    """Somebody answered already."""


class AlreadyAsked(Conflict):
    """The same colleague, department or track was asked about this point, and has not said no."""


class NotYours(Refused):
    """Only who is asked answers, and only who said yes writes the part."""


class PartIsPublished(Conflict):
    """Residents read it: it can no longer change."""


def is_final(point: Point) -> bool:
    """Whether the point has an answer after which nothing is owed."""
    return point.outcome_kind is not None and point.outcome_kind not in INTERIM


def refuse_party(point: Point, party: Party, asked_before: Collection[BringIn], actor: User) -> None:
    """Refuses (`Refused`) who cannot help here, (`AlreadyAsked`) who was asked and did not say no."""
    if isinstance(party, User) and (party.id == actor.id or not party.active):
        raise Refused("Kies een andere collega, die hier nu werkt.", field="colleague")
    if isinstance(party, Track):
        _refuse_track(point, party)
    waits = (BringInState.asked, BringInState.accepted)
    if any(is_asked(asked, party) and asked.state in waits and not _is_done(asked) for asked in asked_before):
        name = party.title if isinstance(party, Track) else party.name
        raise AlreadyAsked(f"{name} is al gevraagd over dit punt. Wacht op antwoord, of trek die vraag eerst in.")


def _refuse_track(point: Point, track: Track) -> None:
    if track.id == point.track_id:
        raise Refused("Dit punt hoort al bij dit traject. Kies een ander traject.", field="track")
    if track.state not in RUNS:
        raise Refused("Dit traject loopt nu niet. Kies een traject dat open is of antwoord geeft.", field="track")
    if is_final(point):
        raise Refused("Dit punt heeft al een antwoord. Geef eerst een voorlopig antwoord als het toch meegaat.",
                      field="track")  # fmt: skip


def is_asked(bring_in: BringIn, party: Party) -> bool:
    """Whether *bring_in* is a question to *party*."""
    if isinstance(party, Track):
        return bring_in.to_track_id == party.id
    if isinstance(party, Department):
        return bring_in.department_id == party.id
    in_person = bring_in.department_id is None and bring_in.to_track_id is None
    return in_person and bring_in.colleague_id == party.id


def _is_done(bring_in: BringIn) -> bool:
    return bring_in.part_published_at is not None


def may_answer(bring_in: BringIn, user: User) -> bool:
    """Whether *user* is asked: in person, as somebody of the department, or as somebody who works on the track."""
    if bring_in.to_track is not None:
        track = bring_in.to_track
        on_it = user.id in (track.author_id, track.contact_id) or user in track.members
        return on_it or user.department_id == track.department_id
    if bring_in.department_id is not None:
        return user.department_id == bring_in.department_id
    return user.id == bring_in.colleague_id


def refuse_answer(bring_in: BringIn, user: User) -> None:
    """Refuses (`AlreadyAnswered`) a question that was answered or withdrawn, (`NotYours`) who was not asked."""
    if bring_in.state is BringInState.withdrawn:
        raise AlreadyAnswered("Uw collega trok deze vraag in. U hoeft niets meer te doen.")
    if bring_in.state is not BringInState.asked:
        raise AlreadyAnswered(f"Deze vraag is al beantwoord, door {bring_in.helper}.")
    if not may_answer(bring_in, user):
        raise NotYours("Deze vraag is niet aan u gesteld.")


def refuse_path(bring_in: BringIn, path: LandingPath | None) -> None:
    """A track that says yes names where it could land; any other path is refused (`Refused`)."""
    if bring_in.to_track is None:
        return
    if bring_in.to_track.state not in RUNS:
        raise Refused("Uw traject loopt niet meer. U kunt dit punt niet meenemen.", field="path")
    if path is None or bring_in.to_track.room_id != path.room_id:
        raise Refused("Kies waar dit punt in uw traject kan terechtkomen. Zo weet de bewoner waar het op wacht.",
                      field="path")  # fmt: skip


def refuse_writing(bring_in: BringIn, user: User) -> None:
    """Whose part it is, and until when. Refuses `NotYours` and `PartIsPublished`."""
    if bring_in.state is not BringInState.accepted or bring_in.colleague_id != user.id:
        raise NotYours("Alleen wie ja zei, schrijft dit deel van het antwoord.", field="part")
    if bring_in.part_published_at is not None:
        raise PartIsPublished("Uw deel staat in het antwoord dat de bewoner las. Het kan niet meer veranderen.")


def goes_along(bring_in: BringIn) -> bool:
    """Whether the part stands in the answer: written by who said yes, and not left out."""
    return bring_in.state is BringInState.accepted and bool(bring_in.part.strip()) and not bring_in.left_out


def parts_of(bring_ins: Collection[BringIn]) -> list[dict[str, str | int]]:
    """The parts of an answer as residents read them, each with the name and the work of who wrote it."""
    kept = (asked for asked in bring_ins if goes_along(asked) and asked.colleague is not None)
    return [
        {
            "bring_in": asked.id, "name": asked.colleague.name, "job": asked.colleague.job_title,
            "team": asked.colleague.department.name, "text": asked.part,
        }
        for asked in sorted(kept, key=lambda one: one.id)
        if asked.colleague is not None
    ]  # fmt: skip
