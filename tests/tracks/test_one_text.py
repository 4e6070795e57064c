"""One text inside and outside: who is named says the same, and who promises may promise it (I8, I10)."""

from datetime import date

import pytest

from participation.config import Municipality
from participation.tracks import rules
from participation.tracks.confirming import Confirmation, ConfirmationAnswer, Party
from participation.tracks.room import DeclaredRoom, Explanation, Level, Partner, RoomState
from tests.tracks.honest_room import NOW, PARKS, STREETS, TODAY, honest_room, person

TERMS = Municipality()
YES, NO = ConfirmationAnswer.confirmed, ConfirmationAnswer.objected


def room_with_everybody() -> DeclaredRoom:
    """Groen is named beside Straten, Esther holds the mandate, and the water board is a partner."""
    room = honest_room()
    room.track.departments = [STREETS, PARKS]
    room.mandate_holder, room.mandate_until = "Esther Aydin, directeur", date(2027, 6, 1)
    room.mandate_covers = "De uitkomst uitvoeren."
    room.partners = [Partner(id=71, position=1, name="Waterschap De Waterkant", person="Ans", email="")]
    return room


def says(room: DeclaredRoom, party: Party, answer: ConfirmationAnswer | None, reason: str = "") -> Confirmation:
    """Let this party answer about the text as it is now."""
    said = Confirmation(
        party=party, department_id=2 if party is Party.department else None,
        partner_id=71 if party is Party.partner else None, answer=answer, reason=reason, at=NOW,
        fingerprint=rules.fingerprint(room) if answer else None, by=person(3, "Jan"), spoken_by="",
    )  # fmt: skip
    room.confirmations.append(said)
    return said


def findings(room: DeclaredRoom) -> list[rules.Finding]:
    return rules.room_check(room.track, room, TERMS, TODAY)


def rows(room: DeclaredRoom) -> list[tuple[str, str, bool]]:
    return [(finding.rule, finding.row, finding.blocks) for finding in findings(room)]


def everybody_confirms(room: DeclaredRoom) -> DeclaredRoom:
    for party in Party:
        says(room, party, YES)
    return room


def test_everybody_but_the_department_that_wrote_it_is_named() -> None:
    room = room_with_everybody()
    assert [(voice.key, voice.name) for voice in rules.voices(room.track, room)] == [
        ("department:2", "Groen"), ("room:mandate_holder", "Esther Aydin, directeur"),
        ("partner:71", "Waterschap De Waterkant"),
    ]  # fmt: skip


def test_whoever_said_nothing_is_a_finding_of_its_own_that_can_be_explained() -> None:
    assert rows(room_with_everybody()) == [
        ("I10", "department:2", False), ("I10", "room:mandate_holder", False), ("I10", "partner:71", False),
    ]  # fmt: skip
    assert findings(everybody_confirms(room_with_everybody())) == []


@pytest.mark.parametrize("party", list(Party))
def test_an_objection_is_a_finding_with_its_reason_and_only_an_explanation_lets_it_pass(party: Party) -> None:
    room = room_with_everybody()
    for one in Party:
        says(room, one, NO if one is party else YES, reason="Bomen op de gasleiding kan niet, dat is gevaarlijk.")
    (finding,) = findings(room)
    assert finding.row.endswith(":objection") and not finding.blocks and not finding.waits
    assert "Bomen op de gasleiding kan niet, dat is gevaarlijk." in finding.text
    assert rules.unexplained([finding]) == [finding]
    room.explanations = [Explanation(rule="I10", row=finding.row, text="Toch, want.", by=person(1, "Bram"))]
    assert rules.unexplained(findings(room)) == []


def test_that_somebody_is_silent_explained_does_not_cover_that_they_object() -> None:
    room = everybody_confirms(room_with_everybody())
    room.confirmations[0].answer, room.confirmations[0].reason = NO, "Dit klopt niet."
    room.explanations = [Explanation(rule="I10", row="department:2", text="Groen is vrij.", by=person(1, "Bram"))]
    assert [finding.row for finding in rules.unexplained(findings(room))] == ["department:2:objection"]


def test_one_letter_ends_every_answer() -> None:
    room = everybody_confirms(room_with_everybody())
    room.open_questions[0].example = room.open_questions[0].example + "!"
    assert len(findings(room)) == 3
    assert all(voice.said_earlier and not voice.holds for voice in rules.voices(room.track, room))
    assert "bevestigde een eerdere tekst" in findings(room)[0].text


@pytest.mark.parametrize(("name", "ends"), [("name", True), ("person", False), ("email", False)])
def test_whom_we_know_at_a_partner_is_not_read_by_residents(name: str, ends: bool) -> None:
    room = everybody_confirms(room_with_everybody())
    setattr(room.partners[0], name, "iets@anders.example")
    assert bool(findings(room)) is ends


@pytest.mark.parametrize("field", ["mandate_covers", "mandate_until", "mandate_holder"])
def test_another_mandate_is_another_text(field: str) -> None:
    room = everybody_confirms(room_with_everybody())
    setattr(room, field, date(2027, 7, 1) if field == "mandate_until" else "Iets anders.")
    assert len([finding for finding in findings(room) if finding.waits]) == 3


@pytest.mark.parametrize("level", [Level.co_produce, Level.co_decide])
def test_from_making_together_on_the_mandate_is_hard(level: Level) -> None:
    room = room_with_everybody()
    room.level, room.consent_organ, room.consent_on, room.consent_source = level, "De raad", TODAY, "Besluit 12"
    assert rows(room)[0] == ("I8", "room:mandate_holder", True)
    assert rules.in_the_text(findings(room)) == [], "Asking for a review is not kept back by an answer to come."
    assert "blokkeert" in rules.why_not_approved(findings(room))
    assert findings(everybody_confirms(room)) == []


def test_an_objection_of_who_holds_the_mandate_takes_another_text() -> None:
    room = room_with_everybody()
    room.level = Level.co_produce
    for party in Party:
        says(room, party, NO if party is Party.mandate_holder else YES, reason="Hier is geen geld voor.")
    assert [(one.row, one.blocks) for one in rules.in_the_text(findings(room))] == [
        ("room:mandate_holder:objection", True)
    ]
    room.explanations = [Explanation(rule="I8", row="room:mandate_holder:objection", text="Toch.", by=person(1, "B"))]
    assert len(rules.blocking(findings(room))) == 1, "Nobody explains it away."


def test_what_was_approved_under_the_rules_of_then_stays_approved() -> None:
    room = room_with_everybody()
    room.state, room.level = RoomState.approved, Level.co_produce
    assert not any(finding.row == "room:mandate_holder" for finding in findings(room))


def test_where_power_is_promised_it_says_how_far_it_goes() -> None:
    room = room_with_everybody()
    room.level, room.mandate_covers, room.mandate_until = Level.co_produce, "", None
    everybody_confirms(room)
    (finding,) = findings(room)
    assert (finding.rule, finding.row, finding.blocks) == ("I8", "room:mandate_covers", False)
    assert "Er staat nog niet: wat het mandaat omvat en tot wanneer." in finding.text


def test_a_mandate_that_ends_too_early_names_the_row() -> None:
    room = room_with_everybody()
    room.mandate_until = date(2027, 2, 1)
    everybody_confirms(room)
    assert rows(room) == [
        ("I8", "path:61:mandate", False), ("I8", "path:62:mandate", False), ("I8", "room:mandate_until", False),
    ]  # fmt: skip
    assert findings(room)[0].text == (
        "Het mandaat geldt tot en met 1 februari 2027. Landingspad 1 ‘Definitief ontwerp’ wordt besloten op "
        "9 maart 2027, dus later."
    )


def test_a_mandate_up_to_and_including_the_day_of_the_decision_is_enough() -> None:
    room = room_with_everybody()
    room.mandate_until = max(path.decides_on for path in room.paths if path.decides_on)
    assert findings(everybody_confirms(room)) == []


def test_only_the_department_or_the_holder_speaks_and_for_a_partner_nobody_here_does() -> None:
    room = room_with_everybody()
    gardener, holder = person(8, "Gea"), person(9, "Esther")
    gardener.department_id, holder.department_id = 2, 5
    voices = rules.voices(room.track, room)
    assert [rules.speaks_for(voice, room, gardener) for voice in voices] == [True, False, False]
    assert [rules.is_written_down(voice, room) for voice in voices] == [False, True, True]
    room.mandate_user_id = 9
    assert [rules.speaks_for(voice, room, holder) for voice in voices] == [False, True, False]
    assert [rules.is_written_down(voice, room) for voice in voices] == [False, False, True]
