"""What each kind of outcome owes the resident, as a table of what is left out and the sentence that asks for it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Contribution, ContributionKind, Point, PublicState
from participation.outcomes import rules
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.models import OutcomeKind, ReasonKind
from participation.outcomes.rules import Decision, Missing, NotReady, Situation
from participation.tracks.models import Track
from participation.tracks.room import Constraint, Criterion, DeclaredRoom, FixedPoint, LandingPath, Level

TODAY = date(2026, 11, 24)
REASON = "De bomen komen aan de kant van de school. Daar is het in de zomer het warmst."
SAID = "Zet de bomen aan de kant van de school."


def situation(**changes: Any) -> Situation:
    """Point 1 of a checked contribution, in a track with a contact and a room with one row of everything."""
    track = Track(id=1, title="Herinrichting Molenstraat")
    room = DeclaredRoom(id=5, track_id=1, level=Level.advise)
    room.paths = [LandingPath(id=11, room_id=5, document="Definitief ontwerp", latest_input_on=date(2027, 2, 19))]
    room.fixed_points = [FixedPoint(id=21, room_id=5, text="Het riool wordt vernieuwd.")]
    room.constraints = [Constraint(id=31, room_id=5, text="Er is 1,2 miljoen euro.")]
    room.criteria = [Criterion(id=41, room_id=5, text="Kinderen komen veilig op school.")]
    contribution = Contribution(id=1, public_state=PublicState.public, withdrawn_at=None, kind=ContributionKind.idea)
    point = Point(id=71, text=SAID, contribution=contribution)
    bram = User(id=81, name="Bram de Boer", active=True)
    values = {
        "point": point,
        "track": track,
        "room": room,
        "contact": bram,
        "received_on": date(2026, 11, 20),
        "today": TODAY,
    }
    return Situation(**{**values, **changes})


def helped(state: BringInState, point_id: int = 71) -> BringIn:
    return BringIn(id=51, point_id=point_id, state=state, colleague=User(id=82, name="Chantal Mulder", active=True))


def decision(kind: OutcomeKind, where: Situation, **changes: Any) -> Decision:
    """A decision of *kind* that lacks nothing, with *changes*."""
    assert where.room is not None
    complete: dict[OutcomeKind, dict[str, Any]] = {
        OutcomeKind.adopted: {"path": where.room.paths[0]},
        OutcomeKind.partly_adopted: {"path": where.room.paths[0], "part_adopted": "De bank.", "part_not": "De bak."},
        OutcomeKind.not_adopted: {"reason_kind": ReasonKind.money, "interest": "Het geld is er één keer."},
        OutcomeKind.already_done: {"place": "het werkplan, bladzijde 4"},
        OutcomeKind.outside_room: {"fixed_point": where.room.fixed_points[0]},
        OutcomeKind.formal_route: {
            "formal_kind": FormalKind.complaint,
            "forwarded_to": "de klachtencoördinator",
            "forwarded_on": date(2026, 11, 23),
        },
        OutcomeKind.answered: {},
        OutcomeKind.brought_in: {"bring_in": helped(BringInState.accepted), "later_on": date(2027, 1, 15)},
        OutcomeKind.decided_later: {"later_on": date(2027, 3, 9)},
    }
    return Decision(**{"kind": kind, "reason": REASON, **complete[kind], **changes})


def question() -> Situation:
    where = situation()
    where.point.contribution.kind = ContributionKind.question
    return where


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_a_complete_decision_of_every_kind_may_be_published(kind: OutcomeKind) -> None:
    where = question()
    assert rules.missing(decision(kind, where), where) == []


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_no_kind_goes_out_without_a_reason_in_own_words(kind: OutcomeKind) -> None:
    where = question()
    found = rules.missing(decision(kind, where, reason=" "), where)
    assert found == [Missing("reason", "Schrijf waarom, in uw eigen woorden. Minstens één zin.")]


NO_PATH = "Kies waar dit terechtkomt. Zonder landingspad is het geen belofte die iemand kan nagaan."
NO_DAY = "Kies de dag waarop de bewoner meer hoort. Die dag is een belofte."
OLD_DAY = "Kies een dag die nog komt. Die dag is een belofte."


@pytest.mark.parametrize(
    ("kind", "changes", "field", "sentence"),
    [
        ("adopted", {"path": None}, "path", NO_PATH),
        ("partly_adopted", {"path": None}, "path", NO_PATH),
        ("partly_adopted", {"part_adopted": "  "}, "part_adopted", "Schrijf op welk deel u overneemt."),
        ("partly_adopted", {"part_not": ""}, "part_not", "Schrijf op welk deel u niet overneemt."),
        ("not_adopted", {"reason_kind": None}, "reason_kind", "Kies wat voor soort reden dit is."),
        ("not_adopted", {"interest": " "}, "interest",
         "Zeg wat hier zwaarder weegt. Kies iets uit de ruimte, of schrijf het belang op."),
        ("already_done", {"place": ""}, "place",
         "Schrijf op waar de bewoner dit kan zien of lezen: een plek buiten, of een document."),
        ("outside_room", {"fixed_point": None}, "fixed_point",
         "Kies welk vast punt of welke grens dit tegenhoudt. Past er geen? Dan was onze ruimte niet volledig"
         " beschreven. Kies dan een andere uitkomst, en vraag om een nieuwe versie van de ruimte."),
        ("formal_route", {"formal_kind": None}, "formal_kind",
         "Kies wat voor bericht dit is. De bewoner leest waarom het een andere weg gaat."),
        ("formal_route", {"forwarded_to": ""}, "forwarded_to", "Schrijf op wie dit nu behandelt."),
        ("formal_route", {"forwarded_on": None}, "forwarded_on", "Vul in op welke dag u dit hebt doorgestuurd."),
        ("formal_route", {"forwarded_on": date(2026, 11, 25)}, "forwarded_on",
         "Deze dag moet nog komen. Stuur het eerst door, en antwoord daarna."),
        ("formal_route", {"forwarded_on": date(2026, 11, 19)}, "forwarded_on",
         "Deze dag ligt vóór de ontvangst. De bijdrage kwam binnen op 20 november 2026."),
        ("brought_in", {"bring_in": None}, "bring_in", "Haal eerst een collega erbij. Dat kan naast dit formulier."),
        ("brought_in", {"bring_in": helped(BringInState.accepted, point_id=72)}, "bring_in",
         "Haal eerst een collega erbij. Dat kan naast dit formulier."),
        ("brought_in", {"bring_in": helped(BringInState.asked)}, "bring_in",
         "Chantal Mulder heeft nog geen ja gezegd. Wacht daarop, of vraag iemand anders."),
        ("brought_in", {"bring_in": helped(BringInState.declined)}, "bring_in",
         "Chantal Mulder kan dit niet doen. Vraag iemand anders."),
        ("brought_in", {"later_on": None}, "later_on", NO_DAY),
        ("decided_later", {"later_on": None}, "later_on", NO_DAY),
        ("decided_later", {"later_on": TODAY}, "later_on", OLD_DAY),
    ],
)  # fmt: skip
def test_each_kind_asks_for_what_it_needs(kind: str, changes: dict[str, Any], field: str, sentence: str) -> None:
    where = question()
    found = rules.missing(decision(OutcomeKind(kind), where, **changes), where)
    assert found == [Missing(field, sentence)]


@pytest.mark.parametrize("row", ["criterion", "fixed_point", "constraint"])
def test_a_row_of_the_room_can_be_what_weighs_more(row: str) -> None:
    where = situation()
    assert where.room is not None
    rows = {
        "criterion": where.room.criteria,
        "fixed_point": where.room.fixed_points,
        "constraint": where.room.constraints,
    }
    chosen = decision(OutcomeKind.not_adopted, where, interest="", **{row: rows[row][0]})
    assert rules.missing(chosen, where) == []


@pytest.mark.parametrize("kind", [OutcomeKind.not_adopted, OutcomeKind.outside_room])
def test_a_row_of_another_track_explains_nothing_here(kind: OutcomeKind) -> None:
    where = situation()
    elsewhere = FixedPoint(id=99, room=DeclaredRoom(id=6, track_id=2), text="De brug blijft open.")
    found = rules.missing(decision(kind, where, fixed_point=elsewhere), where)
    assert found == [
        Missing("fixed_point", "Dit hoort bij een ander traject. Kies iets uit de ruimte van dit traject.")
    ]


def test_outside_the_room_may_name_a_constraint_instead_of_a_fixed_point() -> None:
    where = situation()
    assert where.room is not None
    chosen = decision(OutcomeKind.outside_room, where, fixed_point=None, constraint=where.room.constraints[0])
    assert rules.missing(chosen, where) == []


def test_a_path_of_an_older_version_of_the_room_is_no_path() -> None:
    where = situation()
    old = LandingPath(id=9, room_id=4, document="Oud ontwerp", latest_input_on=None)
    found = rules.missing(decision(OutcomeKind.adopted, where, path=old), where)
    assert found == [
        Missing("path", "Dit landingspad hoort niet bij de ruimte die nu geldt. Kies een pad uit de lijst.")
    ]


def test_without_a_room_in_force_nothing_can_land() -> None:
    where = situation()
    chosen = decision(OutcomeKind.adopted, where)
    assert [item.field for item in rules.missing(chosen, replace(where, room=None))] == ["path"]


def test_a_contribution_that_came_after_the_last_day_for_input_cannot_land_there() -> None:
    where = situation(received_on=date(2027, 2, 20), today=date(2027, 2, 21))
    found = rules.missing(decision(OutcomeKind.adopted, where), where)
    assert found == [
        Missing(
            "path",
            "Deze bijdrage kwam te laat voor ‘Definitief ontwerp’. Inbreng kon mee tot en met 19 februari 2027."
            " Kies een ander pad, of een andere uitkomst.",
        )
    ]


def test_a_contribution_that_came_in_time_may_land_also_when_the_answer_is_later() -> None:
    where = situation(received_on=date(2027, 2, 19), today=date(2027, 4, 1))
    assert rules.missing(decision(OutcomeKind.adopted, where), where) == []


def test_a_path_without_a_last_day_takes_everything() -> None:
    where = situation()
    assert where.room is not None
    where.room.paths[0].latest_input_on = None
    assert rules.missing(decision(OutcomeKind.adopted, where), where) == []


@pytest.mark.parametrize(
    ("kind", "text", "level", "fits"),
    [
        (ContributionKind.question, SAID, Level.advise, True),
        (ContributionKind.worry, SAID, Level.advise, True),
        (ContributionKind.own_question, SAID, Level.advise, True),
        (None, SAID, Level.advise, True),
        (ContributionKind.idea, SAID, Level.advise, False),
        (ContributionKind.offer, SAID, Level.advise, False),
        (ContributionKind.idea, "Kunnen de bomen bij de school?", Level.advise, True),
        (ContributionKind.idea, SAID, Level.inform, True),
    ],
)
def test_answered_fits_a_question_and_the_level_inform(
    kind: ContributionKind | None, text: str, level: Level, fits: bool
) -> None:
    where = situation()
    assert where.room is not None
    where.point.contribution.kind, where.point.text, where.room.level = kind, text, level
    found = rules.missing(decision(OutcomeKind.answered, where), where)
    assert [item.field for item in found] == ([] if fits else ["kind"])


def test_nothing_is_published_without_a_choice() -> None:
    found = rules.missing(Decision(reason=REASON), situation())
    assert found == [Missing("kind", "Kies wat u besluit over dit punt.")]


def test_nothing_is_published_without_a_named_contact() -> None:
    sentence = "Bij dit traject staat niemand die de bewoner kan bellen. Zet eerst een naam bij het traject."
    for contact in (None, User(id=83, name="Weg", active=False)):
        where = situation(contact=contact)
        assert rules.missing(decision(OutcomeKind.adopted, where), where) == [Missing("contact", sentence)]


def test_nothing_is_published_before_the_public_text_was_checked() -> None:
    where = situation()
    where.point.contribution.public_state = PublicState.unchecked
    found = rules.missing(decision(OutcomeKind.adopted, where), where)
    assert found == [
        Missing("public", "Kijk eerst de openbare tekst na: mag iedereen hem lezen, of niet en waarom niet?")
    ]


def test_a_hidden_contribution_is_answered_like_any_other() -> None:
    where = situation()
    where.point.contribution.public_state = PublicState.hidden
    assert rules.missing(decision(OutcomeKind.adopted, where), where) == []


def test_a_withdrawn_contribution_asks_for_no_answer() -> None:
    where = situation()
    where.point.contribution.withdrawn_at = datetime(2026, 11, 22, tzinfo=UTC)
    found = rules.missing(decision(OutcomeKind.adopted, where), where)
    assert found == [Missing("kind", "De bewoner heeft deze bijdrage ingetrokken. Er is geen antwoord meer nodig.")]


def test_everything_that_is_missing_is_said_at_once() -> None:
    found = rules.missing(Decision(kind=OutcomeKind.partly_adopted), situation(contact=None))
    assert [item.field for item in found] == ["part_adopted", "part_not", "path", "reason", "contact"]
    refusal = NotReady(found)
    assert (refusal.field, refusal.sentence) == ("part_adopted", "Schrijf op welk deel u overneemt.")
    assert len(refusal.missing) == 5


def test_what_belongs_to_another_choice_is_left_behind() -> None:
    where = situation()
    mixed = decision(OutcomeKind.not_adopted, where, path=where.room.paths[0] if where.room else None, place="ergens")
    kept = rules.only_what_belongs(mixed)
    assert (kept.path, kept.place, kept.reason_kind, kept.reason) == (None, "", ReasonKind.money, REASON)
    assert rules.only_what_belongs(Decision(place="ergens")) == Decision(place="ergens")
