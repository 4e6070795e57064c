"""Is there really room, and does the level promise no more than that? (I2, I3, I4, I6, I8)

Hard rules: nobody can explain them away.
"""

from collections.abc import Iterator
from datetime import date

from participation.tracks.room import DeclaredRoom, FixedSource, LandingPath, Level
from participation.tracks.rules.findings import Finding, Named, filled, in_words, listed, named
from participation.tracks.rules.one_text import has_mandate_holder


def asks(room: DeclaredRoom) -> bool:
    """Whether residents are promised influence: every level above informing."""
    return room.level is not None and room.level is not Level.inform


def level_fits_the_room(room: DeclaredRoom) -> Iterator[Finding]:
    """Influence needs an open question; informing has none (I2, I3)."""
    if room.level is Level.inform and room.open_questions:
        first = next(named("question", room.open_questions, "question"))
        yield Finding(
            rule="I3", row=first.key, blocks=True, title=f"{first.short} past niet bij informeren",
            text=f"Het niveau is informeren: bewoners kunnen het plan niet meer veranderen. Toch vraagt {first.name} "
                 "hun mening.",
            mend="Haal de open vragen weg, of kies een niveau waarbij bewoners wel iets kunnen veranderen.",
        )  # fmt: skip
    if not asks(room) or room.open_questions:
        return
    assert room.level is not None
    if room.fixed_points:
        point = next(named("fixed", room.fixed_points, "text"))
        yield Finding(
            rule="I3", row="room:level", blocks=True, title="alles staat al vast",
            text=f"Het niveau is {room.level.label}, maar er is geen enkele open vraag. Er staan alleen vaste punten, "
                 f"zoals {point.name}.",
            mend="Kies informeren, of zeg eerlijk wat bewoners nog wel kunnen veranderen.",
        )  # fmt: skip
    else:
        yield Finding(
            rule="I2", row="room:level", blocks=True, title="er is nog geen open vraag",
            text=f"Het niveau is {room.level.label}, maar er staat niet waarover bewoners kunnen meedenken.",
            mend="Maak ten minste één open vraag, of kies informeren.",
        )  # fmt: skip


def outcome_can_still_differ(room: DeclaredRoom) -> Iterator[Finding]:
    """The author says honestly that the answer can still turn out differently (I2, question 4 of the review)."""
    if not asks(room) or room.honest is True:
        return
    assert room.level is not None
    if room.honest is None:
        yield Finding(
            rule="I2", row="room:honest", blocks=True, title="één eerlijke vraag is nog open",
            text="Beantwoord eerst eerlijk: kan het antwoord nog anders uitvallen dan wij nu denken?",
            mend="Kies ja of nee. Bij nee past alleen informeren.",
        )  # fmt: skip
        return
    yield Finding(
        rule="I2", row="room:honest", blocks=True, title=f"de uitkomst ligt vast, en het niveau is {room.level.label}",
        text="U gaf aan dat het antwoord niet meer anders kan uitvallen. Dan mogen wij bewoners geen invloed beloven.",
        mend="Kies informeren, of maak eerst ruimte voor een andere uitkomst.",
    )  # fmt: skip


def questions_say_what_can_change(room: DeclaredRoom) -> Iterator[Finding]:
    """Every open question says what can change, with an example (I2, question 3 of the review)."""
    for question in named("question", room.open_questions, "question") if asks(room) else ():
        parts = ((question.text, "de vraag zelf"), (question.it.can_change, "wat er kan veranderen"),
                 (question.it.example, "een voorbeeld"))  # fmt: skip
        missing = [name for text, name in parts if not filled(text)]
        if missing:
            yield Finding(
                rule="I2", row=question.key, blocks=True, title=f"bij {question.short} ontbreekt {listed(missing)}",
                text=f"{question.start} is nog niet af. Hier ontbreekt nog: {listed(missing)}.",
                mend="Wat zou er in het plan anders worden door een antwoord van bewoners? Schrijf dat op, met een "
                     "voorbeeld. Is er niets? Haal de vraag dan weg.",
            )  # fmt: skip


def questions_land_somewhere(room: DeclaredRoom) -> Iterator[Finding]:
    """Every open question has a path with an organ, a document and a date (I4)."""
    for question in named("question", room.open_questions, "question") if asks(room) else ():
        paths = [path for path in named("path", room.paths, "document") if path.it in question.it.paths]
        if not paths:
            yield Finding(
                rule="I4", row=question.key, blocks=True, title=f"{question.short} komt nergens terecht",
                text=f"{question.start} komt nergens terecht: er is geen besluit, geen document en geen datum.",
                mend="Maak een landingspad en kies daarbij deze vraag. Beslist niemand hierover? Haal hem dan weg.",
            )  # fmt: skip
        elif all(_missing(path.it) for path in paths):
            yield _unfinished(question, paths[0])


def _missing(path: LandingPath) -> list[str]:
    parts = ((filled(path.organ), "wie besluit"), (filled(path.document), "het document"),
             (path.decides_on, "de datum van het besluit"))  # fmt: skip
    return [name for there, name in parts if not there]


def _unfinished(question: Named, path: Named) -> Finding:
    return Finding(
        rule="I4", row=question.key, blocks=True, title=f"het pad van {question.short} is nog niet af",
        text=f"{question.start} loopt via {path.name}. Daar ontbreekt nog: {listed(_missing(path.it))}.",
        mend=f"Vul {path.short} aan. Elke vraag heeft een pad nodig met wie besluit, een document en een datum.",
    )  # fmt: skip


def paths_serve_a_question(room: DeclaredRoom) -> Iterator[Finding]:
    """A path that belongs to no question promises a road that nobody can take (I4)."""
    for path in named("path", room.paths, "document") if asks(room) else ():
        if not path.it.questions:
            yield Finding(
                rule="I4", row=path.key, blocks=True, title=f"{path.short} hoort bij geen enkele vraag",
                text=f"{path.start} staat los: er is geen open vraag gekozen die hier terechtkomt.",
                mend="Kies welke vraag hier terechtkomt, of haal dit pad weg.",
            )  # fmt: skip


def fixed_points_have_a_source(room: DeclaredRoom, today: date) -> Iterator[Finding]:
    """What is fixed has a reason and a source; an earlier decision also an organ and a day that has been (I6)."""
    for point in named("fixed", room.fixed_points, "text"):
        it, decision = point.it, point.it.source_kind is FixedSource.decision
        parts = (
            (filled(point.text), "wat er vaststaat"), (filled(it.reason), "waarom het vaststaat"),
            (it.source_kind, "waar het vandaan komt (besluit, wet, geld, techniek of tijd)"),
            (filled(it.source), "de bron"), (not decision or filled(it.decided_by), "wie dit besloot"),
            (not decision or it.decided_on, "wanneer dit is besloten"),
        )  # fmt: skip
        missing = [name for there, name in parts if not there]
        if missing:
            yield Finding(
                rule="I6", row=point.key, blocks=True, title=f"{point.short} is niet uitgelegd",
                text=f"{point.start} mist nog: {listed(missing)}.",
                mend="Vul dit aan. Staat het toch niet vast? Maak er dan een open vraag of een onbekend punt van.",
            )  # fmt: skip
        elif decision and it.decided_on > today:
            yield Finding(
                rule="I6", row=point.key, blocks=True, title=f"{point.short} is nog niet besloten",
                text=f"{point.start} staat als eerder besluit in de lijst, maar dat besluit valt pas op "
                     f"{in_words(it.decided_on)}.",
                mend="Wacht op het besluit, of zet dit bij ‘Dit weten we nog niet’.",
            )  # fmt: skip


def power_was_given(room: DeclaredRoom, today: date) -> Iterator[Finding]:
    """Deciding together needs the consent of the competent organ; making together a mandate holder (I8)."""
    if room.level is Level.co_decide:
        yield from _consent(room, today)
    if room.level in (Level.co_produce, Level.co_decide) and not has_mandate_holder(room):
        together = "samen te maken" if room.level is Level.co_produce else "samen te besluiten"
        yield Finding(
            rule="I8", row="room:mandate_holder", blocks=True, title=f"niemand heeft het mandaat om dit {together}",
            text=f"Bij {room.level.label} hoort iemand die mag toezeggen dat wij de uitkomst volgen. "
                 "Die naam ontbreekt.",
            mend="Kies een lager niveau, of vraag het mandaat en vul de naam in.",
        )  # fmt: skip


def _consent(room: DeclaredRoom, today: date) -> Iterator[Finding]:
    parts = ((filled(room.consent_organ), "welk bestuur instemde"), (room.consent_on, "op welke dag"),
             (filled(room.consent_source), "waar dat staat"))  # fmt: skip
    missing = [name for there, name in parts if not there]
    if missing:
        yield Finding(
            rule="I8", row="room:consent_organ", blocks=True, title="het bestuur stemde nog niet in met meebeslissen",
            text=f"Bij meebeslissen geeft het bestuur een deel van het besluit uit handen. "
                 f"Hier ontbreekt nog: {listed(missing)}.",
            mend="Leg de instemming vast met bestuur, dag en besluit. Is die er niet? Kies dan een lager niveau.",
        )  # fmt: skip
    elif room.consent_on is not None and room.consent_on > today:
        yield Finding(
            rule="I8", row="room:consent_on", blocks=True, title="de instemming met meebeslissen moet nog komen",
            text=f"{room.consent_organ} stemt pas in op {in_words(room.consent_on)}. "
                 "Tot die dag kunnen wij het niet beloven.",
            mend="Wacht op de instemming, of kies een lager niveau.",
        )  # fmt: skip
