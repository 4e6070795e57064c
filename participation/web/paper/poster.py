"""The poster: one question that can be read from across the street, until when, and the way in."""

from datetime import date

from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom
from participation.web.language import gettext as _
from participation.web.paper.sheet import Words, asks_questions, printed, sheet, shortened


def poster_words(track: Track, room: DeclaredRoom, today: date) -> Words:
    """All words of the poster for the typesetter."""
    asks, questions = asks_questions(room), list(room.open_questions)
    return sheet(track, room, today) | printed({
        "name": _("Poster"),
        "call": _call(track, asks),
        "question": _("Wat wilt u weten?") if asks or not questions else shortened(questions[0].question),
        "others": _others(0 if asks else len(questions) - 1),
        "scan": _("Scan de code, of ga naar:"),
        "alt": _("QR-code: opent de pagina van dit traject"),
        "talk": _("Liever praten, of op papier?"),
        "say": _("Bel %(name)s:", name=_name(track)),
        "free": _("Eén zin is genoeg. U hebt geen account nodig."),
    })  # fmt: skip


def _call(track: Track, asks: bool) -> str:
    words: str = _("Stel uw vraag") if asks else _("Denk mee")
    if track.state is TrackState.ready:
        words = _("Straks kunt u vragen stellen") if asks else _("Straks kunt u meedenken")
    return words


def _others(number: int) -> str:
    words: str = _("En er is nog een vraag.") if number == 1 else ""
    return _("En er zijn nog %(number)s vragen.", number=str(number)) if number > 1 else words


def _name(track: Track) -> str:
    return track.contact.name if track.contact else _("de gemeente")
