"""Who may do what: one map. Views name a permission; they hold no policy of their own."""

import enum
from collections.abc import Callable
from typing import Any

from participation.accounts.models import Role, User
from participation.contributions.models import BringIn, Contribution, Point
from participation.contributions.moderation.models import Report
from participation.outcomes.experience.models import Experience
from participation.outcomes.texts.models import AnswerText
from participation.tracks.models import Moment, Track
from participation.tracks.review import Review
from participation.tracks.room import DeclaredRoom


class Permission(enum.Enum):
    """Each member is one thing that somebody can do; the value is the sentence."""

    use_desk = "may enter the desk"
    create_track = "may start a track"
    see_track = "may see everything of this track at the desk"
    edit_track = "may write the declared room of this track and ask for review"
    run_track = "may open, close or stop this track, and name its contact, moments and decisions"
    explain = "may explain in public why a rule is not followed here"
    confirm_room = "may confirm that this is the one text: for the own department, or as who holds the mandate"
    enter_contribution = "may write down what a resident said"
    handle_contribution = "may check, answer and hand over contributions of this track"
    answer_bring_in = "may answer a colleague who asked for help"
    change_answer_text = "may change this answer text, or take it out of the library"
    shape_house = "may write the vision of the house, and set its terms and what each level says"
    coordinate = "may see what is overdue and what waits for review"
    review_room = "may judge whether a declared room is honest"
    override_review = "may let a track open although no reviewer agreed, with a public explanation"
    see_colleagues = "may see who works here, hand over their work and close an account"
    see_mail = "may see which mail waits and why one failed"


Predicate = Callable[[User, Any], bool]


def _track_of(thing: Any) -> Track:
    if isinstance(thing, Track):
        return thing
    if isinstance(thing, Point):
        return thing.contribution.track
    if isinstance(thing, Review):
        return thing.room.track
    if isinstance(thing, Contribution | DeclaredRoom | Experience | Moment | Report):
        return thing.track
    raise TypeError(f"{type(thing).__name__} belongs to no track")


def works_here(user: User, _thing: Any) -> bool:
    return user.active


def has_role(*roles: Role) -> Predicate:
    return lambda user, _thing: user.role in roles


def is_member(user: User, thing: Any) -> bool:
    """Named on the track, or from the department that runs it."""
    track = _track_of(thing)
    return user.department_id == track.department_id or user.id == track.author_id or user in track.members


def is_in_named_department(user: User, thing: Any) -> bool:
    track = _track_of(thing)
    return user.department_id in {track.department_id, *(department.id for department in track.departments)}


def is_in_a_department_that_is_asked(user: User, thing: Any) -> bool:
    """Named on the track, and not the one that wrote the text (I10)."""
    track = _track_of(thing)
    named = {department.id for department in track.departments} - {track.department_id}
    return user.department_id in named


def holds_the_mandate(user: User, thing: Any) -> bool:
    """Who may promise what stands in this room, in person (I8). It opens the room, not what residents said."""
    return isinstance(thing, DeclaredRoom) and thing.mandate_user_id == user.id


def is_not_the_author(user: User, thing: Any) -> bool:
    """The author can never review (I9), and neither can whoever asked for the review."""
    if isinstance(thing, Review):
        return user.id not in (thing.requested_by_id, thing.room.author_id, thing.room.track.author_id)
    return user.id != _track_of(thing).author_id


def is_the_asked_colleague(user: User, thing: Any) -> bool:
    return isinstance(thing, BringIn) and thing.colleague_id == user.id


def is_in_the_department_of_the_text(user: User, thing: Any) -> bool:
    return isinstance(thing, AnswerText) and thing.department_id == user.department_id


def either(*predicates: Predicate) -> Predicate:
    return lambda user, thing: any(predicate(user, thing) for predicate in predicates)


coordinates = has_role(Role.coordinator, Role.director)
directs = has_role(Role.director)

MAP: dict[Permission, tuple[Predicate, ...]] = {
    Permission.use_desk: (works_here,),
    Permission.create_track: (works_here,),
    Permission.see_track: (works_here, either(is_member, is_in_named_department, coordinates, holds_the_mandate)),
    Permission.edit_track: (works_here, is_member),
    Permission.run_track: (works_here, either(is_member, coordinates)),
    Permission.explain: (works_here, either(is_member, directs)),
    Permission.confirm_room: (works_here, either(is_in_a_department_that_is_asked, holds_the_mandate)),
    Permission.enter_contribution: (works_here,),
    Permission.handle_contribution: (works_here, is_member),
    Permission.answer_bring_in: (works_here, is_the_asked_colleague),
    Permission.change_answer_text: (works_here, either(is_in_the_department_of_the_text, coordinates)),
    Permission.shape_house: (works_here, coordinates),
    Permission.coordinate: (works_here, coordinates),
    Permission.review_room: (works_here, coordinates, is_not_the_author),
    Permission.override_review: (works_here, directs, is_not_the_author),
    Permission.see_colleagues: (works_here, has_role(Role.coordinator, Role.director, Role.administrator)),
    Permission.see_mail: (works_here, has_role(Role.coordinator, Role.director, Role.administrator)),
}


def can(user: User | None, permission: Permission, thing: Any = None) -> bool:
    """Whether *user* may do this with *thing*: every predicate of the map must say yes. Nobody may do nothing."""
    return user is not None and all(predicate(user, thing) for predicate in MAP[permission])
