"""What we recognise in a file: whose export it is, what a column is probably for, and what its first rows look like.

A suggestion only: a colleague chooses. Of an export of another platform it says what is not taken along. Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from participation.contributions.days import NotADay, read_day
from participation.contributions.models import Channel

ROLES = {
    "text": "de tekst van de bewoner",
    "title": "een titel van de bewoner",
    "received": "de dag van ontvangst",
    "question": "de vraag waar het over gaat",
    "area": "het gebied",
    "channel": "hoe het binnenkwam",
    "kind": "de soort bijdrage",
    "source": "het nummer bij de bron",
    "answer": "het antwoord",
    "outcome": "de uitkomst",
}
"""What a column can hold, in the order of the screen."""


@dataclass(frozen=True)
class Platform:
    """Another platform: the columns by which we know its export, what they hold, and what stays behind."""

    name: str
    known_by: frozenset[str]
    roles: Mapping[str, tuple[str, ...]]
    left: str
    via: Channel = Channel.web

    def is_source_of(self, header: Sequence[str]) -> bool:
        """Whether a file with these columns comes from here."""
        return self.known_by <= {_plain(name) for name in header}


_LEFT = "Steunbetuigingen en stemmen nemen wij niet mee: een aantal is hier geen meerderheid."
PLATFORMS = (
    Platform(
        "Decidim",
        frozenset({"participatory_space/id", "component/id", "reference"}),
        {
            "text": ("body/nl", "body/en", "body"),
            "title": ("title/nl", "title/en", "title"),
            "received": ("published_at", "created_at"),
            "area": ("scope/name/nl", "scope/name/en", "scope/name"),
            "source": ("reference", "id"),
            "answer": ("answer/nl", "answer/en", "answer"),
            "outcome": ("state",),
        },
        f"{_LEFT} Ook niet: reacties onder een voorstel, bijlagen, volgers, categorieën, verwante voorstellen en"
        " de naam van de indiener. Een antwoord komt binnen als concept, zonder de versies die Decidim bewaart.",
    ),
    Platform(
        "Consul",
        frozenset({"id", "title", "cached_votes_up", "hot_score"}),
        {"text": ("description", "summary"), "title": ("title",), "received": ("created_at",), "source": ("id",)},
        f"{_LEFT} Ook niet: reacties, foto’s, video’s, mijlpalen en het oordeel over haalbaarheid.",
    ),
    Platform(
        "Consul (burgerbegroting)",
        frozenset({"id", "title", "valuator", "feasibility"}),
        {"text": ("description", "title"), "title": ("title",), "source": ("id",), "outcome": ()},
        f"{_LEFT} Ook niet: wie het beoordeelde, de kosten en of het haalbaar was. Dat oordeel is geen antwoord."
        " In dit bestand staat vaak alleen de titel en niet de hele tekst.",
    ),
    Platform(
        "Go Vocal (CitizenLab)",
        frozenset({"id", "likes", "dislikes", "project"}),
        {
            "text": ("description", "beschrijving", "omschrijving"),
            "title": ("title", "titel"),
            "received": ("published at", "submitted at", "created at"),
            "area": ("location", "location description"),
            "source": ("id",),
            "outcome": ("status",),
        },
        f"{_LEFT} Ook niet: de naam en het e-mailadres van de indiener, reacties, tags, bijlagen en de plaats."
        " Officiële reacties staan niet in dit bestand.",
    ),
    Platform(
        "Go Vocal (CitizenLab)",
        frozenset({"id", "likes", "dislikes", "assignee"}),
        {
            "text": ("description", "beschrijving"), "title": ("title", "titel"),
            "received": ("published at", "created at"), "source": ("id",), "outcome": ("status",),
        },
        f"{_LEFT} Ook niet: de naam en het e-mailadres van de indiener, reacties, tags en bijlagen.",
    ),
    Platform(
        "OpenStad",
        frozenset({"id", "title", "summary", "description", "projectid"}),
        {
            "text": ("description",), "title": ("title",), "received": ("publishdate", "createdat", "startdate"),
            "source": ("id",), "answer": ("modbreak",),
        },
        f"{_LEFT} Ook niet: reacties, foto’s, tags, statussen, de plek op de kaart, en de samenvatting naast de tekst."
        " De tekst kan opmaakcodes bevatten (HTML). Die blijven staan zoals ze zijn.",
    ),
)  # fmt: skip

_WORDS: dict[str, tuple[str, ...]] = {
    "text": ("tekst", "inbreng", "reactie", "bijdrage", "zienswijze", "opmerking", "input", "text", "body",
             "description", "omschrijving", "beschrijving", "wat zei de bewoner", "idee", "suggestie"),
    "title": ("titel", "title", "onderwerp", "kop"),
    "received": ("ontvangen", "ontvangen op", "datum", "dag", "datum ontvangst", "received", "date", "created_at",
                 "published_at", "ingediend op", "tijdstempel", "timestamp", "starttijd"),
    "question": ("vraag", "question", "vraagnummer"),
    "area": ("gebied", "buurt", "wijk", "area", "neighborhood", "neighbourhood", "plaats", "locatie"),
    "channel": ("kanaal", "channel", "via", "hoe"),
    "kind": ("soort", "kind", "type"),
    "source": ("nummer", "nr", "id", "kenmerk", "referentie", "reference", "bron", "volgnummer"),
    "answer": ("antwoord", "answer", "beantwoording", "reactie gemeente", "antwoord gemeente", "reden"),
    "outcome": ("uitkomst", "outcome", "besluit", "outcome_guess", "status", "gevolg"),
}  # fmt: skip
_ALONE = ("name", "naam", "voorstel", "vraag en antwoord")


@dataclass(frozen=True)
class Recognised:
    """What we think of a file: the platform that it comes from, and which column plays which role."""

    platform: Platform | None
    roles: Mapping[str, str]


def recognise(header: Sequence[str]) -> Recognised:
    """The platform and the roles that the names of the columns point to."""
    platform = next((one for one in PLATFORMS if one.is_source_of(header)), None)
    by_name = {_plain(name): name for name in reversed(header)}
    wanted = platform.roles if platform else _WORDS
    roles: dict[str, str] = {}
    for role in ROLES:
        found = next((by_name[name] for name in wanted.get(role, ()) if name in by_name), None)
        if found is not None and found not in roles.values():
            roles[role] = found
    if "text" not in roles:
        alone = next((by_name[name] for name in _ALONE if name in by_name), roles.pop("title", None))
        if alone is not None:
            roles["text"] = alone
    return Recognised(platform, roles)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def looks_like(values: Sequence[str]) -> str:
    """What the first rows of a column look like, in a few words."""
    filled = [value.strip() for value in values if value.strip()]
    if not filled:
        return "leeg in de eerste rijen"
    kind = next((words for test, words in _LOOKS if all(map(test, filled))), None)
    if kind is not None:
        return kind
    if any(_has_short_year(value) for value in filled):
        return "dagen met een jaar van twee cijfers: die nemen wij niet aan"
    longest = max(map(len, filled))
    if longest > 80:
        return f"tekst, tot {longest} tekens in de eerste rijen"
    few = list(dict.fromkeys(filled))
    return (
        f"woorden, zoals ‘{few[0][:40]}’" if len(few) > 3 else "woorden: " + ", ".join(f"‘{one[:30]}’" for one in few)
    )


def _is_day(value: str) -> bool:
    try:
        read_day(value)
    except NotADay:
        return False
    return True


def _has_short_year(value: str) -> bool:
    try:
        read_day(value)
    except NotADay as fault:
        return "twee cijfers" in str(fault)
    return False


def _is_number(value: str) -> bool:
    return len(value) < 20 and value.replace(",", "").replace(".", "").removeprefix("-").isdecimal()


def _is_address(value: str) -> bool:
    return "@" in value and " " not in value


_LOOKS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_is_day, "dagen"),
    (_is_number, "getallen"),
    (_is_address, "e-mailadressen: die nemen wij niet over"),
)
