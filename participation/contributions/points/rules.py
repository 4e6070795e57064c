"""Which words of the resident belong to which point. Pure: no session, no clock, and no letter gets lost.

Places are counted in characters (code points) of the text as it is stored, from *begins* up to *ends*.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from participation.refusals import Conflict, Refused

BETWEEN = " […] "
"""Stands in the text of a point where words of the resident are left out."""
LONGEST_TITLE = 120
MOST_POINTS, MOST_PASSAGES = 40, 200
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n|$)\s*")
ORIGINAL = 0
"""Where a passage lies: in the original text, or else in the addition with this number."""


class Span(NamedTuple):
    """A piece of what was said: in the original (`ORIGINAL`) or in an addition, from *begins* up to *ends*."""

    source: int
    begins: int
    ends: int


class Taken(Conflict):
    """These words belong to a point already."""


class HasAnswer(Conflict):
    """The resident read an answer to this point: what it is about stays as it was."""


class HasWork(Refused):
    """Something that people wrote hangs on this point."""


class LastPoint(Refused):
    """A contribution has at least one point, and at least one that waits as long as the resident is owed an answer."""


def sentences(text: str) -> list[tuple[int, int]]:
    """*text* in pieces of about a sentence, that follow each other without a gap; no character is lost."""
    found, place = [], 0
    while place < len(text):
        match = _SENTENCE.match(text, place)
        end = match.end() if match and match.end() > place else len(text)
        found.append((place, end))
        place = end
    return found


def trimmed(text: str, span: Span) -> Span | None:
    """*span* without the white space at both ends; None when nothing is left, or it lies outside *text*."""
    if not 0 <= span.begins < span.ends <= len(text):
        return None
    words = text[span.begins : span.ends]
    begins = span.begins + len(words) - len(words.lstrip())
    ends = span.ends - (len(words) - len(words.rstrip()))
    return Span(span.source, begins, ends) if begins < ends else None


def chosen(texts: dict[int, str], spans: Iterable[Span]) -> list[Span]:
    """The pieces that were selected, in order; pieces with nothing but white space between them are one.

    Refuses a place that is not in what the resident wrote, an empty selection, and pieces that overlap.
    """
    found: list[Span] = []
    for span in sorted(set(spans)):
        words = trimmed(texts[span.source], span) if span.source in texts else None
        if words is None:
            raise Refused("Kies woorden uit de tekst van de bewoner.", field="woorden")
        if found and overlap(found[-1], words):
            raise Refused("Deze stukken lopen door elkaar. Kies elk woord één keer.", field="woorden")
        found.append(words)
    if not found:
        raise Refused("Kies eerst woorden in de tekst van de bewoner.", field="woorden")
    return joined(texts, found)


def joined(texts: dict[int, str], spans: Sequence[Span]) -> list[Span]:
    """The same pieces in order, with neighbours made into one."""
    found: list[Span] = []
    for span in sorted(spans):
        last = found[-1] if found else None
        if last and last.source == span.source and not texts[span.source][last.ends : span.begins].strip():
            found[-1] = Span(span.source, last.begins, max(last.ends, span.ends))
        else:
            found.append(span)
    return found


def overlap(one: Span, other: Span) -> bool:
    return one.source == other.source and one.begins < other.ends and other.begins < one.ends


def refuse_taken(wanted: Sequence[Span], others: Iterable[Span]) -> None:
    """Refuses (`Taken`) words that belong to another point already."""
    if any(overlap(one, other) for other in others for one in wanted):
        raise Taken("Een deel van deze woorden hoort al bij een punt. Haal ze daar eerst uit.", field="woorden")


def words_of(texts: dict[int, str], spans: Sequence[Span]) -> str:
    """The text of a point: its passages joined, with a mark where words are left out."""
    return BETWEEN.join(texts[span.source][span.begins : span.ends] for span in sorted(spans))


def uncovered(texts: dict[int, str], spans: Iterable[Span]) -> list[Span]:
    """What no point covers yet, without the white space and the marks that stand between passages."""
    found: list[Span] = []
    spans = sorted(spans)
    for source, text in texts.items():
        place = 0
        for span in [*(one for one in spans if one.source == source), Span(source, len(text), len(text))]:
            rest = trimmed(text, Span(source, place, span.begins)) if place < span.begins else None
            if rest and any(character.isalnum() for character in text[rest.begins : rest.ends]):
                found.append(rest)
            place = max(place, span.ends)
    return found


def refuse_answered(outcome_id: int | None) -> None:
    """Refuses (`HasAnswer`) to change what a point is about after the resident read an answer to it."""
    if outcome_id is not None:
        raise HasAnswer(
            "Op dit punt is al antwoord gegeven. Het blijft zoals het is. U kunt wel een nieuw antwoord geven."
        )


def refuse_when_all_answered(outcomes: Sequence[int | None]) -> None:
    """Refuses (`HasAnswer`) another point after the promise to this resident was kept."""
    if all(outcome is not None for outcome in outcomes):
        raise HasAnswer("Op alle punten is al antwoord gegeven. Geef op een van die punten een nieuw antwoord.")


def refuse_last(outcomes: Sequence[int | None]) -> None:
    """Refuses (`LastPoint`) to take away the only point, or the only one that still waits for an answer."""
    if len(outcomes) < 2:
        raise LastPoint("Dit is het enige punt. Maak van de bijdrage weer één geheel, of kies andere woorden.")
    if sum(outcome is None for outcome in outcomes) < 2:
        raise LastPoint("Dit is het laatste punt dat op antwoord wacht. Geef er eerst antwoord op.")


def refuse_too_many(points: int, passages: int) -> None:
    """Refuses more points or passages than anybody can oversee."""
    if points >= MOST_POINTS or passages > MOST_PASSAGES:
        raise Refused(f"Een bijdrage kan {MOST_POINTS} punten hebben. Voeg eerst punten samen.", field="woorden")


def refuse_withdrawn(withdrawn_at: datetime | None) -> None:
    """Refuses to cut what its resident took back."""
    if withdrawn_at is not None:
        raise Refused("De bewoner heeft deze bijdrage ingetrokken. U hoeft niets meer te doen.")


def title_of(typed: str) -> str:
    """The name of a point on one line; may be empty. Refuses one that is too long."""
    title = " ".join(typed.split())
    if len(title) > LONGEST_TITLE:
        raise Refused(f"Maak de naam korter. Er passen {LONGEST_TITLE} tekens in.", field="title")
    return title


def place_of(text: str, words: str) -> Span:
    """Where *words* stand in the original *text*, white space aside: for what comes in typed.

    Refuses what the resident did not write (I16).
    """
    wanted = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(wanted, text) if wanted else None
    if found is None:
        raise Refused("Gebruik in elk punt de woorden van de bewoner, zonder er iets bij te zetten.", field="woorden")
    return Span(ORIGINAL, *found.span())
