"""The room check: each row is one rule in a sentence, one way to break it, and what the author reads."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from participation.config import Municipality
from participation.tracks import rules
from participation.tracks.confirming import Confirmation, ConfirmationAnswer, Party
from participation.tracks.room import Criterion, DeclaredRoom, Explanation, FixedSource, Level, RoomState
from tests.tracks.honest_room import NOW, PARKS, STREETS, TODAY, honest_room, person

TERMS = Municipality(processing_days=20, feedback_weeks=8)
Spoil = Callable[[DeclaredRoom], None]


def check(spoil: Spoil = lambda room: None) -> list[rules.Finding]:
    room = honest_room()
    spoil(room)
    return rules.room_check(room.track, room, TERMS, TODAY)


def put(path: str, value: object) -> Spoil:
    """Give one thing in the room another value: `put("paths[0].organ", "")`."""
    where, _, name = path.rpartition(".")

    def spoil(room: DeclaredRoom) -> None:
        setattr(eval(f"room.{where}" if where else "room", {"room": room}), name, value)

    return spoil


def all_of(*spoils: Spoil) -> Spoil:
    def spoil(room: DeclaredRoom) -> None:
        for one in spoils:
            one(room)

    return spoil


def empty(*lists: str) -> Spoil:
    """Take every row out of these lists."""

    def spoil(room: DeclaredRoom) -> None:
        for name in lists:
            getattr(room, name).clear()

    return spoil


def no_path_for_question_2(room: DeclaredRoom) -> None:
    room.paths.pop().questions.clear()


def loose_path(room: DeclaredRoom) -> None:
    room.paths[1].questions = []
    room.paths[0].questions = list(room.open_questions)


def confirmed_before_a_change(room: DeclaredRoom) -> None:
    room.track.departments = [PARKS]
    room.confirmations = [
        Confirmation(
            department=PARKS,
            department_id=2,
            fingerprint=rules.fingerprint(room),
            by=person(3, "Jan"),
            at=NOW,
            answer=ConfirmationAnswer.confirmed,
        )
    ]
    room.open_questions[0].example = "Een ander voorbeeld."


def mandate_confirmed(room: DeclaredRoom) -> None:
    room.mandate_holder = "Esther"
    room.confirmations = [
        Confirmation(
            party=Party.mandate_holder, fingerprint=rules.fingerprint(room), by=person(3, "Jan"), at=NOW,
            answer=ConfirmationAnswer.confirmed,
        )
    ]  # fmt: skip


inform = all_of(put("level", Level.inform), put("honest", False), empty("open_questions", "paths"))
LATER = TODAY + timedelta(days=90)

BLOCKS = [
    ("a plan has a title", put("track.title", "  "), "I1", "track:title", "geen naam"),
    ("a plan says what it is about", put("track.summary", ""), "I1", "track:summary", "De samenvatting is leeg"),
    ("a plan has an area", put("track.areas", []), "I1", "track:areas", "voor welke buurt of straat"),
    ("a plan has a level", put("level", None), "I1", "room:level", "het niveau ontbreekt"),
    ("a plan says why residents are asked", put("why", ""), "I1", "room:why", "‘Waarom vragen we u dit?’ is leeg"),
    ("a plan says who decides", put("decider", None), "I1", "room:decider", "wie het besluit neemt"),
    ("a plan has an opening day", put("track.opens_on", None), "I1", "track:opens_on", "openingsdatum ontbreekt"),
    ("a plan has a closing day", put("track.closes_on", None), "I1", "track:closes_on", "sluitingsdatum ontbreekt"),
    ("a track closes after it opens", put("track.opens_on", date(2027, 1, 11)), "I1", "track:closes_on",
     "gaat open op 11 januari 2027 en sluit op 10 januari 2027"),
    ("the last day still has to come", all_of(put("track.opens_on", date(2026, 11, 1)),
                                             put("track.closes_on", date(2026, 11, 23))), "I1", "track:closes_on",
     "Reageren kon tot en met 23 november 2026. Dat is geweest."),
    ("residents are told when they have an answer", put("track.promised_on", None), "I14", "track:promised_on",
     "Wij beloven iedereen antwoord"),
    ("an answer comes after the closing day", put("track.promised_on", date(2027, 1, 9)), "I14", "track:promised_on",
     "tot en met 10 januari 2027. Het antwoord is beloofd op 9 januari 2027, dus eerder"),
    ("there is always a contact", put("track.contact", None), "I33", "track:contact", "niemand bellen of mailen"),
    ("the contact can be reached", all_of(put("track.contact.phone", ""), put("track.contact_email", "")), "I33",
     "track:contact_email", "Bij Bram de Boer staat geen telefoonnummer en geen e-mailadres"),
    ("influence needs an open question", empty("open_questions", "paths", "fixed_points"), "I2", "room:level",
     "Het niveau is adviseren, maar er staat niet waarover bewoners kunnen meedenken"),
    ("a room with only fixed points can only inform", empty("open_questions", "paths"), "I3", "room:level",
     "Er staan alleen vaste punten, zoals vast punt 1 ‘Het riool wordt vernieuwd.’"),
    ("informing does not ask for ideas", put("level", Level.inform), "I3", "question:11",
     "Toch vraagt vraag 1 ‘Waar komen bomen?’ hun mening"),
    ("the honest question is answered", put("honest", None), "I2", "room:honest", "Beantwoord eerst eerlijk"),
    ("no influence when the outcome is fixed", put("honest", False), "I2", "room:honest", "geen invloed beloven"),
    ("a question is a question", put("open_questions[1].question", " "), "I2", "question:12",
     "Vraag 2 is nog niet af. Hier ontbreekt nog: de vraag zelf."),
    ("a question says what can change", put("open_questions[1].can_change", ""), "I2", "question:12",
     "Vraag 2 ‘In welke volgorde werken we?’ is nog niet af. Hier ontbreekt nog: wat er kan veranderen."),
    ("a question has an example", put("open_questions[0].example", ""), "I2", "question:11", "nog: een voorbeeld"),
    ("a question lands somewhere", no_path_for_question_2, "I4", "question:12",
     "Vraag 2 ‘In welke volgorde werken we?’ komt nergens terecht: er is geen besluit, geen document en geen datum."),
    ("a path has an organ", put("paths[0].organ", ""), "I4", "question:11",
     "Vraag 1 ‘Waar komen bomen?’ loopt via landingspad 1 ‘Definitief ontwerp’. Daar ontbreekt nog: wie besluit."),
    ("a path has a document", put("paths[0].document", ""), "I4", "question:11", "loopt via landingspad 1. Daar"),
    ("a path has a date", put("paths[1].decides_on", None), "I4", "question:12", "de datum van het besluit"),
    ("a path serves a question", loose_path, "I4", "path:62", "Landingspad 2 ‘Werkplan’ staat los"),
    ("a fixed point says what is fixed", put("fixed_points[0].text", ""), "I6", "fixed:21", "nog: wat er vaststaat"),
    ("a fixed point has a reason", put("fixed_points[0].reason", ""), "I6", "fixed:21",
     "Vast punt 1 ‘Het riool wordt vernieuwd.’ mist nog: waarom het vaststaat."),
    ("a fixed point says where it comes from", put("fixed_points[0].source_kind", None), "I6", "fixed:21",
     "waar het vandaan komt"),
    ("a fixed point has a source", put("fixed_points[0].source", " "), "I6", "fixed:21", "mist nog: de bron."),
    ("an earlier decision has an organ", put("fixed_points[0].decided_by", ""), "I6", "fixed:21", "wie dit besloot"),
    ("an earlier decision has a day", put("fixed_points[0].decided_on", None), "I6", "fixed:21", "nog: wanneer"),
    ("an earlier decision has been taken", put("fixed_points[0].decided_on", LATER), "I6", "fixed:21",
     "dat besluit valt pas op 22 februari 2027"),
    ("making it together needs a mandate", put("level", Level.co_produce), "I8", "room:mandate_holder",
     "Bij coproduceren hoort iemand die mag toezeggen"),
    ("deciding together needs a mandate", put("level", Level.co_decide), "I8", "room:mandate_holder",
     "Bij meebeslissen hoort iemand"),
    ("deciding together needs consent", put("level", Level.co_decide), "I8", "room:consent_organ",
     "nog: welk bestuur instemde, op welke dag en waar dat staat"),
    ("that consent has been given", all_of(put("level", Level.co_decide), put("consent_organ", "De raad"),
                                           put("consent_on", LATER), put("consent_source", "Besluit 12")), "I8",
     "room:consent_on", "De raad stemt pas in op 22 februari 2027"),
]  # fmt: skip

EXPLAIN = [
    ("after closing there is time to read", put("paths[0].latest_input_on", date(2027, 1, 21)), "I5", "path:61",
     "Bij landingspad 1 ‘Definitief ontwerp’ kan inbreng mee tot en met 21 januari 2027. Er zijn 20 dagen nodig om "
     "alles te lezen en te verwerken. Het zijn er 11."),
    ("input closes before the path does", put("paths[0].latest_input_on", date(2027, 1, 5)), "I5", "path:61",
     "de inbreng komt dan te laat"),
    ("a path without a date for the decision counts its last day", all_of(
        put("paths[0].latest_input_on", date(2027, 1, 21)), put("paths[0].decides_on", None)), "I5", "path:61",
     "Het zijn er 11."),
    ("a path says until when input can go along", put("paths[0].latest_input_on", None), "I5", "path:61",
     "er staat niet tot wanneer inbreng nog mee kan"),
    ("input cannot go along after the decision", put("paths[0].latest_input_on", date(2027, 3, 10)), "I5", "path:61",
     "het besluit valt op 9 maart 2027. Inbreng zou mee kunnen tot en met 10 maart 2027"),
    ("the decision still has to be taken", put("paths[0].decides_on", date(2026, 11, 23)), "I5", "path:61",
     "het besluit was op 23 november 2026"),
    ("the answer does not come after the decision", all_of(
        put("track.promised_on", date(2027, 3, 5)), put("paths[0].decides_on", date(2027, 3, 4))), "I5",
     "path:61:answer", "Bewoners hebben antwoord op 5 maart 2027, dus later"),
    ("an unknown point has a day", put("unknown_points[0].known_by", None), "I7", "unknown:31",
     "Onbekend punt 1 ‘Komt er een warmtenet?’: er staat niet wanneer wij dit weten"),
    ("that day has not passed", put("unknown_points[0].known_by", date(2026, 11, 23)), "I7", "unknown:31",
     "wij zouden het weten op 23 november 2026"),
    ("a returned version is not opened", put("state", RoomState.returned), "I9", "", "gaf deze versie terug"),
    ("named departments confirm the text", put("track.departments", [STREETS, PARKS]), "I10", "department:2",
     "Groen hoort bij dit traject en heeft deze tekst nog niet bevestigd"),
    ("they confirm this very text", confirmed_before_a_change, "I10", "department:2", "bevestigde een eerdere tekst"),
    ("there are hours to answer everybody", put("capacity_hours", 0), "I12", "room:capacity_hours", "niets of nul"),
    ("those hours are known", put("capacity_hours", None), "I12", "room:capacity_hours", "niets of nul"),
    ("execution has looked at it", put("execution_consulted", False), "I12", "room:execution_consulted", "of het kan"),
    ("somebody asked execution", put("execution_consulted", None), "I12", "room:execution_consulted", "of het kan"),
    ("weighing is known beforehand", empty("criteria"), "I13", "", "hoe wij dan kiezen"),
    ("an empty criterion is none", put("criteria", [Criterion(position=1, text=" ")]), "I13", "", "hoe wij dan kiezen"),
    ("nobody waits longer than our own term", put("track.promised_on", date(2027, 3, 8)), "I14", "track:promised_on",
     "57 dagen later. Onze eigen termijn is 8 weken."),
    ("the track belongs to a shared question", put("track.shared_question", None), "I35", "track:shared_question",
     "bij welk groter vraagstuk"),
]  # fmt: skip


def test_an_honest_room_has_no_findings() -> None:
    assert check() == []


def test_a_room_that_only_informs_is_honest_too() -> None:
    assert check(inform) == []


def test_informing_weighs_nothing_and_needs_no_honest_answer() -> None:
    assert check(all_of(inform, put("honest", None), empty("criteria"))) == []


@pytest.mark.parametrize(("rule", "spoil", "code", "row", "words"), BLOCKS, ids=[row[0] for row in BLOCKS])
def test_nobody_can_pass_this(rule: str, spoil: Spoil, code: str, row: str, words: str) -> None:
    found = [finding for finding in check(spoil) if (finding.rule, finding.row) == (code, row)]
    assert [finding.blocks for finding in found] == [True]
    assert words in found[0].text
    assert found[0].mend.endswith((".", "?")) and found[0].title


@pytest.mark.parametrize(("rule", "spoil", "code", "row", "words"), EXPLAIN, ids=[row[0] for row in EXPLAIN])
def test_this_opens_only_with_an_explanation(rule: str, spoil: Spoil, code: str, row: str, words: str) -> None:
    found = [finding for finding in check(spoil) if (finding.rule, finding.row) == (code, row)]
    assert [finding.blocks for finding in found] == [False]
    assert words in found[0].text
    assert found[0].mend.endswith(".") and found[0].title
    assert rules.unexplained(found) == found


FINE = [
    ("a law needs no organ and no day", all_of(put("fixed_points[0].source_kind", FixedSource.law),
                                               put("fixed_points[0].decided_by", ""),
                                               put("fixed_points[0].decided_on", None))),
    ("a decision of today has been taken", put("fixed_points[0].decided_on", TODAY)),
    ("the last day may be today", all_of(put("track.opens_on", TODAY), put("track.closes_on", TODAY),
                                         put("track.promised_on", TODAY))),
    ("exactly the days that are needed are enough", put("paths[0].latest_input_on", date(2027, 1, 30))),
    ("exactly eight weeks is our own term", put("track.promised_on", date(2027, 3, 7))),
    ("an answer on the day of the decision is in time", all_of(put("paths[0].decides_on", date(2027, 2, 19)),
                                                               put("track.promised_on", date(2027, 2, 19)))),
    ("a decision of today still counts", put("unknown_points[0].known_by", TODAY)),
    ("a track on its own says why", all_of(put("track.shared_question", None),
                                           put("no_programme_reason", "Dit is een eenmalige vraag."))),
    ("the department that runs it need not confirm", put("track.departments", [STREETS])),
    ("an address is enough to reach the contact", put("track.contact.phone", "")),
    ("the fullest level with mandate and consent", all_of(
        put("level", Level.co_decide), put("consent_organ", "De raad"), put("consent_on", TODAY),
        put("consent_source", "Besluit 12"), put("mandate_covers", "Wij volgen de uitkomst."),
        put("mandate_until", date(2027, 6, 1)), mandate_confirmed)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "spoil"), FINE, ids=[row[0] for row in FINE])
def test_this_is_fine(rule: str, spoil: Spoil) -> None:
    assert check(spoil) == []


def test_one_good_path_is_enough_for_a_question() -> None:
    def second_path_without_document(room: DeclaredRoom) -> None:
        room.paths[1].questions = list(room.open_questions)
        room.paths[0].document = ""

    assert check(second_path_without_document) == []


def test_without_a_closing_day_the_time_to_read_is_not_judged() -> None:
    def spoil(room: DeclaredRoom) -> None:
        room.track.closes_on = None
        room.paths[0].latest_input_on = date(2026, 12, 1)

    assert [finding.row for finding in check(spoil)] == ["track:closes_on"]


def test_what_blocks_stands_on_top() -> None:
    findings = check(all_of(put("capacity_hours", 0), put("why", "")))
    assert [finding.blocks for finding in findings] == [True, False]
    assert [finding.row for finding in rules.blocking(findings)] == ["room:why"]


def test_an_explanation_stands_beside_the_row_it_is_about() -> None:
    def spoil(room: DeclaredRoom) -> None:
        room.paths[0].latest_input_on = room.paths[1].latest_input_on = date(2027, 1, 21)
        room.explanations = [
            Explanation(rule="I5", row="path:62", text="Het werkplan wacht op ons.", by=person(1, "Bram"))
        ]

    explained = {finding.row: finding.explanation is not None for finding in check(spoil)}
    assert explained == {"path:61": False, "path:62": True}
    assert [finding.row for finding in rules.unexplained(check(spoil))] == ["path:61"]


def test_what_blocks_cannot_be_explained_away() -> None:
    def spoil(room: DeclaredRoom) -> None:
        room.honest = False
        room.explanations = [Explanation(rule="I2", row="room:honest", text="Wij doen het toch.", by=person(1, "Bram"))]

    assert [finding.explanation for finding in check(spoil)] == [None]


def test_who_overruled_the_reviewer_is_read_beside_it() -> None:
    def spoil(room: DeclaredRoom) -> None:
        room.explanations = [Explanation(rule="I9", row="", text="Het moet nu.", by=person(9, "Esther"))]

    (finding,) = check(spoil)
    assert finding.text == "Deze versie opent zonder akkoord van de toetser."
    assert finding.explanation is not None and finding.explanation.by.name == "Esther"


def test_a_confirmation_holds_as_long_as_the_text_does() -> None:
    def confirm(room: DeclaredRoom) -> None:
        room.track.departments = [PARKS]
        room.confirmations = [Confirmation(department=PARKS, department_id=2, fingerprint=rules.fingerprint(room),
                                           by=person(3, "Jan"), at=NOW, answer=ConfirmationAnswer.confirmed)]  # fmt: skip

    assert check(confirm) == []


def test_a_fingerprint_sees_which_question_a_path_serves() -> None:
    room = honest_room()
    before = rules.fingerprint(room)
    room.paths[0].questions = list(reversed(room.open_questions))
    assert rules.fingerprint(room) != before


def test_a_row_that_was_never_saved_is_named_by_its_place() -> None:
    assert (
        check(all_of(put("open_questions[1].id", None), put("open_questions[1].example", "")))[0].row == "question:new2"
    )


def test_a_long_text_is_quoted_until_a_whole_word() -> None:
    words = "Een heel lange vraag aan bewoners over de bomen, de stoepen, de banken en de lantaarns in de straat"
    (finding,) = check(all_of(put("open_questions[0].question", words), put("open_questions[0].example", "")))
    assert "‘Een heel lange vraag aan bewoners over de bomen, de stoepen, de …’" in finding.text


def test_without_any_level_only_the_plan_is_judged() -> None:
    findings = check(all_of(put("level", None), empty("open_questions", "criteria"), put("honest", None)))
    assert [finding.row for finding in findings] == ["room:level"]
