"""What may stand in a vision and in the terms. Nonsense is named at its field; every version says why it is there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from participation.house.levels import Level, LevelWords
from participation.words import says_something

SHORTEST_REASON = 10
MOST_PRINCIPLES = 10
LONGEST_TITLE = 90
LONGEST_SHORT_PROMISE = 60


@dataclass(frozen=True)
class Problem:
    """Why a version cannot be kept like this: the field, and what helps."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Said:
    """One principle as it was typed: a short title, and a sentence or two."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Term:
    """One number of the terms: how it is called, and between what it makes sense."""

    name: str
    label: str
    unit: str
    least: int
    most: int


TERMS = (
    Term("feedback_weeks", "Hoelang wacht een bewoner hoogstens op antwoord?", "weken", 1, 26),
    Term("review_days", "Hoelang heeft een collega om een ruimte te toetsen?", "werkdagen", 1, 30),
    Term("processing_days", "Hoeveel tijd zit er minstens tussen de sluiting en de laatste dag voor inbreng?",
         "dagen", 0, 180),
    Term("report_weeks", "Binnen hoeveel weken na de sluiting is er een eindverslag?", "weken", 1, 52),
    Term("confirm_days", "Hoelang hebben afdelingen en partners om de tekst te bevestigen?", "werkdagen", 1, 30),
    Term("remind_days", "Hoelang vooraf herinneren wij wie iets beloofde?", "werkdagen", 1, 30),
    Term("bring_in_days", "Hoelang heeft een collega die erbij gehaald wordt voor een ja of nee?", "werkdagen", 1, 30),
    Term("second_look_weeks", "Hoelang kan een bewoner vragen om nog eens te kijken?", "weken", 1, 26),
    Term("second_look_answer_weeks", "Binnen hoeveel weken krijgt die bewoner antwoord?", "weken", 1, 26),
)  # fmt: skip


def vision_problems(intro: str, principles: Sequence[Said], reason: str) -> list[Problem]:
    """Everything that stands between what was typed and a new version of the vision."""
    return [*_intro(intro), *_principles(principles), *_reason(reason)]


def _intro(intro: str) -> Iterator[Problem]:
    if not says_something(intro, SHORTEST_REASON):
        yield Problem("intro", "Schrijf in een of twee zinnen wat bewoners van u mogen verwachten.")


def _principles(principles: Sequence[Said]) -> Iterator[Problem]:
    if not principles:
        yield Problem("rows", "Schrijf minstens één uitgangspunt op.")
    if len(principles) > MOST_PRINCIPLES:
        yield Problem("rows", f"Dit zijn er meer dan {MOST_PRINCIPLES}. Wat blijft er over als u moet kiezen?")
    titles: set[str] = set()
    for number, said in enumerate(principles):
        title = said.title.strip()
        if not title:
            yield Problem(f"rows-{number}-title", "Geef dit uitgangspunt een korte naam.")
        elif len(title) > LONGEST_TITLE:
            yield Problem(f"rows-{number}-title", f"Deze naam is te lang. Blijf onder de {LONGEST_TITLE} tekens.")
        elif title.lower() in titles:
            yield Problem(f"rows-{number}-title", "Deze naam staat er al. Geef elk uitgangspunt een eigen naam.")
        titles.add(title.lower())


def terms_problems(
    numbers: Mapping[str, int | None],
    levels: Mapping[Level, LevelWords],
    *,
    ordinance: str,
    ordinance_url: str,
    reason: str,
) -> list[Problem]:
    """Everything that stands between what was typed and a new version of the terms."""
    return [
        *_numbers(numbers),
        *_ordinance(ordinance.strip(), ordinance_url.strip()),
        *(problem for level in Level for problem in _level(level, levels.get(level))),
        *_reason(reason),
    ]


def _numbers(numbers: Mapping[str, int | None]) -> Iterator[Problem]:
    for term in TERMS:
        number = numbers.get(term.name)
        if number is None or not term.least <= number <= term.most:
            yield Problem(term.name, f"Kies een heel getal van {term.least} tot en met {term.most} {term.unit}.")


def _ordinance(name: str, address: str) -> Iterator[Problem]:
    if address and not address.startswith(("https://", "http://")):
        yield Problem("ordinance_url", "Dit is geen adres van een pagina. Het begint met https://.")
    elif address and not name:
        yield Problem("ordinance", "U vulde wel een adres in. Schrijf ook hoe de verordening heet.")


def _level(level: Level, words: LevelWords | None) -> Iterator[Problem]:
    """A level says something to residents, and promises no more and no less than its name."""
    at, name = f"{level.value}_", level.label
    if words is None or not says_something(words.promise, SHORTEST_REASON):
        yield Problem(f"{at}promise", f"Schrijf in hele zinnen wat {name} een bewoner belooft.")
    if words is None or not words.short_promise.strip():
        yield Problem(f"{at}short_promise", f"Schrijf in een paar woorden wat {name} belooft.")
    elif len(words.short_promise.strip()) > LONGEST_SHORT_PROMISE:
        yield Problem(f"{at}short_promise", f"Dit is te lang voor een kaartje. Blijf onder de {LONGEST_SHORT_PROMISE} "
                      "tekens.")  # fmt: skip
    if words is not None:
        yield from _duties(level, words)


def _duties(level: Level, words: LevelWords) -> Iterator[Problem]:
    binds, explains = f"{level.value}_binding", f"{level.value}_must_motivate_deviation"
    if words.binding and level not in (Level.co_produce, Level.co_decide):
        yield Problem(binds, f"Bij {level.label} beslist de gemeente zelf. Dit kan dus niet bindend zijn.")
    if not words.binding and level is Level.co_decide:
        yield Problem(binds, "Bij meebeslissen is het besluit bindend. Anders is het geen meebeslissen.")
    if words.must_motivate_deviation and level is Level.inform:
        yield Problem(explains, "Bij informeren vragen wij niets. Er is dus niets om van af te wijken.")
    if not words.must_motivate_deviation and level in (Level.co_produce, Level.co_decide):
        yield Problem(explains, f"Bij {level.label} leggen wij altijd uit waarom wij iets anders doen.")


def _reason(reason: str) -> Iterator[Problem]:
    if not says_something(reason, SHORTEST_REASON):
        yield Problem("reason", "Schrijf in minstens één hele zin waarom u dit verandert. Iedereen kan dit lezen.")
