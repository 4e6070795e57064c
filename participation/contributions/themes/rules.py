"""What a theme is, and what may be put in it. Pure: no session, no clock."""

from collections.abc import Collection, Iterable

from participation.contributions.themes.models import Theme
from participation.refusals import Conflict, Refused

MOST_THEMES = 200
"""Themes of one track. More than this is no help to anybody who reads them."""
MOST_AT_ONCE = 200
"""Points that are put in a theme with one button."""
LONGEST_TITLE, LONGEST_SUMMARY = 120, 4_000


class TooManyThemes(Refused):
    """A track has so many themes that another one helps nobody."""


class ThemeChanged(Conflict):
    """A colleague changed or removed this theme since the form was opened; the typed text is given back."""


class WrongTrack(Refused):
    """A point of another track cannot stand in this theme."""


def title_of(typed: str, taken: Collection[str]) -> str:
    """The title on one line. Refuses none, one that is too long, and one that another theme of the track has."""
    title = " ".join(typed.split())
    if not title:
        raise Refused("Geef het thema een naam. Een paar woorden is genoeg.", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"Maak de naam korter. Er passen {LONGEST_TITLE} tekens in.", field="title")
    if title.casefold() in taken:
        raise Refused("Er is in dit traject al een thema met deze naam.", field="title")
    return title


def summary_of(typed: str) -> str:
    """What is said in a theme. May be empty: then the theme is not public. Refuses what is too long to read."""
    summary = typed.replace("\r\n", "\n").strip()
    if len(summary) > LONGEST_SUMMARY:
        raise Refused(f"Maak de samenvatting korter. Er passen {LONGEST_SUMMARY} tekens in.", field="summary")
    return summary


def refuse_another(themes: int) -> None:
    """Refuses (`TooManyThemes`) a theme more than a reader can oversee."""
    if themes >= MOST_THEMES:
        raise TooManyThemes(f"Dit traject heeft al {MOST_THEMES} thema's. Voeg eerst thema's samen.", field="title")


def refuse_selection(points: Collection[int]) -> None:
    """Refuses nothing at all, and more points than one button may move."""
    if not points:
        raise Refused("Kies minstens één punt.", field="points")
    if len(points) > MOST_AT_ONCE:
        raise Refused(f"Kies niet meer dan {MOST_AT_ONCE} punten tegelijk.", field="points")


def refuse_gone(theme: Theme) -> None:
    """Refuses (`ThemeChanged`) a theme that a colleague removed meanwhile."""
    if theme.removed_at is not None:
        raise ThemeChanged("Een collega haalde dit thema weg. De punten staan nu in geen enkel thema.")


def refuse_other_tracks(theme: Theme, track_ids: Iterable[int]) -> None:
    """Refuses (`WrongTrack`) when one of the points belongs to another track."""
    if any(track_id != theme.track_id for track_id in track_ids):
        raise WrongTrack("Deze punten horen bij een ander traject. Kies een thema van hetzelfde traject.",
                         field="points")  # fmt: skip
