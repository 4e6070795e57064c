"""A contribution is cut into points by selecting passages; the words of the resident never change."""

import pytest

from participation import clock
from participation.contributions import actions as contributions
from participation.contributions.models import Contribution, Point, PublicState
from participation.contributions.points import actions
from participation.contributions.points.models import Passage
from participation.contributions.points.queries import cut_of
from participation.contributions.points.rules import ORIGINAL, HasAnswer, HasWork, LastPoint, Span, Taken
from participation.contributions.same_version import PublicChanged, public_mark
from participation.db import db
from participation.history import Event
from participation.outcomes.models import OutcomeKind
from participation.refusals import Refused
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_bring_in
from tests.factories.tracks import make_open_track
from tests.outcomes.answered import publish
from tests.support.cast import Cast

TREES, BENCH, BIN = "Zet bomen bij de school.", "En zet een bank bij de vijver.", "De bak is vol."
SAID = f"{TREES} {BENCH}\n\n{BIN}"


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return make_contribution(make_open_track(cast.bram), SAID)


def span(words: str, source: int = ORIGINAL, text: str = SAID) -> Span:
    return Span(source, text.index(words), text.index(words) + len(words))


def make(contribution: Contribution, cast: Cast, *words: str, title: str = "") -> Point:
    return actions.make_point(contribution, [span(one) for one in words], title, actor=cast.bram, now=clock.now())


def uncovered(contribution: Contribution) -> list[str]:
    cut = cut_of(contribution)
    return [cut.words(one) for one in cut.uncovered]


def kinds() -> list[str]:
    db.session.commit()
    return [
        kind
        for (kind,) in db.session.query(Event.kind).order_by(Event.id)
        if kind.startswith(("point.", "contribution.m"))
    ]


def told(contribution: Contribution) -> list[tuple[int, str, str]]:
    db.session.commit()
    return [(point.position, point.title, point.text) for point in contribution.points]


def test_the_first_point_is_the_one_there_was_and_the_rest_is_marked_as_uncovered(
    contribution: Contribution, cast: Cast
) -> None:
    before = contribution.points[0].id
    point = make(contribution, cast, TREES, title="  Bomen bij \n de school ")
    assert point.id == before
    assert told(contribution) == [(1, "Bomen bij de school", TREES)]
    assert uncovered(contribution) == [f"{BENCH}\n\n{BIN}"]
    make(contribution, cast, BENCH)
    make(contribution, cast, BIN)
    assert told(contribution) == [(1, "Bomen bij de school", TREES), (2, "", BENCH), (3, "", BIN)]
    assert uncovered(contribution) == []
    assert contribution.original_text == SAID
    assert kinds() == ["point.made"] * 3


def test_nothing_is_uncovered_as_long_as_nobody_cut_it(contribution: Contribution) -> None:
    assert cut_of(contribution).is_whole
    assert uncovered(contribution) == []


def test_a_point_of_several_passages_shows_where_words_are_left_out(contribution: Contribution, cast: Cast) -> None:
    point = make(contribution, cast, TREES, BIN)
    assert point.text == f"{TREES} […] {BIN}"
    actions.add_passages(point, [span(BENCH)], actor=cast.bram, now=clock.now())
    assert point.text == SAID, "neighbours become one passage, with the white space that stood between them"
    assert len(cut_of(contribution).pieces) == 1


def test_white_space_at_the_ends_is_left_out(contribution: Contribution, cast: Cast) -> None:
    point = actions.make_point(contribution, [Span(ORIGINAL, 0, len(TREES) + 1)], actor=cast.bram, now=clock.now())
    assert point.text == TREES


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        ([], "nothing was selected"),
        ([Span(ORIGINAL, 4, 4)], "no words"),
        ([Span(ORIGINAL, len(TREES), len(TREES) + 1)], "only white space"),
        ([Span(ORIGINAL, 0, 10_000)], "beyond the end"),
        ([Span(ORIGINAL, -5, 3)], "before the beginning"),
        ([Span(99, 0, 3)], "an addition that is not of this contribution"),
        ([Span(ORIGINAL, 0, 8), Span(ORIGINAL, 4, 12)], "the same word twice"),
    ],
)
def test_what_is_no_selection_of_the_words_is_refused(
    contribution: Contribution, cast: Cast, spans: list[Span], why: str
) -> None:
    with pytest.raises(Refused):
        actions.make_point(contribution, spans, actor=cast.bram, now=clock.now())
    assert cut_of(contribution).is_whole, why


def test_words_belong_to_one_point_only(contribution: Contribution, cast: Cast) -> None:
    make(contribution, cast, TREES)
    with pytest.raises(Taken):
        make(contribution, cast, "de school")
    second = make(contribution, cast, BENCH)
    with pytest.raises(Taken):
        actions.add_passages(second, [span("school. En zet")], actor=cast.bram, now=clock.now())


def test_an_addition_of_the_resident_can_become_a_point(contribution: Contribution, cast: Cast) -> None:
    added = contributions.add_to(contribution, "Nog iets. De lantaarn is stuk.", now=clock.now())
    make(contribution, cast, SAID.strip())
    assert uncovered(contribution) == [added.text]
    lantern = span("De lantaarn is stuk.", added.id, added.text)
    point = actions.make_point(contribution, [lantern], "Licht", actor=cast.bram, now=clock.now())
    assert point.text == "De lantaarn is stuk."
    assert uncovered(contribution) == ["Nog iets."]


def test_no_unchecked_word_gets_out_when_the_words_of_a_point_change(contribution: Contribution, cast: Cast) -> None:
    check_public(contribution, "Zet bomen bij de school. [naam] zegt: zet een bank.")
    make(contribution, cast, TREES)
    make(contribution, cast, BENCH)
    assert contribution.public_state is PublicState.unchecked
    assert [(point.public_text, point.is_public) for point in contribution.points] == [(None, False)] * 2
    check_public(contribution)
    second = contribution.points[1]
    actions.add_passages(second, [span(BIN)], actor=cast.bram, now=clock.now())
    assert [(point.public_text, point.is_public) for point in contribution.points] == [(TREES, False), (None, False)]


def test_what_is_hidden_stays_hidden(contribution: Contribution, cast: Cast) -> None:
    contributions.hide(contribution, "Er staat een buurman in.", actor=cast.bram, now=clock.now())
    make(contribution, cast, TREES)
    assert contribution.public_state is PublicState.hidden
    assert contribution.hidden_reason == "Er staat een buurman in."


def test_naming_a_point_changes_no_words_and_stays_public(contribution: Contribution, cast: Cast) -> None:
    point = make(contribution, cast, TREES)
    check_public(contribution)
    actions.rename(point, "De bomen", actor=cast.bram, now=clock.now())
    actions.rename(point, "De bomen", actor=cast.bram, now=clock.now())
    assert (contribution.is_public, point.is_public, point.public_text) == (True, True, TREES)
    assert kinds() == ["point.made", "point.renamed"]


def test_a_passage_is_taken_out_again_but_never_the_last(contribution: Contribution, cast: Cast) -> None:
    point = make(contribution, cast, TREES, BIN)
    first, last = cut_of(contribution).pieces
    actions.take_out(point, first.id, actor=cast.bram, now=clock.now())
    assert point.text == BIN
    (left,) = cut_of(contribution).pieces
    with pytest.raises(Refused):
        actions.take_out(point, left.id, actor=cast.bram, now=clock.now())
    with pytest.raises(Refused):
        actions.take_out(point, last.id + 100, actor=cast.bram, now=clock.now())


def test_two_points_become_one_and_the_numbers_close_up(contribution: Contribution, cast: Cast) -> None:
    first, second, third = (make(contribution, cast, words) for words in (TREES, BENCH, BIN))
    actions.merge(second, first, actor=cast.bram, now=clock.now())
    assert told(contribution) == [(1, "", f"{TREES} {BENCH}"), (2, "", BIN)]
    with pytest.raises(Refused):
        actions.merge(third, third, actor=cast.bram, now=clock.now())
    assert kinds()[-1] == "point.merged"


def test_removing_a_point_frees_its_words(contribution: Contribution, cast: Cast) -> None:
    make(contribution, cast, TREES)
    second = make(contribution, cast, BENCH)
    actions.remove(second, actor=cast.bram, now=clock.now())
    assert told(contribution) == [(1, "", TREES)]
    assert uncovered(contribution) == [f"{BENCH}\n\n{BIN}"]
    with pytest.raises(LastPoint):
        actions.remove(contribution.points[0], actor=cast.bram, now=clock.now())


def test_all_cutting_can_be_undone(contribution: Contribution, cast: Cast) -> None:
    make(contribution, cast, TREES, title="Bomen")
    make(contribution, cast, BENCH)
    actions.make_whole(contribution, actor=cast.bram, now=clock.now())
    assert told(contribution) == [(1, "", SAID)]
    assert cut_of(contribution).is_whole and not db.session.query(Passage).count()
    actions.make_whole(contribution, actor=cast.bram, now=clock.now())
    assert kinds().count("contribution.made_whole") == 1


def test_a_point_on_which_work_hangs_does_not_disappear(contribution: Contribution, cast: Cast) -> None:
    first, second = make(contribution, cast, TREES), make(contribution, cast, BENCH)
    make_bring_in(second, cast.chantal, accepted=False)
    db.session.commit()
    for verb in (
        lambda: actions.remove(second, actor=cast.bram, now=clock.now()),
        lambda: actions.merge(second, first, actor=cast.bram, now=clock.now()),
        lambda: actions.make_whole(contribution, actor=cast.bram, now=clock.now()),
    ):
        with pytest.raises(HasWork):
            verb()
        db.session.rollback()
    actions.merge(first, second, actor=cast.bram, now=clock.now())
    assert told(contribution) == [(1, "", f"{TREES} {BENCH}")]


def test_after_an_answer_a_point_stays_what_it_was(contribution: Contribution, cast: Cast) -> None:
    first, second = make(contribution, cast, TREES), make(contribution, cast, BENCH)
    check_public(contribution)
    publish(first, cast, OutcomeKind.not_adopted)
    (piece,) = cut_of(contribution).of(first)
    now = clock.now()
    for verb in (
        lambda: actions.add_passages(first, [span(BIN)], actor=cast.bram, now=now),
        lambda: actions.take_out(first, piece.id, actor=cast.bram, now=now),
        lambda: actions.rename(first, "Anders", actor=cast.bram, now=now),
        lambda: actions.merge(first, second, actor=cast.bram, now=now),
        lambda: actions.merge(second, first, actor=cast.bram, now=now),
        lambda: actions.remove(first, actor=cast.bram, now=now),
        lambda: actions.make_whole(contribution, actor=cast.bram, now=now),
    ):
        with pytest.raises(HasAnswer):
            verb()
    with pytest.raises(LastPoint):
        actions.remove(second, actor=cast.bram, now=now)


def test_uncovered_words_can_become_a_point_as_long_as_an_answer_is_owed(
    contribution: Contribution, cast: Cast
) -> None:
    first, second = make(contribution, cast, TREES), make(contribution, cast, BENCH)
    check_public(contribution)
    publish(first, cast, OutcomeKind.not_adopted)
    third = make(contribution, cast, BIN)
    actions.remove(third, actor=cast.bram, now=clock.now())
    check_public(contribution)
    publish(second, cast, OutcomeKind.not_adopted)
    with pytest.raises(HasAnswer):
        make(contribution, cast, BIN)


def test_nobody_cuts_over_what_a_colleague_did(contribution: Contribution, cast: Cast) -> None:
    seen = public_mark(contribution)
    make(contribution, cast, TREES)
    with pytest.raises(PublicChanged):
        actions.make_point(contribution, [span(BENCH)], actor=cast.bram, now=clock.now(), base=seen)


def test_what_was_taken_back_is_not_cut(contribution: Contribution, cast: Cast) -> None:
    contributions.withdraw(contribution, now=clock.now())
    with pytest.raises(Refused):
        make(contribution, cast, TREES)
