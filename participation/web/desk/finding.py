"""What a colleague looks for, read from the address of the list (and of whatever page belongs to that list).

Everything in an address is checked against what this colleague may choose: nobody narrows to a track of others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from flask import abort, url_for

from participation.accounts.models import User
from participation.contributions.models import Channel, ContributionKind
from participation.outcomes.finding import choices as reads
from participation.outcomes.finding import listing
from participation.outcomes.finding.choices import About, Staff, Subjects
from participation.outcomes.finding.listing import MyTrack
from participation.outcomes.finding.search import NOBODY, Mark, Search
from participation.outcomes.finding.states import DeskFilter
from participation.places import queries as places
from participation.places.queries import Place
from participation.web.desk.room_fields import DayField, read_day

NAMES = (
    "zoek", "traject", "stand", "gebied", "kanaal", "van", "team", "vraag", "thema", "soort", "uiterlijk", "volgorde",
)  # fmt: skip
"""The names in the address, in the order in which they are written; `voor` is the mark of a page."""
MINE, NO_ONE, BEST = "mij", "niemand", "beste"
STATES = {one.slug: one for one in DeskFilter}
CHANNELS = {
    "website": Channel.web, "papier": Channel.paper, "tafel": Channel.kitchen_table, "bijeenkomst": Channel.meeting,
    "telefoon": Channel.phone, "e-mail": Channel.email, "brief": Channel.letter, "straat": Channel.street,
}  # fmt: skip
KINDS = {
    "idee": ContributionKind.idea, "zorg": ContributionKind.worry, "vraag": ContributionKind.question,
    "ervaring": ContributionKind.experience, "aanbod": ContributionKind.offer,
    "eigen-vraag": ContributionKind.own_question,
}  # fmt: skip


Value = TypeVar("Value")


class Unknown(LookupError):
    """Something in the address is not there (any more), or is not for this colleague; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Unreadable(ValueError):
    """What was typed as a day is no day."""

    def __init__(self) -> None:
        super().__init__(DayField.unreadable)


class Choices:
    """What one colleague can choose from; each list is read once, and only when somebody asks for it."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def tracks(self) -> list[MyTrack]:
        return listing.my_tracks(self.user)

    @cached_property
    def places(self) -> list[Place]:
        return places.all_places()

    @cached_property
    def staff(self) -> Staff:
        return reads.staff([track.id for track in self.tracks])

    @cached_property
    def subjects(self) -> Subjects:
        """Of all my tracks, because a question or theme that is not of the chosen track may still be mine."""
        return reads.subjects([track.id for track in self.tracks])

    def inside(self, place: Place) -> tuple[int, ...]:
        """The area and every area in it."""
        found, edge = [place.id], [place.id]
        while edge:
            edge = [one.id for one in self.places if one.parent_id in edge and one.id not in found]
            found += edge
        return tuple(found)


@dataclass(frozen=True)
class Asked:
    """What is looked for: for the database, and as it stands in the address."""

    search: Search
    names: dict[str, str]
    track: MyTrack | None = None
    mark: Mark = field(default_factory=Mark)

    @property
    def typed(self) -> str:
        """The words that somebody typed."""
        return self.search.words

    @property
    def is_narrowed(self) -> bool:
        return bool(self.names)

    @property
    def ranks(self) -> bool:
        """Whether the best of the newest hits come first; without words there is nothing to rank."""
        return self.search.best_first and bool(self.typed)

    def address(self, mark: Mark | None = None) -> str:
        """The address of this list, from *mark* on."""
        return list_address(self.names, mark)


def list_address(names: Mapping[str, str], mark: Mark | None = None) -> str:
    """The address of the list with these filters."""
    return url_for("desk.contributions", **{name: names.get(name) for name in NAMES}, voor=str(mark) if mark else None)  # type: ignore[arg-type]


def read_search(args: Mapping[str, str], user: User) -> Search:
    """What the address of a list (or of a page that was reached from one) looks for, for this colleague.

    Not found (404): a track, theme or question that is not theirs, and a word that the filters do not know.
    """
    try:
        return read(args, Choices(user)).search
    except (Unknown, Unreadable):
        abort(404)


def read(args: Mapping[str, str], choices: Choices) -> Asked:
    """The same, with how it stands in the address. Refuses (`Unknown`, `Unreadable`) what cannot be looked for."""
    names = {name: " ".join(args.get(name, "").split()) for name in NAMES}
    names = {name: value for name, value in names.items() if value}
    track = _one("traject", names, {track.slug: track for track in choices.tracks})
    question, theme = _subject("vraag", names, track, choices), _subject("thema", names, track, choices)
    track = track or _track_of(question or theme, choices)
    due = _day(names)
    place = _one("gebied", names, {place.code: place for place in choices.places} if "gebied" in names else {})
    search = Search(
        track_ids=tuple(one.id for one in ([track] if track else choices.tracks)),
        words=names.get("zoek", ""),
        state=_one("stand", names, STATES),
        areas=choices.inside(place) if place else (),
        channel=_one("kanaal", names, CHANNELS),
        handler=_handler(names, choices),
        department=_one("team", names, {str(one.id): one.id for one in choices.staff.teams} if "team" in names else {}),
        question=question.id if question else None,
        theme=theme.id if theme else None,
        kind=_one("soort", names, KINDS),
        due_until=due,
        best_first=bool(_one("volgorde", names, {BEST: True})),
    )
    return Asked(search, names, track, _mark(args.get("voor", "")))


def _one(name: str, names: Mapping[str, str], known: Mapping[str, Value]) -> Value | None:
    """What a word in the address stands for. Refuses (`Unknown`) a word that is not there."""
    if name not in names:
        return None
    if names[name] not in known:
        raise Unknown(name)
    return known[names[name]]


def _subject(name: str, names: dict[str, str], track: MyTrack | None, choices: Choices) -> About | None:
    """A question or theme of one of my tracks. One of another track is left out: the reader chose that track since."""
    if name not in names:
        return None
    known = choices.subjects.questions if name == "vraag" else choices.subjects.themes
    found = _one(name, names, {str(one.id): one for one in known})
    if found is not None and track is not None and found.track_id != track.id:
        del names[name]
        return None
    return found


def _track_of(about: About | None, choices: Choices) -> MyTrack | None:
    return next((track for track in choices.tracks if track.id == about.track_id), None) if about else None


def _handler(names: Mapping[str, str], choices: Choices) -> int | None:
    value = names.get("van")
    if value in (None, MINE, NO_ONE):
        return {None: None, MINE: choices.user.id, NO_ONE: NOBODY}[value]
    return _one("van", names, {str(one.id): one.id for one in choices.staff.colleagues})


def _day(names: dict[str, str]) -> date | None:
    """The day, however it was typed; in the address it is written one way."""
    if "uiterlijk" not in names:
        return None
    try:
        day = read_day(names["uiterlijk"])
    except (ValueError, OverflowError):
        raise Unreadable from None
    names["uiterlijk"] = day.isoformat()
    return day


def _mark(text: str) -> Mark:
    try:
        return Mark.read(text)
    except ValueError:
        raise Unknown("voor") from None
