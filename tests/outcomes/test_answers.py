"""What a resident reads, for each kind complete: no verdict without its reason, no refusal without somebody to call."""

from datetime import UTC, date, datetime

import pytest

from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.models import Contribution, Point
from participation.outcomes.answers import Answer, answer
from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.outcomes.models import (
    ExecutionState,
    ExecutionStep,
    Outcome,
    OutcomeKind,
    OutcomeState,
    ReasonKind,
)
from participation.outcomes.sentences import Sentence, Term, call, own, say
from participation.tracks.models import Track
from participation.tracks.room import (
    Constraint,
    ConstraintKind,
    Criterion,
    DeclaredRoom,
    FixedPoint,
    LandingPath,
    Level,
)

TODAY = date(2027, 2, 1)
BRAM = User(name="Bram de Boer", phone="0999 12 34 56")
TRACK = Track(contact=BRAM)
FIXED = FixedPoint(
    text="Het riool wordt vernieuwd.", reason="Het lekt.", source="Raadsbesluit rioolplan",
    decided_by="De gemeenteraad", decided_on=date(2025, 12, 18),
)  # fmt: skip
LIMIT = Constraint(kind=ConstraintKind.budget, text="Er is 1,2 miljoen euro", room_left="Elders kan het goedkoper")
PATH = LandingPath(
    document="Definitief ontwerp", organ="Het college", decides_on=date(2027, 3, 9), executor="Team Straten",
    work_from=date(2027, 9, 1),
)  # fmt: skip


def say_in_dutch(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(sentence.said(str, lambda day: f"{day:%d-%m-%Y}") for sentence in sentences)


def about(
    kind: OutcomeKind, *, steps: list[ExecutionStep] | None = None, due: date | None = None,
    decisions: dict[int, OrganDecision] | None = None, **values: object,
) -> Answer:  # fmt: skip
    room = DeclaredRoom(level=Level.advise, fixed_points=[FIXED], constraints=[LIMIT])
    contribution = Contribution(room=room, received_at=datetime(2026, 11, 24, 11, tzinfo=UTC))
    point = Point(contribution=contribution)
    empty = dict.fromkeys(("interest", "part_adopted", "part_not", "place", "forwarded_to"), "")
    texts: dict[str, object] = {**empty, "reason": "Daar liggen geen kabels.", "state": OutcomeState.draft}
    outcome = Outcome(point=point, kind=kind, **{**texts, **values})
    return answer(
        point, outcome, contribution=contribution, track=TRACK, today=TODAY, steps=steps or [], due=due,
        decisions=decisions,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "values", "decided"),
    [
        (OutcomeKind.adopted, {"path": PATH}, "We nemen uw idee over."),
        (
            OutcomeKind.partly_adopted,
            {"path": PATH, "part_adopted": "de bomen", "part_not": "de bank"},
            "We nemen een deel over. Dit deel wel: de bomen. Dit deel niet: de bank.",
        ),
        (OutcomeKind.not_adopted, {}, "We nemen uw idee niet over."),
        (OutcomeKind.already_done, {}, "Dit doen we al, of het staat al in het plan."),
        (OutcomeKind.outside_room, {}, "Hierover kunnen we nu niet samen beslissen."),
        (
            OutcomeKind.formal_route,
            {"forwarded_to": "de klachtencoördinator", "forwarded_on": date(2027, 1, 4)},
            "Hiervoor is een andere weg, met eigen regels. U hoeft uw bericht niet opnieuw te sturen. "
            "Wij stuurden het op 04-01-2027 door naar de klachtencoördinator.",
        ),
        (OutcomeKind.answered, {}, "U vroeg iets. Wij geven antwoord."),
        (
            OutcomeKind.brought_in,
            {"bring_in": BringIn(colleague=User(name="Joris Vos"))},
            "Dit hoort bij het werk van Joris Vos. Wij hebben Joris Vos erbij gehaald. U hoeft niets te doen.",
        ),
        (
            OutcomeKind.decided_later,
            {"later_on": date(2027, 3, 9)},
            "We kunnen hier nog niets over zeggen. Dat kan wel op 09-03-2027.",
        ),
    ],
)
def test_each_kind_says_what_we_decided_and_gives_the_reason(
    kind: OutcomeKind, values: dict[str, object], decided: str
) -> None:
    found = about(kind, **values)
    assert say_in_dutch(found.decided) == decided
    assert "Daar liggen geen kabels." in say_in_dutch(found.because)
    assert found.landed
    assert found.to_come


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_the_line_stops_only_when_nothing_more_comes(kind: OutcomeKind) -> None:
    assert about(kind).ended is not (kind.is_interim or kind.is_followed)


@pytest.mark.parametrize(
    "kind", [OutcomeKind.not_adopted, OutcomeKind.outside_room, OutcomeKind.answered, OutcomeKind.already_done]
)
def test_where_it_stops_there_is_somebody_to_call(kind: OutcomeKind) -> None:
    assert "Bel Bram de Boer: 0999 12 34 56." in say_in_dutch(about(kind).to_come)


@pytest.mark.parametrize("kind", [OutcomeKind.brought_in, OutcomeKind.decided_later, OutcomeKind.formal_route])
def test_while_others_work_on_it_the_contact_stays(kind: OutcomeKind) -> None:
    assert "Bram de Boer blijft uw contact." in say_in_dutch(about(kind).to_come)


def test_adopted_names_the_document_the_organ_and_the_day() -> None:
    found = about(OutcomeKind.adopted, path=PATH, place="blad 3")
    assert (
        say_in_dutch(found.landed)
        == "Het komt in: Definitief ontwerp, blad 3. Het college beslist daarover op 09-03-2027."
    )


PAST = LandingPath(id=7, document="Werkplan", organ="Het college", decides_on=date(2027, 1, 12), executor="")


def test_a_day_that_passed_is_no_decision_yet() -> None:
    assert say_in_dutch(about(OutcomeKind.adopted, path=PAST).landed) == (
        "Het komt in: Werkplan. Het college zou daarover beslissen op 12-01-2027. Wij weten nog niet wat het werd. "
        "Bel Bram de Boer: 0999 12 34 56."
    )


@pytest.mark.parametrize(
    ("follows", "words"),
    [
        (Follows.wholly, "Dit is zoals bewoners adviseerden."),
        (Follows.not_at_all, "Dit is anders dan bewoners adviseerden. Waarom, leest u op de pagina van het traject."),
    ],
)
def test_a_decision_that_was_taken_is_told_as_taken(follows: Follows, words: str) -> None:
    decision = OrganDecision(
        organ="Het college", decided_on=date(2027, 1, 13), follows=follows, url="https://raad.example/12"
    )
    found = about(OutcomeKind.adopted, path=PAST, decisions={7: decision})
    assert say_in_dutch(found.landed) == (
        f"Het staat in: Werkplan. Het college besliste daarover op 13-01-2027. {words} "
        "Het besluit leest u hier: https://raad.example/12"
    )


def test_adopted_is_followed_until_it_is_done() -> None:
    found = about(OutcomeKind.adopted, path=PATH)
    assert say_in_dutch(found.to_come) == (
        "Het werk begint op zijn vroegst op 01-09-2027. Dat is nog niet zeker. Wie het uitvoert: Team Straten. "
        "We houden u op de hoogte tot het klaar is."
    )


def step(state: ExecutionState, **values: str) -> ExecutionStep:
    return ExecutionStep(state=state, on=date(2027, 1, 15), **{"note": "", "evidence": "", **values})


@pytest.mark.parametrize(
    ("steps", "to_come", "ended"),
    [
        (
            [step(ExecutionState.decided)],
            "Dit is besloten op 15-01-2027. We houden u op de hoogte tot het klaar is.",
            False,
        ),
        (
            [step(ExecutionState.decided), step(ExecutionState.under_way, note="Team Straten plant nu.")],
            "Het werk is begonnen op 15-01-2027. Team Straten plant nu. We houden u op de hoogte tot het klaar is.",
            False,
        ),
        (
            [step(ExecutionState.done, evidence="foto van 15 januari")],
            "Het is klaar sinds 15-01-2027. Dat ziet u hier: foto van 15 januari.",
            False,
        ),
        (
            [step(ExecutionState.lapsed, note="De grond is te nat.")],
            "Op 15-01-2027 bleek dat het toch niet doorgaat. Dat spijt ons. Dit is waarom: De grond is te nat. "
            "Bel Bram de Boer: 0999 12 34 56.",
            True,
        ),
    ],
)
def test_the_work_is_told_as_it_stands(steps: list[ExecutionStep], to_come: str, ended: bool) -> None:
    found = about(OutcomeKind.adopted, steps=steps)
    assert (say_in_dutch(found.to_come), found.ended) == (to_come, ended)


def test_not_adopted_says_what_weighs_heavier() -> None:
    found = about(
        OutcomeKind.not_adopted, reason_kind=ReasonKind.other_interest, interest="kinderen komen veilig op school",
        criterion=Criterion(text="Wie slecht loopt, komt overal."),
    )  # fmt: skip
    assert say_in_dutch(found.because) == (
        "Daar liggen geen kabels. Dit weegt hier zwaarder: kinderen komen veilig op school. "
        "Dit is een van de dingen waar we op letten: Wie slecht loopt, komt overal."
    )


def test_not_adopted_says_what_it_is_about() -> None:
    found = about(OutcomeKind.not_adopted, reason_kind=ReasonKind.money)
    assert say_in_dutch(found.because) == "Daar liggen geen kabels. Het gaat vooral om: geld."


def test_outside_the_room_cites_what_was_fixed_and_that_we_said_so() -> None:
    found = about(OutcomeKind.outside_room, fixed_point=FIXED)
    assert say_in_dutch(found.because).startswith(
        "Dit staat vast: Het riool wordt vernieuwd. Het lekt. Wij hebben dit vooraf ook gezegd."
    )
    assert say_in_dutch(found.landed) == (
        "De gemeenteraad besloot hierover op 18-12-2025. U vindt het in: Raadsbesluit rioolplan."
    )


def test_what_was_fixed_later_was_not_said_before() -> None:
    later = FixedPoint(text="De bomen blijven.", reason="", source="", decided_by="")
    found = about(OutcomeKind.outside_room, fixed_point=later)
    assert "vooraf" not in say_in_dutch(found.because)


def test_a_limit_is_cited_with_the_room_that_it_leaves() -> None:
    found = about(OutcomeKind.outside_room, constraint=LIMIT)
    assert say_in_dutch(found.because).startswith(
        "Dit is de grens (geld): Er is 1,2 miljoen euro. Deze ruimte is er wel: Elders kan het goedkoper. "
        "Wij hebben dit vooraf ook gezegd."
    )


def test_the_day_of_receipt_stays_when_it_goes_another_way() -> None:
    found = about(OutcomeKind.formal_route, forwarded_to="de klachtencoördinator")
    assert "De dag waarop wij uw bericht kregen, blijft gelden: 24-11-2026." in say_in_dutch(found.landed)


@pytest.mark.parametrize(
    ("due", "to_come"),
    [
        (date(2027, 2, 5), "U krijgt antwoord, uiterlijk 05-02-2027. Met een reden, ook als het niet doorgaat."),
        (TODAY, "U krijgt antwoord, uiterlijk 01-02-2027. Met een reden, ook als het niet doorgaat."),
        (
            date(2027, 1, 31),
            "We zijn te laat. Dat spijt ons. U had op 31-01-2027 antwoord moeten hebben. "
            "Bel Bram de Boer: 0999 12 34 56.",
        ),
    ],
)
def test_who_waits_reads_until_when_or_that_we_are_late(due: date, to_come: str) -> None:
    found = answer(Point(), None, contribution=Contribution(), track=TRACK, today=TODAY, due=due)
    assert say_in_dutch(found.to_come) == to_come
    assert (found.kind, found.ended, found.because) == (None, False, ())


def test_a_published_answer_is_signed_and_a_draft_is_not() -> None:
    assert about(OutcomeKind.adopted).signed is None
    found = about(
        OutcomeKind.adopted, state=OutcomeState.published, published_by=BRAM,
        published_at=datetime(2027, 1, 31, 23, 30, tzinfo=UTC),
    )  # fmt: skip
    assert found.signed is not None
    assert say_in_dutch((found.signed,)) == "Op 01-02-2027, door Bram de Boer."


def test_a_colleagues_words_are_never_translated_or_filled_in() -> None:
    (sentence,) = own("  100%(zeker)s waar ")
    assert sentence.said(lambda words: "vertaald", str) == "100%(zeker)s waar"


def test_our_words_and_terms_are_translated_and_days_written_out() -> None:
    sentence = say("Het is %(kind)s op %(day)s.", kind=Term("geld"), day=TODAY)
    english = {"Het is %(kind)s op %(day)s.": "It is %(kind)s on %(day)s.", "geld": "money"}
    assert sentence.said(english.__getitem__, lambda day: f"{day:%d %B}") == "It is money on 01 February."


@pytest.mark.parametrize(
    ("contact", "sentence"),
    [
        (BRAM, "Bel Bram de Boer: 0999 12 34 56."),
        (User(name="Bram de Boer", phone=""), "Vraag naar Bram de Boer."),
        (None, "Bel de gemeente."),
    ],
)
def test_there_is_always_somebody_to_call(contact: User | None, sentence: str) -> None:
    assert say_in_dutch((call(Track(contact=contact)),)) == sentence
