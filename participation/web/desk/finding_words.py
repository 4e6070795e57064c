"""What is looked for in one sentence, and in pieces: "Ideeën over Lindestraat, op papier, zonder behandelaar"."""

from participation.contributions.models import Channel, ContributionKind
from participation.outcomes.finding.states import DeskFilter
from participation.web.desk.finding import MINE, NO_ONE, Asked, Choices, list_address
from participation.web.filters import day

KIND_WORDS = {
    ContributionKind.idea: "Ideeën",
    ContributionKind.worry: "Zorgen",
    ContributionKind.question: "Vragen",
    ContributionKind.experience: "Ervaringen",
    ContributionKind.offer: "Aanbod om mee te helpen",
    ContributionKind.own_question: "Iets anders waar de gemeente naar moet kijken",
}
STATE_WORDS = {
    DeskFilter.unchecked: "nog niet nagekeken",
    DeskFilter.waiting: "wachtend op antwoord",
    DeskFilter.answered: "beantwoord",
    DeskFilter.under_way: "in uitvoering",
    DeskFilter.again: "opnieuw te beantwoorden",
    DeskFilter.hidden: "niet op de website",
    DeskFilter.withdrawn: "ingetrokken",
}


def channel_words(channel: Channel) -> str:
    """How it came in, as part of a sentence."""
    return "via de website" if channel is Channel.web else channel.label


def sentence(asked: Asked, choices: Choices) -> str:
    """What is looked for, as a sentence without its full stop."""
    pieces = parts(asked, choices)
    begin = KIND_WORDS[asked.search.kind] if asked.search.kind else "Bijdragen"
    return " ".join([begin, ", ".join(words for name, words in pieces.items() if name != "soort")]).strip()


def without(asked: Asked, choices: Choices) -> list[tuple[str, str]]:
    """Each filter that can be left out: what it says, and the list without it. Only when there are several."""
    pieces = parts(asked, choices)
    return [
        (words, list_address({key: value for key, value in asked.names.items() if key != name}))
        for name, words in pieces.items()
    ] if len(pieces) > 1 else []  # fmt: skip


def parts(asked: Asked, choices: Choices) -> dict[str, str]:
    """What each filter says, by its name in the address, in the order of a sentence."""
    search, names = asked.search, asked.names
    said = {
        "soort": KIND_WORDS[search.kind] if search.kind else "",
        "zoek": f"met ‘{asked.typed}’" if asked.typed else "",
        "gebied": f"over {_place(asked, choices)}" if search.areas else "",
        "vraag": _about("vraag", asked, choices),
        "thema": _about("thema", asked, choices),
        "traject": f"uit ‘{asked.track.title}’" if asked.track and "traject" in names else "",
        "kanaal": channel_words(search.channel) if search.channel else "",
        "van": _handler(asked, choices),
        "team": _team(asked, choices),
        "stand": STATE_WORDS[search.state] if search.state else "",
        "uiterlijk": f"met een antwoord beloofd uiterlijk {day(search.due_until)}" if search.due_until else "",
    }
    return {name: words for name, words in said.items() if words}


def _place(asked: Asked, choices: Choices) -> str:
    return next(place.name for place in choices.places if place.code == asked.names["gebied"])


def _about(name: str, asked: Asked, choices: Choices) -> str:
    if name not in asked.names:
        return ""
    known = choices.subjects.questions if name == "vraag" else choices.subjects.themes
    said = next(one.name for one in known if str(one.id) == asked.names[name])
    return f"bij de vraag ‘{said}’" if name == "vraag" else f"in het thema ‘{said}’"


def _handler(asked: Asked, choices: Choices) -> str:
    value = asked.names.get("van")
    if value in (None, NO_ONE, MINE):
        return {None: "", NO_ONE: "zonder behandelaar", MINE: "die u behandelt"}[value]
    return f"van {next(one.name for one in choices.staff.colleagues if str(one.id) == value)}"


def _team(asked: Asked, choices: Choices) -> str:
    value = asked.names.get("team")
    return f"voor het team {next(one.name for one in choices.staff.teams if str(one.id) == value)}" if value else ""
