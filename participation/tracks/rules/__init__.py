"""What holds for a track and its declared room, judged without database, web or clock.

`room_check` computes every finding of the phase *open* from domain rules I1–I14 and I35. *Blocks* cannot be passed by
anybody; *explain* opens only with the public explanation of a named person.
"""

from datetime import date

from participation.config import Municipality
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules import explainable, honesty, necessities
from participation.tracks.rules.explainable import Confirmed, confirmations
from participation.tracks.rules.findings import Finding, blocking, in_words, unexplained, with_explanations
from participation.tracks.rules.same_text import ROOM_FIELDS, ROW_FIELDS, fingerprint
from participation.tracks.rules.states import (
    MOVES,
    Closed,
    Move,
    NotAllowedNow,
    WhyClosed,
    after,
    may_move,
    takes_contributions,
    why_closed,
)
from participation.tracks.rules.verdicts import (
    SHORTEST_EXPLANATION,
    SHORTEST_REASON,
    Answer,
    Problem,
    review_problems,
    says_something,
    things,
    why_not_approved,
    working_days_between,
    wrote_it,
)

__all__ = [
    "MOVES", "ROOM_FIELDS", "ROW_FIELDS", "SHORTEST_EXPLANATION", "SHORTEST_REASON", "Answer", "Closed", "Confirmed",
    "Finding", "Move", "NotAllowedNow", "Problem", "WhyClosed", "after", "blocking", "confirmations", "fingerprint",
    "in_words", "may_move",
    "review_problems", "room_check", "says_something", "takes_contributions", "things", "unexplained", "why_closed",
    "why_not_approved", "working_days_between", "wrote_it",
]  # fmt: skip


def room_check(track: Track, room: DeclaredRoom, terms: Municipality, today: date) -> list[Finding]:
    """Everything that is not as it should be in *room*, what blocks first, each with the explanation that was given."""
    hard = (
        *necessities.plan_is_complete(track, room),
        *necessities.contact_can_be_reached(track),
        *necessities.dates_are_in_order(track, today),
        *honesty.level_fits_the_room(room),
        *honesty.outcome_can_still_differ(room),
        *honesty.questions_say_what_can_change(room),
        *honesty.questions_land_somewhere(room),
        *honesty.paths_serve_a_question(room),
        *honesty.fixed_points_have_a_source(room, today),
        *honesty.power_was_given(room, today),
    )
    explain = (
        *explainable.input_arrives_in_time(track, room, terms, today),
        *explainable.answer_comes_before_the_decision(track, room, today),
        *explainable.unknown_points_have_a_day(room, today),
        *explainable.reviewer_agreed(room),
        *explainable.departments_tell_one_story(track, room),
        *explainable.we_can_carry_it(room),
        *explainable.weighing_is_known(room),
        *explainable.answer_comes_soon_enough(track, terms),
        *explainable.belongs_to_a_shared_question(track, room),
    )
    return with_explanations([*hard, *explain], room)
