"""What a plan cannot do without: who asks, why, where, when, and when people hear (I1, I14, I33).

Hard rules: nobody can explain them away.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules.findings import Finding, filled, in_words


@dataclass(frozen=True)
class Needed:
    """One thing that has to be there, and what is said when it is not."""

    rule: str
    row: str
    is_there: Callable[[Track, DeclaredRoom], object]
    title: str
    text: str
    mend: str


NEEDED = (
    Needed("I1", "track:title", lambda track, room: filled(track.title), "het traject heeft geen naam",
           "Bewoners kunnen het traject niet vinden: er staat geen naam.",
           "Geef een korte naam, zoals ‘Herinrichting Molenstraat’."),
    Needed("I1", "track:summary", lambda track, room: filled(track.summary), "er staat niet waar het over gaat",
           "De samenvatting is leeg. Bewoners lezen dan niet waar het over gaat.",
           "Schrijf in één of twee zinnen wat er gebeurt."),
    Needed("I1", "track:areas", lambda track, room: track.areas, "er is geen gebied gekozen",
           "Er staat niet voor welke buurt of straat dit is.",
           "Kies ten minste één gebied."),
    Needed("I1", "room:level", lambda track, room: room.level, "er is geen niveau gekozen",
           "Bewoners weten niet hoeveel invloed zij hebben: het niveau ontbreekt.",
           "Kies één van de vijf niveaus, van informeren tot meebeslissen."),
    Needed("I1", "room:why", lambda track, room: filled(room.why), "er staat niet waarom wij bewoners vragen",
           "Het antwoord op ‘Waarom vragen we u dit?’ is leeg.",
           "Schrijf wat bewoners weten of merken dat wij niet weten. Is er niets? Kies dan informeren."),
    Needed("I1", "room:decider", lambda track, room: filled(room.decider), "er staat niet wie beslist",
           "Bewoners weten niet wie het besluit neemt: dat veld is leeg.",
           "Vul in welke persoon of welk bestuur beslist."),
    Needed("I1", "track:opens_on", lambda track, room: track.opens_on, "er is geen dag waarop het opengaat",
           "De openingsdatum ontbreekt.", "Kies de eerste dag waarop bewoners kunnen reageren."),
    Needed("I1", "track:closes_on", lambda track, room: track.closes_on, "er is geen dag waarop het sluit",
           "De sluitingsdatum ontbreekt.", "Kies de laatste dag waarop bewoners kunnen reageren."),
    Needed("I14", "track:promised_on", lambda track, room: track.promised_on, "er is geen dag voor het antwoord",
           "Wij beloven iedereen antwoord. De dag waarop iedereen het uiterlijk heeft, ontbreekt.",
           "Kies de dag waarop iedereen die reageerde antwoord heeft."),
    Needed("I33", "track:contact", lambda track, room: track.contact, "er is geen contactpersoon",
           "Bewoners kunnen niemand bellen of mailen: er staat geen naam bij dit traject.",
           "Kies een collega die bewoners te woord staat."),
)  # fmt: skip


def plan_is_complete(track: Track, room: DeclaredRoom) -> Iterator[Finding]:
    """Everything is there that residents must find in the plan (I1, I14, I33)."""
    for needed in NEEDED:
        if not needed.is_there(track, room):
            yield Finding(rule=needed.rule, row=needed.row, blocks=True, title=needed.title, text=needed.text,
                          mend=needed.mend)  # fmt: skip


def contact_can_be_reached(track: Track) -> Iterator[Finding]:
    """A name alone is no contact: there is a telephone number or an address with it (I33)."""
    contact = track.contact
    if contact is not None and not filled(contact.phone) and not filled(track.contact_email):
        yield Finding(
            rule="I33", row="track:contact_email", blocks=True, title="de contactpersoon is niet te bereiken",
            text=f"Bij {contact.name} staat geen telefoonnummer en geen e-mailadres.",
            mend="Vul een telefoonnummer of een e-mailadres in. Een telefoonnummer is voor veel mensen het fijnst.",
        )  # fmt: skip


def dates_are_in_order(track: Track, today: date) -> Iterator[Finding]:
    """First open, then close, then answer, and the closing day still has to come (I1, I14).

    A room that changes after the closing has nothing to close any more.
    """
    opens, closes, promised = track.opens_on, track.closes_on, track.promised_on
    if opens and closes and closes < opens:
        yield Finding(
            rule="I1", row="track:closes_on", blocks=True, title="het sluit voordat het opengaat",
            text=f"Het traject gaat open op {in_words(opens)} en sluit op {in_words(closes)}.",
            mend="Kies een sluitingsdatum die later is.",
        )  # fmt: skip
    elif closes and closes < today and track.state is not TrackState.answering:
        yield Finding(
            rule="I1", row="track:closes_on", blocks=True, title="de laatste dag om te reageren is al voorbij",
            text=f"Reageren kon tot en met {in_words(closes)}. Dat is geweest.",
            mend="Kies een sluitingsdatum die nog komt.",
        )  # fmt: skip
    if closes and promised and promised < closes:
        yield Finding(
            rule="I14", row="track:promised_on", blocks=True, title="het antwoord is beloofd vóór de sluiting",
            text=f"Bewoners kunnen reageren tot en met {in_words(closes)}. Het antwoord is beloofd op "
                 f"{in_words(promised)}, dus eerder.",
            mend="Kies voor het antwoord een dag na de sluiting.",
        )  # fmt: skip
