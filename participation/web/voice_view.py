"""What everybody who is named said about the text, in sentences for colleagues: at the desk and in the review."""

from dataclasses import dataclass

from participation import clock
from participation.accounts.models import User
from participation.tracks import rules
from participation.tracks.confirming import Confirmation, ConfirmationAnswer, Party
from participation.tracks.room import DeclaredRoom
from participation.web.filters import short_day

ROLES = {Party.mandate_holder: "heeft het mandaat", Party.partner: "partner"}


@dataclass(frozen=True)
class VoiceLine:
    """One party: who it is, what it said about this text (or an earlier one), and until when we wait.

    `part` is its name in an address ("mandaat", or the number of a partner); `mine` says that the reader can answer
    for it, `written` that a colleague writes its answer down.
    """

    part: str
    name: str
    role: str
    icon: str
    said: str
    reason: str
    earlier: str
    late: bool
    holds: bool
    objects: bool
    mine: bool
    written: bool
    waits: bool


def voice_lines(room: DeclaredRoom, reader: User) -> list[VoiceLine]:
    """Every party that is named in *room*, as *reader* sees it."""
    return [_line(room, voice, reader) for voice in rules.voices(room.track, room)]


def _line(room: DeclaredRoom, voice: rules.Voice, reader: User) -> VoiceLine:
    said = voice.confirmation
    answered = voice.about_this_text and said is not None
    return VoiceLine(
        part="mandaat" if voice.party is Party.mandate_holder else str(voice.number),
        name=voice.name,
        role=ROLES.get(voice.party, ""),
        icon="check" if voice.holds else "explain" if voice.objects else "late" if _is_late(voice) else "waiting",
        said=_signed(said) if said is not None and answered else _asked(voice),
        reason=said.reason if said is not None and voice.objects else "",
        earlier=_before(said) if said is not None and voice.said_earlier else "",
        late=_is_late(voice),
        holds=voice.holds,
        objects=voice.objects,
        mine=rules.speaks_for(voice, room, reader),
        written=rules.is_written_down(voice, room),
        waits=voice.waits,
    )


def _is_late(voice: rules.Voice) -> bool:
    said = voice.confirmation
    return voice.waits and said is not None and said.due_on is not None and said.due_on < clock.today()


def _signed(said: Confirmation) -> str:
    """Bevestigd door Chantal Mulder op 24 november 2026."""
    verb = "Bevestigd door" if said.answer is ConfirmationAnswer.confirmed else "Niet akkoord:"
    by = said.by.name if said.by else ""
    if not said.spoken_by:
        return f"{verb} {by}, {short_day(said.at)}." if said.at else f"{verb} {by}."
    day = f" op {short_day(said.said_on)}" if said.said_on else ""
    how = f", {said.said_how}" if said.said_how else ""
    return f"{verb} {said.spoken_by}{day}{how}. {by} schreef het op."


def _asked(voice: rules.Voice) -> str:
    said = voice.confirmation
    if said is None or said.asked_at is None:
        return "Nog niet gevraagd." if not voice.said_earlier else "Over deze tekst nog niet gevraagd."
    if said.due_on is None:
        on = short_day(said.asked_at)
        return (
            "Over deze tekst nog niet gevraagd." if voice.said_earlier else f"Gevraagd op {on}. Er kwam geen antwoord."
        )
    asked, due = short_day(said.asked_at), short_day(said.due_on)
    reminded = f" Wij herinnerden eraan op {short_day(said.reminded_at)}." if said.reminded_at else ""
    if _is_late(voice):
        return f"Gevraagd op {asked}. Zou antwoorden tot en met {due}, en deed dat nog niet.{reminded}"
    return f"Gevraagd op {asked}. Antwoord uiterlijk {due}.{reminded}"


def _before(said: Confirmation) -> str:
    """What it said about a text that has changed since."""
    was = "bevestigde" if said.answer is ConfirmationAnswer.confirmed else "was het niet eens met"
    who = said.spoken_by or (said.by.name if said.by else "")
    day = said.said_on or said.at
    on = f", op {short_day(day)}" if day else ""
    return f"{who} {was} een eerdere tekst{on}. Daarna is er iets veranderd."


@dataclass(frozen=True)
class MandateView:
    """What the mandate is: who holds it, what may be promised, until when."""

    who: str
    covers: str
    until: str


def mandate_view(room: DeclaredRoom) -> MandateView | None:
    """The mandate as it stands beside the level; none when nobody holds one."""
    who = rules.mandate_name(room)
    if not who:
        return None
    until = short_day(room.mandate_until) if room.mandate_until else ""
    return MandateView(who=who, covers=(room.mandate_covers or "").strip(), until=until)
