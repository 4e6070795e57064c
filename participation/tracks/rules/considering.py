"""Is asking residents honest and useful here? Six plain questions, and an advice with its reasons (Gunning, ProDemos).

Bad participation does harm, so "inform them well" and "leave it" are good endings too. A colleague may choose
otherwise, with a reason; only one thing is never possible: asking while the outcome is fixed (Gunning 1).
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from participation.tracks.considering import Choice
from participation.tracks.rules.verdicts import SHORTEST_EXPLANATION, Problem
from participation.words import says_something


class Reply(enum.Enum):
    """What a colleague answers to one of the questions."""

    yes = "yes"
    no = "no"
    unsure = "unsure"

    @property
    def label(self) -> str:
        return {Reply.yes: "Ja", Reply.no: "Nee", Reply.unsure: "Dat weet ik nog niet"}[self]


@dataclass(frozen=True)
class Question:
    """One question, why it is asked, and what an answer does to the advice.

    `stops` is the reply with which asking is not honest or not useful; `doubts` whether not knowing stops it as well.
    """

    key: str
    text: str
    hint: str
    stops: Reply
    because: str
    find_out: str
    doubts: bool = False


QUESTIONS = (
    Question(
        "choice", "Is er iets te kiezen voor bewoners?",
        "Denk aan wat er echt anders kan worden door wat zij zeggen.", Reply.no,
        "Er is niets te kiezen. Een vraag zou dan alleen voor de vorm zijn.",
        "Zoek eerst uit wat er nog te kiezen is. Zonder keuze is er geen vraag.", doubts=True,
    ),
    Question(
        "fixed", "Ligt de uitkomst al vast?",
        "Ook als het besluit nog niet genomen is, maar iedereen al weet wat het wordt.", Reply.yes,
        "De uitkomst ligt al vast. Dan is vragen niet eerlijk: een antwoord verandert niets meer.",
        "Zoek eerst uit of het antwoord nog anders kan uitvallen. Zo niet, dan is vragen niet eerlijk.", doubts=True,
    ),
    Question(
        "means", "Is er tijd en geld om er iets mee te doen?",
        "Om iedereen antwoord te geven, en om te doen wat u overneemt.", Reply.no,
        "Er is geen tijd of geld om er iets mee te doen. Wie reageert, krijgt dan geen goed antwoord.",
        "Regel eerst de uren en het geld om iedereen te antwoorden.",
    ),
    Question(
        "listens", "Weet u wie er beslist, en wil die luisteren?",
        "Vraag het na. Wie beslist, moet willen weten wat bewoners vinden.", Reply.no,
        "Wie beslist, wil of kan niet luisteren. Dan beloven wij iets dat wij niet waarmaken.",
        "Vraag eerst aan wie beslist of die iets doet met wat bewoners zeggen.",
    ),
    Question(
        "notice", "Merken bewoners er iets van?",
        "Voor hun deur, in hun buurt, in hun portemonnee of later.", Reply.no,
        "Bewoners merken hier niets van. Hun tijd vragen is dan niet nodig.",
        "Zoek eerst uit wie er iets van merkt. Die mensen vraagt u het dan.",
    ),
    Question(
        "enough", "Weten we genoeg om iets te vragen?",
        "Bewoners moeten kunnen begrijpen waar het om gaat, en wat hun keuze betekent.", Reply.no,
        "Er is nog te weinig bekend om een goede vraag te stellen. Vertel wat u wel weet, en vraag het later.",
        "Kijk eerst of u genoeg weet om een goede vraag te stellen.",
    ),
)  # fmt: skip
KEYS = tuple(question.key for question in QUESTIONS)
Replies = Mapping[str, Reply]


@dataclass(frozen=True)
class Ground:
    """One answer that decided the advice, or that has to be found out first: the question, and the reason in words."""

    key: str
    text: str


@dataclass(frozen=True)
class Advice:
    """What follows from the answers, and why."""

    choice: Choice
    grounds: tuple[Ground, ...]
    first: tuple[Ground, ...] = ()


def advise(replies: Replies) -> Advice:
    """What fits these answers. Everything is answered; `missing` says what is not.

    Something that stops it: do not ask. Then residents are told about it when they notice it, and otherwise it can be
    left. Whatever a colleague does not know yet is to be found out first.
    """
    stopping = tuple(_stopping(replies))
    first = tuple(_to_find_out(replies))
    if not stopping:
        return Advice(Choice.ask, (Ground("", "Uw antwoorden laten zien dat vragen hier zin heeft."),), first)
    return Advice(Choice.leave if replies["notice"] is Reply.no else Choice.inform, stopping, first)


def _stopping(replies: Replies) -> Iterator[Ground]:
    for question in QUESTIONS:
        if replies[question.key] is question.stops:
            yield Ground(question.key, question.because)
        elif replies[question.key] is Reply.unsure and question.doubts:
            yield Ground(question.key, question.find_out)


def _to_find_out(replies: Replies) -> Iterator[Ground]:
    for question in QUESTIONS:
        if replies[question.key] is Reply.unsure and not question.doubts:
            yield Ground(question.key, question.find_out)


def missing(replies: Mapping[str, Reply | None]) -> list[Problem]:
    """Every question that has no answer yet."""
    return [Problem(key, "Kies een antwoord.") for key in KEYS if replies.get(key) is None]


def problems(title: str, replies: Mapping[str, Reply | None], choice: Choice | None, reason: str) -> list[Problem]:
    """Everything that stands between a colleague and this ending."""
    found = [*missing(replies)]
    if not title.strip():
        found.append(Problem("title", "Schrijf in een paar woorden waar het over gaat."))
    if choice is None:
        found.append(Problem("choice_made", "Kies hoe u verdergaat."))
    elif choice is Choice.ask and replies.get("fixed") is Reply.yes:
        found.append(
            Problem(
                "choice_made",
                "De uitkomst ligt al vast. Dan kunt u het bewoners niet vragen. Vertel het hun, of verander uw "
                "antwoord op die vraag.",
            )
        )
    if not says_something(reason, SHORTEST_EXPLANATION):
        found.append(Problem("reason", "Schrijf in minstens één hele zin waarom u dit kiest."))
    return found
