"""Sentences for residents: our words, translated where they are shown, and a colleague's own words, never touched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from participation.tracks.models import Track
from participation.words import N_


class Term(str):
    """A word of ours inside a sentence, translated on its own (the label of an enum)."""


Value = str | date


@dataclass(frozen=True)
class Sentence:
    """Words with values in them. `own` marks what a person wrote here: shown as it is, in the language it has."""

    words: str
    values: Mapping[str, Value] = field(default_factory=dict)
    own: bool = False

    def said(self, translate: Callable[[str], str], day: Callable[[date], str]) -> str:
        """The sentence in one language: *translate* turns our words, *day* writes a date in full."""
        if self.own:
            return self.words
        return translate(self.words) % {name: _spoken(value, translate, day) for name, value in self.values.items()}


def _spoken(value: Value, translate: Callable[[str], str], day: Callable[[date], str]) -> str:
    if isinstance(value, date):
        return day(value)
    return translate(value) if isinstance(value, Term) else value


def say(words: str, **values: Value) -> Sentence:
    """A sentence of ours; *words* are marked with `N_`."""
    return Sentence(words, values)


def own(text: str) -> list[Sentence]:
    """What a person wrote, paragraph by paragraph; nothing when it is empty."""
    return [Sentence(part.strip(), own=True) for part in text.split("\n\n") if part.strip()]


def full(text: str) -> str:
    """*text* as the end of a sentence: with a full stop when it has none."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def call(track: Track) -> Sentence:
    """Whom to call: the named contact of the track, in every case (I33)."""
    if track.contact is None:
        return say(N_("Bel de gemeente."))
    if not track.contact.phone:
        return say(N_("Vraag naar %(contact)s."), contact=track.contact.name)
    return say(N_("Bel %(contact)s: %(phone)s."), contact=track.contact.name, phone=track.contact.phone)


def contact_of(track: Track) -> str:
    """The name of the contact, or the municipality."""
    return track.contact.name if track.contact else Term(N_("De gemeente"))
