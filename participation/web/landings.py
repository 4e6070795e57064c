"""Where input lands, as stops on the path of a track: decided, still to come, or late and not known yet.

A day that has passed is no decision. A stop is done when somebody recorded what the organ decided, and not before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from flask import url_for
from flask_babel import ngettext

from participation.outcomes.decisions.models import OrganDecision
from participation.outcomes.decisions.words import follows_in_words
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, LandingPath, PathKind
from participation.web.filters import brief_day, dutch, joined, quoting
from participation.web.language import gettext as _
from participation.web.shapes import Stop

DECIDES = (PathKind.decision, PathKind.policy, PathKind.budget)
NONE: Mapping[int, date] = MappingProxyType({})
Decisions = Mapping[int, OrganDecision]
"""The decisions of organs, by the lineage of their path."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A stop with its place in time; `numbers` are the open questions that land there."""

    on: date
    rank: int
    stop: Stop
    numbers: tuple[int, ...] = ()
    note: str = ""


def landings(track: Track, room: DeclaredRoom, today: date, decisions: Decisions) -> list[Placed]:
    """One stop for each day on which something is decided; several paths on one day share it.

    What was decided has a stop of its own, on the day that it happened.
    """
    numbers = {question.id: number for number, question in enumerate(room.open_questions, 1)}
    by_day: dict[tuple[date | None, bool], list[LandingPath]] = {}
    for path in room.paths:
        decision = decisions.get(path.lineage)
        on = decision.decided_on if decision else path.decides_on
        by_day.setdefault((on, decision is not None), []).append(path)
    return [
        _landing(
            on, paths, numbers, _ended(track, room, paths, decisions) if done else _to_come(track, paths, on, today)
        )
        for (on, done), paths in by_day.items()
    ]


def mini_landings(room: DeclaredRoom, today: date, decided_on: Mapping[int, date]) -> list[Placed]:
    """One stop for each day; a day that passed without a decision is not done, and not sure."""
    known = {decided_on[path.lineage] for path in room.paths if path.lineage in decided_on}
    to_come = {path.decides_on for path in room.paths if path.decides_on and path.lineage not in decided_on}
    return [
        *(Placed(on=on, rank=3, stop=Stop(state="past")) for on in sorted(known)),
        *(Placed(on=on, rank=3, stop=Stop(unsure=on < today)) for on in sorted(to_come - known)),
    ]


def _landing(on: date | None, paths: list[LandingPath], numbers: dict[int, int], stop: Stop) -> Placed:
    landing = tuple(sorted({numbers[question.id] for path in paths for question in path.questions}))
    when = brief_day(on) if on else _("Datum nog niet bekend")
    stop = replace(stop, when=when, unsure=stop.unsure or on is None, lands=_lands(landing))
    return Placed(on=on or date.max, rank=3, stop=stop, numbers=landing, note=_lane_note(paths))


def _ended(track: Track, room: DeclaredRoom, paths: list[LandingPath], decisions: Decisions) -> Stop:
    """Somebody recorded how it ended: done, with how it relates to what residents said."""
    made = [decisions[path.lineage] for path in paths]
    titles = dict.fromkeys(decided(path, decision.organ) for path, decision in zip(paths, made, strict=True))
    words = dict.fromkeys(follows_in_words(room.level, decision.follows) for decision in made)
    href = url_for("public.track", slug=track.slug, _anchor="besluiten") if track.state.is_public else None
    return Stop(
        title=_all_of(list(titles)), state="past", text=" ".join(_(one) for one in words if one), href=href,
        link_text=_("Lees het besluit"),
    )  # fmt: skip


def _to_come(track: Track, paths: list[LandingPath], on: date | None, today: date) -> Stop:
    """Still to come; or its day has passed, and we cannot say what it became."""
    title = _all_of(list(dict.fromkeys(decides(path) for path in paths)))
    if on is None or on >= today:
        return Stop(title=title, text=joined(*dict.fromkeys(_about(path) for path in paths)))
    text = _("Dit zou nu klaar zijn. Wij weten nog niet wat het werd.")
    return Stop(title=title, text=joined(text, call_us(track)), unsure=True, late=True)


def decides(path: LandingPath) -> str:
    """What happens on the day of this landing path, as the title of a stop."""
    if path.kind in DECIDES or path.kind is None:
        return quoting(_("%(organ)s beslist"), {"organ": capital(path.organ)}) if path.organ else _("Het besluit")
    if not path.document:
        return capital(_(path.kind.label))
    return quoting(_("%(document)s klaar"), {"document": capital(path.document)})


def decided(path: LandingPath, organ: str) -> str:
    """The same, once it is done."""
    if path.kind in DECIDES or path.kind is None:
        return quoting(_("%(organ)s besliste"), {"organ": capital(organ)})
    return decides(path)


def call_us(track: Track) -> str:
    """Whom to ask: the contact of the track."""
    contact = track.contact
    if contact is None:
        words: str = _("Bel de gemeente.")
    elif contact.phone:
        words = _("Bel %(contact)s: %(phone)s.", contact=contact.name, phone=contact.phone)
    else:
        words = _("Vraag naar %(contact)s.", contact=contact.name)
    return words


def questions_in_words(numbers: Sequence[int]) -> str:
    """'Vraag 3', 'Vraag 1 en 2', 'Vraag 1, 2 en 4'."""
    words = [str(number) for number in numbers]
    if len(words) > 1:
        words = [_("%(some)s en %(last)s", some=", ".join(words[:-1]), last=words[-1])]
    return ngettext("Vraag %(numbers)s", "Vraag %(numbers)s", len(numbers), numbers=words[0]) if words else ""


def _all_of(titles: list[str]) -> str:
    """'Het college beslist en werkplan klaar'"""
    words = titles[0]
    for title in titles[1:]:
        words = quoting(_("%(some)s en %(last)s"), {}, some=words, last=_small(title))
    return words


def _lands(numbers: Sequence[int]) -> str | None:
    if not numbers:
        return None
    words = _("%(questions)s komt hier aan") if len(numbers) == 1 else _("%(questions)s komen hier aan")
    return words % {"questions": questions_in_words(numbers)}


def _about(path: LandingPath) -> str:
    if path.kind in DECIDES or path.kind is None:
        return dutch(f"{path.document}." if path.document and not path.document.endswith(".") else path.document)
    makes = {
        PathKind.design: _("%(organ)s stelt dit vast."),
        PathKind.execution: _("%(organ)s maakt dit."),
        PathKind.agreement: _("%(organ)s tekent dit."),
    }
    if not path.organ or path.kind not in makes:
        return ""
    return quoting(makes[path.kind], {"organ": capital(path.organ)})


def _lane_note(paths: list[LandingPath]) -> str:
    """A few words beside the line: the question itself when there is one, else the document."""
    questions = [question.question for path in paths for question in path.questions]
    if len(questions) == 1:
        return questions[0].rstrip("?").strip()
    return paths[0].document if len(paths) == 1 else ""


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
