"""What holds for a track and its declared room, judged without database, web or clock.

`room_check` computes every finding of the phase *open* from domain rules I1–I14 and I35. *Blocks* cannot be passed by
anybody; *explain* opens only with the public explanation of a named person.
"""

from datetime import date

from participation.config import Municipality
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules import explainable, honesty, necessities, one_text
from participation.tracks.rules.findings import (
    Finding,
    blocking,
    in_the_text,
    in_words,
    unexplained,
    with_explanations,
)
from participation.tracks.rules.one_text import Voice, is_written_down, mandate_name, speaks_for, voices
from participation.tracks.rules.same_text import COPIED_FIELDS, LATER_FIELDS, ROOM_FIELDS, ROW_FIELDS, fingerprint
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
    things,
    why_not_approved,
    working_days_between,
    wrote_it,
)
from participation.words import says_something

__all__ = [
    "COPIED_FIELDS",
    "LATER_FIELDS",
    "MOVES",
    "ROOM_FIELDS",
    "ROW_FIELDS",
    "SHORTEST_EXPLANATION",
    "SHORTEST_REASON",
    "Answer",
    "Closed",
    "Finding",
    "Move",
    "NotAllowedNow",
    "Problem",
    "Voice",
    "WhyClosed",
    "after",
    "blocking",
    "fingerprint",
    "in_the_text",
    "in_words",
    "is_written_down",
    "mandate_name",
    "may_move",
    "review_problems",
    "room_check",
    "says_something",
    "speaks_for",
    "takes_contributions",
    "things",
    "unexplained",
    "voices",
    "why_closed",
    "why_not_approved",
    "working_days_between",
    "wrote_it",
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
        *one_text.mandate_says_what_it_covers(room),
        *one_text.mandate_lasts_long_enough(track, room),
        *explainable.we_can_carry_it(room),
        *explainable.weighing_is_known(room),
        *explainable.answer_comes_soon_enough(track, terms),
        *explainable.belongs_to_a_shared_question(track, room),
    )
    told = list(one_text.everybody_tells_one_story(track, room))
    found = [*hard, *blocking(told), *explain, *(finding for finding in told if not finding.blocks)]
    return with_explanations(found, room)
