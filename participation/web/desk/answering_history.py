"""The log of one contribution, in sentences for colleagues: who, what and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participation.contributions.models import Channel
from participation.contributions.moderation import blanking
from participation.contributions.moderation.models import ReportVerdict
from participation.contributions.new_code import CodeCheck
from participation.outcomes.desk_queries import Happened
from participation.outcomes.formal.kinds import FormalKind
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
    keys = ("handler_id", "away_id", "owner_id", "colleague_id")
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


def _dealt(_who: str, data: Data, name: Name) -> str:
    said = f"Door de regel ‘{data['rule']}’ werd de bijdrage verdeeld."
    if not data.get("away_id"):
        return said
    taker = f"{name('handler_id')} nam waar" if data.get("handler_id") else "het ging naar het team"
    return f"{said} {name('away_id')} was er niet: {taker}."


def _checked(who: str, data: Data, _name: Name) -> str:
    gone = [blanking.LABELS[kind] for kind in data.get("blanked", []) if kind in blanking.LABELS]
    without = f" Weggehaald: {', '.join(gone)}." if gone else ""
    return f"{who} keek de openbare tekst na. Iedereen mag hem lezen.{without}"


def _placed(who: str, data: Data, _name: Name) -> str:
    return f"{who} schreef op dat het gaat over: {data['area']}." if data["area"] else f"{who} haalde de plek weg."


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


def _read_back(who: str, data: Data, _name: Name) -> str:
    return f"{who} las het antwoord." if data["answered"] else f"{who} zag dat er geen antwoord van de bewoner kwam."


def _unthemed(who: str, data: Data, _name: Name) -> str:
    if data.get("removed"):
        return f"{who} haalde het thema ‘{data['theme']}’ weg. Dit staat nu in geen thema."
    return f"{who} haalde dit uit het thema ‘{data['theme']}’."


def _asked_to_help(who: str, data: Data, name: Name) -> str:
    if data.get("asked") == "track":
        return f"{who} vroeg het traject ‘{data['party']}’ om dit punt mee te nemen."
    helper = data["party"] if data.get("asked") == "department" else name("colleague_id")
    return f"{who} vroeg {helper} om mee te helpen."


def _for(data: Data) -> str:
    """For whom somebody answered, when it was not in person."""
    if data.get("asked") == "track":
        return f", namens het traject ‘{data['party']}’"
    return f", namens {data['party']}" if data.get("asked") == "department" else ""


def _passed_on(_who: str, data: Data, _name: Name) -> str:
    kind, mailed = FormalKind(data["formal_kind"]).label, data["mailed"]
    how = "De brief ging per e-mail." if mailed else "De brief gaat niet per e-mail: print hem."
    return f"Doorgestuurd als {kind}, met {_on(data['received_on'])} als dag van ontvangst. {how}"


SENTENCES: dict[str, Say] = {
    "contribution.received": _received,
    "contribution.added_to": lambda who, data, name: "De bewoner voegde iets toe.",
    "contribution.withdrawn": lambda who, data, name: "De bewoner trok de bijdrage in.",
    "contribution.checked": _checked,
    "contribution.objected": lambda who, data, name: "De bewoner is het er niet mee eens dat dit verborgen is.",
    "contribution.kept_hidden": lambda who, data, name: f"{who} las dat, en hield de bijdrage van de website.",
    "contribution.by_post": lambda who, data, name: f"{who} schreef op dat het antwoord per brief gaat.",
    "letter.posted": lambda who, data, name: f"{who} deed een brief aan de bewoner op de post.",
    "letter.not_sent": lambda who, data, name: f"{who} verstuurde een brief aan de bewoner niet.",
    "letter.again": lambda who, data, name: f"{who} zette een brief aan de bewoner opnieuw klaar.",
    "contribution.files_received": lambda who, data, name: "Er kwamen ook foto’s of bestanden mee.",
    "contribution.file_described": lambda who, data, name: "De bewoner schreef wat er op een foto te zien is.",
    "contribution.file_shown": lambda who, data, name: f"{who} keek een bestand na. Iedereen mag het zien.",
    "contribution.file_kept_off": lambda who, data, name: f"{who} hield een bestand van de website.",
    "report.received": lambda who, data, name: "Een lezer meldde dat er iets niet klopt.",
    "report.settled": _settled,
    "contribution.check_undone": lambda who, data, name: f"{who} draaide dat terug. Het moet opnieuw nagekeken worden.",
    "contribution.joined": lambda who, data, name: "De bewoner vulde de code in van een andere eigen bijdrage.",
    "contribution.parted": lambda who, data, name: "De bewoner haalde een andere eigen bijdrage hier weer weg.",
    "contribution.code_renewed": lambda who, data, name: (
        f"{who} gaf de bewoner een nieuwe code. Nagegaan: {CodeCheck(data['check']).label}."
    ),
    "contribution.code_mailed": lambda who, data, name: "De bewoner liet de code van het bewijs mailen.",
    "contribution.mail_chosen": lambda who, data, name: (
        "De bewoner zette mail over deze bijdrage aan."
        if data["wanted"]
        else "De bewoner wil hier geen mail meer over."
    ),
    "contribution.hidden": lambda who, data, name: f"{who} hield de bijdrage van de website.",
    "contribution.split": lambda who, data, name: f"{who} verdeelde de bijdrage in {data['points']} punten.",
    "contribution.made_whole": lambda who, data, name: f"{who} maakte van de bijdrage weer één geheel.",
    "point.made": lambda who, data, name: f"{who} maakte punt {data['position']} van woorden van de bewoner.",
    "point.widened": lambda who, data, name: f"{who} voegde woorden toe aan punt {data['position']}.",
    "point.narrowed": lambda who, data, name: f"{who} haalde woorden uit punt {data['position']}.",
    "point.renamed": lambda who, data, name: f"{who} gaf punt {data['position']} een andere naam.",
    "point.merged": lambda who, data, name: f"{who} voegde punt {data['position']} bij punt {data['into']}.",
    "point.removed": lambda who, data, name: f"{who} haalde punt {data['position']} weg. De woorden staan er nog.",
    "point.themed": lambda who, data, name: f"{who} zette dit in het thema ‘{data['theme']}’.",
    "point.unthemed": _unthemed,
    "contribution.assigned": _assigned,
    "contribution.dealt": _dealt,
    "contribution.given_to_team": lambda who, data, name: f"{who} gaf de bijdrage aan afdeling {data['department']}.",
    "contribution.released": lambda who, data, name: f"{who} gaf de bijdrage terug aan het team.",
    "contribution.placed": _placed,
    "bring_in.asked": _asked_to_help,
    "bring_in.accepted": lambda who, data, name: f"{who} zei ja, en helpt mee{_for(data)}.",
    "bring_in.declined": lambda who, data, name: f"{who} kan niet helpen{_for(data)}.",
    "bring_in.withdrawn": lambda who, data, name: f"{who} trok de vraag aan {data['party']} in.",
    "bring_in.reminded": lambda who, data, name: f"{data['party']} gaf nog geen antwoord, en is herinnerd.",
    "bring_in.given_back": lambda who, data, name: f"Het punt kwam terug van het traject ‘{data['party']}’.",
    "bring_in.part_written": lambda who, data, name: (
        f"{who} haalde het eigen deel weg." if data["taken_back"] else f"{who} schreef een eigen deel van het antwoord."
    ),
    "bring_in.part_left_out": lambda who, data, name: f"{who} liet het deel van {name('colleague_id')} weg.",
    "bring_in.part_put_back": lambda who, data, name: f"{who} zette het deel van {name('colleague_id')} terug.",
    "formal.passed_on": _passed_on,
    "formal.arrived": lambda who, data, name: (
        f"{who} schreef op: aangekomen op {_on(data['on'])}, onder nummer {data['reference']}."
    ),
    "contribution.merged": lambda who, data, name: f"{who} zette dit bij andere, voor één antwoord met eigen brieven.",
    "contribution.unmerged": lambda who, data, name: f"{who} haalde de bundel uit elkaar. Dit wacht weer apart.",
    "grouped.own_written": lambda who, data, name: f"{who} schreef een eigen zin in de brief van een groepsantwoord.",
    "grouped.left_out": lambda who, data, name: f"{who} haalde dit uit een groepsantwoord.",
    "grouped.put_back": lambda who, data, name: f"{who} zette dit terug in een groepsantwoord.",
    "grouped.skipped": lambda who, data, name: "De brief uit een groepsantwoord ging niet weg.",
    "outcome.drafted": lambda who, data, name: f"{who} bewaarde een concept." if who else "Er kwam een concept bij.",
    "outcome.draft_put_away": lambda who, data, name: f"{who} gooide het concept weg. Terugzetten kan nog.",
    "outcome.draft_taken_up": lambda who, data, name: f"{who} zette een weggegooid concept terug.",
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
    "note.written": lambda who, data, name: f"{who} schreef een notitie voor collega’s.",
    "note.read": lambda who, data, name: f"{who} las de notities.",
    "note.taken_back": lambda who, data, name: f"{who} nam een eigen notitie terug.",
    "note.struck": lambda who, data, name: f"{who} haalde een eigen notitie door.",
    "asked_back.asked": lambda who, data, _n: f"{who} vroeg de bewoner iets: liefst uiterlijk {_on(data['wish_on'])}.",
    "asked_back.answered": lambda who, data, name: "De bewoner gaf antwoord op onze vraag.",
    "asked_back.called_back": lambda who, data, name: f"{who} trok de vraag aan de bewoner in.",
    "asked_back.read": _read_back,
    "mail.retried": lambda who, data, name: f"{who} liet een e-mail nog een keer versturen.",
}
