"""One text inside and outside: who is named says the same, and who promises may promise it (I8, I10).

Who is asked: every department but the one that wrote it, every partner, and whoever holds the mandate. An answer is
about the very text; a change of one letter ends it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from participation import clock
from participation.accounts.models import User
from participation.tracks.confirming import Confirmation, ConfirmationAnswer, Party
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, Level, RoomState
from participation.tracks.rules.findings import Finding, filled, in_words, named, quote
from participation.tracks.rules.same_text import fingerprint

WITH_MANDATE = (Level.co_produce, Level.co_decide)
MANDATE = "room:mandate_holder"
OBJECTION = ":objection"


@dataclass(frozen=True)
class Voice:
    """One party that is named, and what it said: nothing yet, or something about this text or an earlier one.

    `key` is how findings and explanations name it: "department:3", "partner:12" or "room:mandate_holder".
    """

    party: Party
    key: str
    name: str
    number: int | None
    confirmation: Confirmation | None
    about_this_text: bool

    @property
    def holds(self) -> bool:
        """It confirms this very text."""
        return self.about_this_text and self._said is ConfirmationAnswer.confirmed

    @property
    def objects(self) -> bool:
        """It objects to this very text."""
        return self.about_this_text and self._said is ConfirmationAnswer.objected

    @property
    def said_earlier(self) -> bool:
        """It answered, but about a text that has changed since."""
        return self._said is not None and not self.about_this_text

    @property
    def waits(self) -> bool:
        """It was asked, and did not answer about this text yet."""
        return self.confirmation is not None and self.confirmation.due_on is not None and not self.about_this_text

    @property
    def _said(self) -> ConfirmationAnswer | None:
        return self.confirmation.answer if self.confirmation else None


def has_mandate_holder(room: DeclaredRoom) -> bool:
    """Whether somebody is named who may promise that we follow the outcome."""
    return room.mandate_user_id is not None or filled(room.mandate_holder)


def mandate_name(room: DeclaredRoom) -> str:
    """Who holds the mandate, as residents read it: "Esther Aydin (directeur)"; empty when nobody does."""
    if room.mandate_user_id is None:
        return (room.mandate_holder or "").strip()
    holder = room.mandate_user
    if holder is None or holder.id != room.mandate_user_id:  # Chosen on a form that was not saved yet.
        return ""
    return f"{holder.name} ({holder.job_title})" if holder.job_title else holder.name


def voices(track: Track, room: DeclaredRoom) -> list[Voice]:
    """Every party that is named beside the department that runs the track, with what it said about *room*."""
    text = fingerprint(room)
    departments = {one.department_id: one for one in room.confirmations if one.department_id is not None}
    partners = {one.partner_id: one for one in room.confirmations if one.partner_id is not None}

    def voice(party: Party, key: str, name: str, number: int | None, said: Confirmation | None) -> Voice:
        return Voice(party, key, name, number, said, said is not None and said.fingerprint == text)

    found = [
        voice(Party.department, f"department:{one.id}", one.name, one.id, departments.get(one.id))
        for one in track.departments
        if one is not track.department
    ]
    if has_mandate_holder(room):
        holder = next((one for one in room.confirmations if one.party is Party.mandate_holder), None)
        name = mandate_name(room) or "wie het mandaat heeft"
        found.append(voice(Party.mandate_holder, MANDATE, name, room.mandate_user_id, holder))
    for place, one in enumerate(room.partners, start=1):
        key = f"partner:{one.id if one.id is not None else f'new{place}'}"
        found.append(voice(Party.partner, key, one.name.strip() or f"partner {place}", one.id, partners.get(one.id)))
    return found


def speaks_for(voice: Voice, room: DeclaredRoom, user: User) -> bool:
    """Whether *user* can answer for this party in person. Nobody here can for a partner: somebody writes it down."""
    if voice.party is Party.department:
        return user.department_id == voice.number
    return voice.party is Party.mandate_holder and room.mandate_user_id == user.id


def is_written_down(voice: Voice, room: DeclaredRoom) -> bool:
    """Whether a colleague writes down what this party says, because it has no account here."""
    return voice.party is Party.partner or (voice.party is Party.mandate_holder and room.mandate_user_id is None)


def everybody_tells_one_story(track: Track, room: DeclaredRoom) -> Iterator[Finding]:
    """Every party that is named confirms this very text; who objects is heard, with the reason (I8, I10).

    From coproduceren on nobody can do without the mandate. A version that was approved was judged: it stays as it was.
    """
    hard = room.level in WITH_MANDATE
    for voice in voices(track, room):
        is_mandate = voice.party is Party.mandate_holder
        if voice.holds or (is_mandate and room.state is RoomState.approved):
            continue
        blocks = is_mandate and hard
        yield _objection(voice, blocks) if voice.objects else _unanswered(voice, blocks)


def _objection(voice: Voice, blocks: bool) -> Finding:
    assert voice.confirmation is not None
    who = voice.confirmation.spoken_by or (voice.confirmation.by.name if voice.confirmation.by else voice.name)
    mend = (
        "Pas de tekst aan tot wie het mandaat heeft hem kan toezeggen, of kies een lager niveau." if blocks
        else "Praat erover en pas de tekst aan. Blijft hij zo? Dan legt iemand met naam uit waarom. Bewoners lezen dat."
    )  # fmt: skip
    return Finding(
        rule="I8" if blocks else "I10", row=voice.key + OBJECTION, blocks=blocks,
        title=f"{voice.name} is het niet eens met deze tekst",
        text=f"{who} zegt: {quote(voice.confirmation.reason, whole=True)}", mend=mend,
    )  # fmt: skip


def _unanswered(voice: Voice, blocks: bool) -> Finding:
    return Finding(
        rule="I8" if blocks else "I10", row=voice.key, blocks=blocks, waits=True,
        title=f"{voice.name} heeft deze tekst niet bevestigd", text=_what_was_said(voice), mend=_who_helps(voice),
    )  # fmt: skip


def _what_was_said(voice: Voice) -> str:
    said = voice.confirmation
    if said is not None and voice.said_earlier:
        was = "bevestigde" if said.answer is ConfirmationAnswer.confirmed else "was het niet eens met"
        return f"{voice.name} {was} een eerdere tekst. Daarna is er iets veranderd."
    if said is not None and said.asked_at and said.due_on:
        asked = in_words(clock.local(said.asked_at).date())
        until = in_words(said.due_on)
        return f"{voice.name} is gevraagd op {asked} en heeft nog niet geantwoord. Dat kan tot en met {until}."
    if voice.party is Party.mandate_holder:
        return f"{voice.name} moet deze tekst kunnen waarmaken en heeft hem nog niet bevestigd."
    return f"{voice.name} hoort bij dit traject en heeft deze tekst nog niet bevestigd."


def _who_helps(voice: Voice) -> str:
    return {
        Party.department: f"Vraag een collega van {voice.name} om de tekst te lezen en te bevestigen.",
        Party.mandate_holder: f"Vraag {voice.name} om de tekst te lezen en te bevestigen.",
        Party.partner: f"Leg de tekst voor aan {voice.name} en schrijf op wat zij zeggen.",
    }[voice.party]


def mandate_lasts_long_enough(track: Track, room: DeclaredRoom) -> Iterator[Finding]:
    """Who promises may still promise on the day of the decision, and on the day of the answer (I8)."""
    until = room.mandate_until
    if until is None:
        return
    for path in named("path", room.paths, "document"):
        decides = path.it.decides_on
        if decides is not None and until < decides:
            yield Finding(
                rule="I8", row=f"{path.key}:mandate", blocks=False,
                title=f"het mandaat stopt vóór het besluit van {path.short}",
                text=f"Het mandaat geldt tot en met {in_words(until)}. {path.start} wordt besloten op "
                     f"{in_words(decides)}, dus later.",
                mend="Vraag om een mandaat dat langer duurt, of om een eerder besluit.",
            )  # fmt: skip
    if track.promised_on is not None and until < track.promised_on:
        yield Finding(
            rule="I8", row="room:mandate_until", blocks=False, title="het mandaat stopt vóór het beloofde antwoord",
            text=f"Het mandaat geldt tot en met {in_words(until)}. Bewoners hebben antwoord op "
                 f"{in_words(track.promised_on)}, dus later.",
            mend="Vraag om een mandaat dat langer duurt, of beloof het antwoord eerder.",
        )  # fmt: skip


def mandate_says_what_it_covers(room: DeclaredRoom) -> Iterator[Finding]:
    """Where power is promised, residents read what may be promised and until when (I8)."""
    if room.level not in WITH_MANDATE or room.state is RoomState.approved:
        return
    missing = [
        name
        for there, name in ((filled(room.mandate_covers), "wat het mandaat omvat"), (room.mandate_until, "tot wanneer"))
        if not there
    ]
    if has_mandate_holder(room) and missing:
        yield Finding(
            rule="I8", row="room:mandate_covers", blocks=False, title="er staat niet hoe ver het mandaat gaat",
            text=f"{mandate_name(room) or 'Wie het mandaat heeft'} mag dit toezeggen. "
                 f"Er staat nog niet: {' en '.join(missing)}.",
            mend="Schrijf op wat toegezegd mag worden, en tot en met welke dag.",
        )  # fmt: skip
