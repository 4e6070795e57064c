"""The library of answer texts: a start, in versions, and never an answer by itself (I17)."""

import pytest
from sqlalchemy import delete, select, update

from participation import clock
from participation.contributions.models import Contribution
from participation.db import db
from participation.history import Event
from participation.outcomes import actions as outcomes
from participation.outcomes.models import OutcomeKind
from participation.outcomes.rules import Decision, NotReady
from participation.outcomes.texts import actions, queries
from participation.outcomes.texts.actions import ChangedMeanwhile, NothingChanged, NotUsable
from participation.outcomes.texts.freeze import TextStands
from participation.outcomes.texts.models import AnswerText, AnswerTextVersion
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import decision_values
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

SCHOOL = "De school beslist zelf over het plein. De gemeente gaat daar niet over."
MONEY = "Voor deze straat is er één bedrag. Wat hier meer kost, kan ergens anders niet."
ONLY_STANDARD = "Dit is nog precies de standaardtekst. Zeg erbij wat er voor deze bewoner geldt."
HARDLY_MORE = "Dit is bijna alleen standaardtekst. Zeg in een hele zin erbij wat er voor deze bewoner geldt."


def write(cast: Cast, text: str = SCHOOL, title: str = "Het schoolplein", *kinds: OutcomeKind) -> AnswerText:
    return actions.write_text(title, text, kinds, actor=cast.bram, now=clock.now())


def change(block: AnswerText, text: str, cast: Cast, *, seen: int = 1) -> AnswerTextVersion:
    return actions.change_text(block, "Het schoolplein", text, (), seen=seen, actor=cast.chantal, now=clock.now())


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return check_public(make_contribution(make_open_track(cast.bram)))


def publish(contribution: Contribution, reason: str, cast: Cast) -> None:
    point = contribution.points[0]
    values = {**decision_values(OutcomeKind.not_adopted, point), "reason": reason}
    decision = Decision(kind=OutcomeKind.not_adopted, **values)
    outcomes.publish(point, decision, base_version=0, actor=cast.bram, now=clock.now())


def refused(contribution: Contribution, reason: str, cast: Cast) -> tuple[str | None, str]:
    with pytest.raises(NotReady) as refusal:
        publish(contribution, reason, cast)
    return refusal.value.field, refusal.value.sentence


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (SCHOOL, ONLY_STANDARD),
        (f"  {SCHOOL.upper()}\n\n", ONLY_STANDARD),
        (SCHOOL.replace(" ", "\n \t"), ONLY_STANDARD),
        (SCHOOL.replace(".", ""), ONLY_STANDARD),
        (SCHOOL.replace(" ", " \u200b"), ONLY_STANDARD),
        (MONEY.replace("één", "e\u0301e\u0301n"), ONLY_STANDARD),
        (f"{SCHOOL}\n\n{MONEY}", ONLY_STANDARD),
        (f"{MONEY}{SCHOOL}{MONEY}", ONLY_STANDARD),
        ("De gemeente gaat daar niet over. Voor deze straat is er één bedrag.", ONLY_STANDARD),
        (f"{SCHOOL} Jammer.", HARDLY_MORE),
        (f"Dank u wel voor uw bijdrage. {SCHOOL}", HARDLY_MORE),
    ],
)
def test_standard_text_alone_is_never_published_however_it_was_put_together(
    contribution: Contribution, cast: Cast, reason: str, sentence: str
) -> None:
    write(cast)
    write(cast, MONEY, "Het geld")
    assert refused(contribution, reason, cast) == ("reason", sentence)
    assert contribution.points[0].outcome_id is None


def test_with_a_sentence_for_this_resident_it_is_an_answer_and_the_text_counts_as_used(
    contribution: Contribution, cast: Cast
) -> None:
    block, other = write(cast), write(cast, MONEY, "Het geld")
    publish(contribution, f"{SCHOOL} Uw idee voor het hek geven wij aan de directeur.", cast)
    db.session.expire_all()
    assert (block.last_used_at, other.last_used_at) == (clock.now(), None)
    assert contribution.points[0].outcome_kind == "not_adopted"


def test_a_filled_in_place_makes_the_sentence_ones_own(contribution: Contribution, cast: Cast) -> None:
    write(cast, "In [de straat] ligt een gasleiding onder de stoep.", "De leiding")
    publish(contribution, "In de Kerkstraat ligt een gasleiding onder de stoep.", cast)
    assert contribution.points[0].outcome_kind == "not_adopted"


def test_what_was_standard_text_once_stays_it(contribution: Contribution, cast: Cast) -> None:
    block = write(cast)
    change(block, "Over het plein beslist het bestuur van de school.", cast)
    actions.archive_text(block, "De school is dicht.", actor=cast.bram, now=clock.now())
    assert refused(contribution, SCHOOL, cast) == ("reason", ONLY_STANDARD)


def test_a_change_is_a_new_version_and_the_old_one_stays(cast: Cast) -> None:
    block = write(cast)
    change(block, f"{SCHOOL} Bel de school.", cast)
    assert [(one.number, one.text, one.made_by.name) for one in queries.versions(block)] == [
        (2, f"{SCHOOL} Bel de school.", "Chantal Mulder"), (1, SCHOOL, "Bram de Boer"),
    ]  # fmt: skip
    assert (block.version, block.current.number, block.owner.name) == (2, 2, "Bram de Boer")


def test_who_was_second_is_told_and_nothing_is_written_over(cast: Cast) -> None:
    block = write(cast)
    change(block, f"{SCHOOL} Bel de school.", cast)
    with pytest.raises(ChangedMeanwhile, match="Chantal Mulder heeft deze tekst intussen veranderd."):
        actions.change_text(block, "Plein", MONEY, (), seen=1, actor=cast.bram, now=clock.now())
    assert block.current.text == f"{SCHOOL} Bel de school."


def test_the_same_words_again_are_no_version(cast: Cast) -> None:
    block = write(cast)
    with pytest.raises(NothingChanged):
        change(block, f" {SCHOOL} ", cast)


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [(" ", SCHOOL, "title"), ("x" * 121, SCHOOL, "title"), ("Plein", " ", "text"), ("Plein", "Zonder punt", "text")],
)
def test_a_text_needs_a_title_and_a_whole_sentence(cast: Cast, title: str, text: str, field: str) -> None:
    with pytest.raises(NotUsable) as refusal:
        write(cast, text, title)
    assert refusal.value.field == field


def test_archiving_needs_a_reason_and_ends_the_offer(cast: Cast) -> None:
    block = write(cast)
    with pytest.raises(NotUsable):
        actions.archive_text(block, " ", actor=cast.bram, now=clock.now())
    actions.archive_text(block, "De school is dicht.", actor=cast.bram, now=clock.now())
    assert (queries.offered(), queries.words_of(block.id), queries.archived()) == ([], "", [block])
    with pytest.raises(ChangedMeanwhile):
        change(block, MONEY, cast)
    with pytest.raises(ChangedMeanwhile):
        actions.archive_text(block, "Nog eens.", actor=cast.bram, now=clock.now())


def test_every_verb_is_one_event(cast: Cast) -> None:
    block = write(cast)
    change(block, MONEY, cast)
    actions.archive_text(block, "De school is dicht.", actor=cast.bram, now=clock.now())
    kinds = db.session.scalars(select(Event.kind).where(Event.kind.startswith("answer_text")).order_by(Event.id))
    assert list(kinds) == ["answer_text.written", "answer_text.changed", "answer_text.archived"]


def test_a_text_is_offered_where_it_fits(cast: Cast) -> None:
    everywhere = write(cast, MONEY, "Aan het begin")
    for_no = write(cast, SCHOOL, "Het plein", OutcomeKind.not_adopted)
    assert queries.to_begin_with(OutcomeKind.not_adopted) == [for_no, everywhere]
    assert queries.to_begin_with(OutcomeKind.adopted) == [everywhere]
    assert queries.offered("PLEIN") == [for_no]
    assert queries.offered("%") == []


def test_nothing_rewrites_a_version(cast: Cast) -> None:
    version = write(cast).current
    for statement in (update(AnswerTextVersion).values(text=""), delete(AnswerTextVersion)):
        with pytest.raises(TextStands):
            db.session.execute(statement)
    version.text = "Iets anders."
    with pytest.raises(TextStands):
        db.session.flush()
    db.session.rollback()
