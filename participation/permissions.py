"""Who may do what: one map. Views name a permission; they hold no policy of their own."""

import enum
from collections.abc import Callable
from typing import Any

from participation.accounts.models import Department, Role, User
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.bringing_in.rules import may_answer
from participation.contributions.dividing.models import DealingRule
from participation.contributions.files.models import ContributionFile
from participation.contributions.models import Contribution, Point
from participation.contributions.moderation.models import Report
from participation.contributions.sheets.models import Sheet
from participation.contributions.themes.models import Theme
from participation.outcomes.experience.models import Experience
from participation.outcomes.finding.models import SavedSearch
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter
from participation.outcomes.letters.models import Letter, LetterRun
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
    import_contributions = "may bring in a sheet of what residents of this track said elsewhere"
    bring_answers_back = "may bring back answers in a sheet: who sent that sheet"
    handle_contribution = "may check, answer and hand over contributions of this track"
    see_team = "may see who of this department works on what"
    answer_bring_in = "may answer a colleague who asked for help"
    change_answer_text = "may change this answer text, or take it out of the library"
    use_saved_search = "may open a search that was kept, give it another name or remove it"
    shape_house = "may write the vision of the house, and set its terms and what each level says"
    coordinate = "may see what is overdue and what waits for review"
    review_room = "may judge whether a declared room is honest"
    override_review = "may let a track open although no reviewer agreed, with a public explanation"
    see_colleagues = "may see who works here, hand over their work and close an account"
    see_mail = "may see which mail waits and why one failed"


Predicate = Callable[[User, Any], bool]

OF_A_TRACK = (
    Contribution, ContributionFile, DeclaredRoom, Experience, GroupedAnswer, GroupedLetter, Letter,
    LetterRun, Moment, Report, Sheet, Theme,
)  # fmt: skip


def _track_of(thing: Any) -> Track:
    if isinstance(thing, Track):
        return thing
    if isinstance(thing, Point):
        return thing.contribution.track
    if isinstance(thing, BringIn):
        return thing.point.contribution.track
    if isinstance(thing, Review):
        return thing.room.track
    if isinstance(thing, DealingRule):
        return thing.track
    if isinstance(thing, OF_A_TRACK) and thing.track is not None:
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


def has_it_on_the_desk(user: User, thing: Any) -> bool:
    """The contribution itself went to this person or to the own team: they answer it, whoever runs the track."""
    said = thing.contribution if isinstance(thing, Point) else thing
    if not isinstance(said, Contribution):
        return False
    return user.id == said.handler_id or user.department_id == said.department_id


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


def is_asked_to_help(user: User, thing: Any) -> bool:
    """In person, as somebody of the department that is asked, or as somebody who works on the other track."""
    return isinstance(thing, BringIn) and may_answer(thing, user)


def is_in_the_department_of_the_text(user: User, thing: Any) -> bool:
    return isinstance(thing, AnswerText) and thing.department_id == user.department_id


def is_in_the_team(user: User, thing: Any) -> bool:
    """The thing is a department, or a colleague of one: only who works there sees the work of that team (I34)."""
    team = thing.id if isinstance(thing, Department) else thing.department_id
    return bool(user.department_id == team)


def sent_it(user: User, thing: Any) -> bool:
    return isinstance(thing, Sheet) and thing.sent_by_id == user.id


def keeps_the_search(user: User, thing: Any) -> bool:
    """One's own, or of the own team."""
    return isinstance(thing, SavedSearch) and (thing.owner_id == user.id or thing.department_id == user.department_id)


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
    Permission.import_contributions: (works_here, is_member),
    Permission.bring_answers_back: (works_here, sent_it),
    Permission.handle_contribution: (works_here, either(is_member, has_it_on_the_desk)),
    Permission.see_team: (works_here, either(is_in_the_team, coordinates)),
    Permission.answer_bring_in: (works_here, is_asked_to_help),
    Permission.change_answer_text: (works_here, either(is_in_the_department_of_the_text, coordinates)),
    Permission.use_saved_search: (works_here, keeps_the_search),
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
