"""What asks for attention besides promises and reviews: each in a sentence, with the story it belongs to (I34)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from participation.outcomes import owed
from participation.outcomes.decisions.queries import late_decisions
from participation.outcomes.experience import gap
from participation.outcomes.handover import away, orphans
from participation.outcomes.second_look import queries as look_queries
from participation.tracks import changes, confirm_queries
from participation.web.due import first_words, when_it_breaks
from participation.web.filters import day, short_day

FEW = 5
SHORT = 140


@dataclass(frozen=True)
class Thing:
    """One thing: what it is (a link), what is the matter, and the story or the words of a resident beside it."""

    text: str
    href: str
    matter: str
    story: str = ""
    is_quote: bool = False


@dataclass(frozen=True)
class Part:
    """Things of one kind, with the name of the section, its icon, and the way to the whole of it."""

    slug: str
    title: str
    icon: str
    things: list[Thing]
    more: tuple[str, str] | None = None


def parts(today: date) -> tuple[list[Part], list[str]]:
    """The kinds in which something is the matter now, and the names of those in which nothing is."""
    made = [Part(slug, title, icon, find(today), more) for slug, title, icon, find, more in _kinds()]
    return [part for part in made if part.things], [part.title.lower() for part in made if not part.things]


def _kinds() -> list[tuple[str, str, str, Callable[[date], list[Thing]], tuple[str, str] | None]]:
    handover = ("Naar de overdracht", url_for("coordination.left_behind"))
    return [
        ("nog-eens", "Bewoners die vroegen om nog eens te kijken", "eye", _looks, None),
        ("verwachting", "Mensen verwachten meer dan wij beloofden", "hear", _gaps, None),
        ("kleiner", "Ruimtes die kleiner werden", "narrower", _shrunk, None),
        ("onderweg", "Veranderingen die nog niet gelden", "pencil", _changing, None),
        ("bevestiging", "Teksten die wachten op een bevestiging", "waiting", _unconfirmed, None),
        ("onbekend", "Wat wij nu zouden weten", "unknown", _unknown, None),
        ("besluit", "Besluiten die er hadden moeten zijn", "hall", _undecided, None),
        ("afwezig", "Wie er niet is, zonder waarnemer", "waiting", _away, None),
        ("wees", "Werk van wie hier niet meer is", "person", _left, handover),
    ]  # fmt: skip


def _looks(today: date) -> list[Thing]:
    return [
        Thing(
            text=f"Bijdrage {look.contribution.number}, {look.title}",
            href=url_for("desk.contribution", number=look.contribution.number), story=first_words(look.words, SHORT),
            matter=f"{when_it_breaks(look.due, today)[1]}. {_not_by(look.first_author)}", is_quote=True,
        )
        for look in look_queries.waiting(rows=FEW)
    ]  # fmt: skip


def _not_by(name: str | None) -> str:
    return f"Iemand anders dan {name} kijkt opnieuw." if name else "Iemand anders kijkt opnieuw."


def _gaps(_today: date) -> list[Thing]:
    return [
        Thing(text=row.title, href=url_for("desk.track", slug=row.slug), matter=row.sentence, is_quote=True,
              story=row.voice or "")
        for row in gap.expectation_gaps(FEW)
    ]  # fmt: skip


def _shrunk(_today: date) -> list[Thing]:
    return [
        Thing(text=row.title, href=url_for("public.room", slug=row.slug), story=first_words(row.reason, SHORT),
              matter=f"Sinds {short_day(row.published_at)}. {row.decided_by} besloot dit.")
        for row in changes.shrunk_rooms(FEW)
    ]  # fmt: skip


def _changing(_today: date) -> list[Thing]:
    return [
        Thing(text=row.title, href=url_for("desk.change", slug=row.slug), matter=row.waits_for,
              story=f"{row.started_by} begon hiermee op {short_day(row.started_at)}.")
        for row in changes.changes_waiting(FEW)
    ]  # fmt: skip


def _unconfirmed(today: date) -> list[Thing]:
    return [
        Thing(text=row.title, href=url_for("desk.track", slug=row.slug),
              matter=f"{row.name} heeft nog niet gezegd of deze tekst klopt. {_asked(row.asked_at, row.due_on, today)}")
        for row in confirm_queries.unanswered_confirmations(FEW)
    ]  # fmt: skip


def _asked(asked_at: date, due: date, today: date) -> str:
    verb = "had er moeten zijn op" if due < today else "is nodig, uiterlijk"
    return f"Gevraagd op {short_day(asked_at)}. Een antwoord {verb} {day(due)}."


def _unknown(today: date) -> list[Thing]:
    return [
        Thing(text=row.title, href=url_for("desk.track", slug=row.slug), story=f"{when_it_breaks(row.due, today)[1]}.",
              matter=row.text)
        for row in owed.broken_unknowns(today, limit=FEW)
    ]  # fmt: skip


def _undecided(_today: date) -> list[Thing]:
    return [
        Thing(text=row.title, href=url_for("desk.decisions", slug=row.slug),
              matter=f"{row.organ} zou besluiten op {short_day(row.decides_on)}. Bewoners weten nog niet wat het werd.",
              story=f"{row.contact} kan navragen hoe het staat." if row.contact else "")
        for row in late_decisions(FEW)
    ]  # fmt: skip


def _away(today: date) -> list[Thing]:
    return [
        Thing(text=one.name, href=url_for("desk.team_member", user_id=one.user_id),
              matter=f"{one.name} is er niet van {short_day(one.first)} tot en met {short_day(one.last)}.",
              story="In die dagen breekt een belofte. Niemand neemt in persoon waar. Het team krijgt de herinnering.")
        for one in away.uncovered(today, FEW)
    ]  # fmt: skip


def _left(_today: date) -> list[Thing]:
    return [
        Thing(text=one.title, href=url_for("desk.track", slug=one.slug), matter=one.sentence)
        for one in orphans.orphans(FEW)[:FEW]
    ]
