"""The log of one contribution, in sentences for colleagues: who, what and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participation.contributions.models import Channel
from participation.contributions.moderation import blanking
from participation.contributions.moderation.models import ReportVerdict
from participation.outcomes.desk_queries import Happened
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.outcomes.second_look.models import LookVerdict
from participation.promises.models import PromiseKind
from participation.web.filters import day

Data = dict[str, Any]
OF_THE_RESIDENT = "experience."


@dataclass(frozen=True)
class Line:
    """One thing that happened, as a sentence; `why` are the words of who did it."""

    at: datetime
    text: str
    why: str


def lines(happened: Sequence[Happened], names: dict[int, str]) -> list[Line]:
    """The log in the order in which it happened. *names* are the colleagues that the log points at by number.

    What the resident told about taking part is left out: nobody at the desk sees whose sentence it is.
    """
    told = (item for item in happened if not item.event.kind.startswith(OF_THE_RESIDENT))
    return [Line(item.event.at, _sentence(item, names), item.event.why) for item in told]


def people_in(happened: Sequence[Happened]) -> set[int]:
    """The numbers of the colleagues that the log points at."""
    keys = ("handler_id", "owner_id", "colleague_id")
    return {item.event.data[key] for item in happened for key in keys if key in item.event.data}


def _sentence(item: Happened, names: dict[int, str]) -> str:
    say = SENTENCES.get(item.event.kind)
    if say is None:
        return f"Vastgelegd: {item.event.kind}."
    return say(item.actor or "", item.event.data, lambda key: names.get(item.event.data.get(key, 0), "een collega"))


Name = Callable[[str], str]
Say = Callable[[str, Data, Name], str]


def _on(value: str) -> str:
    return day(date.fromisoformat(value))


def _received(who: str, data: Data, _name: Name) -> str:
    channel = Channel(data["channel"]).label if "channel" in data else ""
    by = f", opgeschreven door {who}" if who else ""
    return f"De bijdrage kwam binnen ({channel}{by})." if channel else "De bijdrage kwam binnen."


def _assigned(who: str, _data: Data, name: Name) -> str:
    taker = name("handler_id")
    return f"{who} pakte de bijdrage op." if taker == who else f"{who} gaf de bijdrage aan {taker}."


def _checked(who: str, data: Data, _name: Name) -> str:
    gone = [blanking.LABELS[kind] for kind in data.get("blanked", []) if kind in blanking.LABELS]
    without = f" Weggehaald: {', '.join(gone)}." if gone else ""
    return f"{who} keek de openbare tekst na. Iedereen mag hem lezen.{without}"


def _settled(who: str, data: Data, _name: Name) -> str:
    return f"{who} handelde een melding af: {ReportVerdict(data['verdict']).label.lower()}."


def _published(who: str, data: Data, _name: Name) -> str:
    return f"{who} publiceerde een antwoord: {OutcomeKind(data['outcome_kind']).label.lower()}."


def _corrected(who: str, data: Data, _name: Name) -> str:
    kind = OutcomeKind(data["outcome_kind"]).label.lower()
    return f"{who} publiceerde een nieuw antwoord: {kind}. Dat is versie {data['version']}."


def _execution(who: str, data: Data, _name: Name) -> str:
    return f"{who} schreef op: {ExecutionState(data['state']).label}, op {_on(data['on'])}."


def _made(_who: str, data: Data, _name: Name) -> str:
    return f"{PromiseKind(data['promise_kind']).label}: beloofd, uiterlijk {_on(data['due'])}."


def _moved(who: str, data: Data, _name: Name) -> str:
    return f"{who} verzette de belofte van {_on(data['due_before'])} naar {_on(data['due_after'])}."


def _given(who: str, _data: Data, name: Name) -> str:
    owner = name("owner_id")
    if who in ("", owner):
        return f"{owner} gaat voor deze belofte zorgen."
    return f"{who} gaf deze belofte aan {owner}, die er nu voor gaat zorgen."


def _looked(who: str, data: Data, _name: Name) -> str:
    if LookVerdict(data["verdict"]) is LookVerdict.corrected:
        return f"{who} keek opnieuw en verbeterde het antwoord."
    return f"{who} keek opnieuw. Het antwoord blijft."


SENTENCES: dict[str, Say] = {
    "contribution.received": _received,
    "contribution.added_to": lambda who, data, name: "De bewoner voegde iets toe.",
    "contribution.withdrawn": lambda who, data, name: "De bewoner trok de bijdrage in.",
    "contribution.checked": _checked,
    "contribution.objected": lambda who, data, name: "De bewoner is het er niet mee eens dat dit verborgen is.",
    "contribution.kept_hidden": lambda who, data, name: f"{who} las dat, en hield de bijdrage van de website.",
    "report.received": lambda who, data, name: "Een lezer meldde dat er iets niet klopt.",
    "report.settled": _settled,
    "contribution.hidden": lambda who, data, name: f"{who} hield de bijdrage van de website.",
    "contribution.split": lambda who, data, name: f"{who} verdeelde de bijdrage in {data['points']} punten.",
    "contribution.assigned": _assigned,
    "bring_in.asked": lambda who, data, name: f"{who} vroeg {name('colleague_id')} om mee te helpen.",
    "bring_in.accepted": lambda who, data, name: f"{who} zei ja, en helpt mee.",
    "bring_in.declined": lambda who, data, name: f"{who} kan niet helpen.",
    "outcome.drafted": lambda who, data, name: f"{who} bewaarde een concept." if who else "Er kwam een concept bij.",
    "outcome.published": _published,
    "outcome.corrected": _corrected,
    "execution.recorded": _execution,
    "promise.made": _made,
    "promise.kept": lambda who, data, name: "De belofte is nagekomen.",
    "promise.lapsed": lambda who, data, name: "De belofte vervalt.",
    "promise.moved": _moved,
    "promise.given": _given,
    "second_look.asked": lambda who, data, name: "De bewoner vroeg om nog eens te kijken.",
    "second_look.answered": _looked,
    "mail.retried": lambda who, data, name: f"{who} liet een e-mail nog een keer versturen.",
}
