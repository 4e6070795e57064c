"""The reaction form on paper: what is fixed, what is open, and room to write. It asks nothing that we cannot keep.

Everything on it has its place at `/werk/invoer`, where a colleague writes the form over.
"""

from datetime import date

from flask import url_for

from participation.contributions import rules
from participation.contributions.models import INFLUENCE
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom
from participation.web.language import gettext as _
from participation.web.paper.sheet import Words, asks_questions, printed, sheet, shortened, who_decides
from participation.web.room_view import room_view
from participation.web.security import settings

FEW = 8
"""How many fixed points and questions are named. Who wants all of them finds the address of the page below."""


def form_words(track: Track, room: DeclaredRoom, today: date, *, large: bool) -> Words:
    """All words of the form for the typesetter; *large* is the print for who does not see well."""
    asks = asks_questions(room)
    return sheet(track, room, today) | printed({
        "large": large,
        "name": _("Vragenformulier") if asks else _("Reactieformulier"),
        "lead": _("Eén zin is genoeg. Uw naam is niet nodig."),
        "decides": who_decides(track, room, today),
        "room": _room(track, room, asks),
        "more_online": _("De rest leest u op de website."),
        "write": _write(asks),
        "choices": [] if asks else _choices(room),
        "kinds": _kinds(room),
        "code": _code(),
        "bring": _bring(track),
        "more": _more(track, asks),
        "page": _("Bladzijde"),
        "of": _("van"),
    })  # fmt: skip


def _room(track: Track, room: DeclaredRoom, asks: bool) -> Words:
    view = room_view(track, room)
    return {
        "fixed_title": _("Dit staat vast"),
        "fixed": [shortened(point.text) for point in view.fixed[:FEW]],
        "fixed_more": len(view.fixed) > FEW,
        "open_title": "" if asks else (view.open_title or _("Hierover kunt u meedenken")),
        "open_hint": _("Zet een kruisje bij waar uw reactie vooral over gaat."),
        "open": [{"text": shortened(one.question), "note": shortened(one.note)} for one in view.open[:FEW]],
        "open_more": len(view.open) > FEW,
        "other": _("Iets anders, of ik weet het niet"),
        "asks": _("U kunt hier niet over meebeslissen. Vragen stellen en zorgen delen kan wel.") if asks else "",
    }


def _write(asks: bool) -> Words:
    return {
        "title": _("Wat wilt u weten, of waar maakt u zich zorgen over?") if asks else _("Wat wilt u ons vertellen?"),
        "hint": _("Schrijf geen gegevens over uzelf of anderen op. Iedereen kan uw woorden straks lezen."),
        "again": _("Hier kunt u verder schrijven"),
        "ask": _("Stel uw vraag"),
    }


def _kinds(room: DeclaredRoom) -> Words:
    return {
        "title": _("Wat is het?"),
        "options": [_(kind.label) for kind in rules.kinds_for(room.level)],
        "skip": _("mag u overslaan"),
    }


def _choices(_room: DeclaredRoom) -> list[Words]:
    """The scale of what people expect: asked beforehand, to be held beside what they had (C6)."""
    return [{
        "title": _("Hoeveel invloed verwacht u?"),
        "hint": _("Wij leren ervan of wij vooraf duidelijk zijn."),
        "options": [_(label) for label in INFLUENCE],
        "skip": _("mag u overslaan"),
    }]  # fmt: skip


def _code() -> Words:
    """How the code reaches somebody who is not standing at the desk: exactly as it goes at `/werk/invoer`."""
    return {
        "title": _("U krijgt een code"),
        "text": _("Met die code ziet u wat wij met uw woorden doen. Een collega schrijft uw formulier over en print de "
                  "code één keer. Daarna kan niemand hem nog opzoeken."),
        "ask": _("Hoe wilt u de code krijgen?"),
        "here": _("Waar ik dit formulier afgeef"),
        "mail": _("Per e-mail. Dan krijg ik ook bericht als er antwoord is. Mijn e-mailadres:"),
        "post": _("Per brief. Mijn naam en adres:"),
        "only": _("Wij gebruiken uw adres nergens anders voor. Het komt niet op de website."),
        "phone": _("Hebt u geen internet? Bel ons na de beloofde dag, en noem het nummer dat bij uw code staat. "
                   "Dan lezen wij u het antwoord voor."),
    }  # fmt: skip


def _bring(track: Track) -> Words:
    """Where the paper goes. Without an address of the town hall: call."""
    post = settings().municipality.post_address
    to = [settings().municipality.full_name, track.department.name, *(line.strip() for line in post.split(","))]
    return {
        "title": _("Geef het af, of stuur het op"),
        "to": to if post else [],
        "call": "" if post else _("Bel ons. Wij zeggen waar u het kunt afgeven."),
        "online": _("Liever op de website?"),
        "online_text": _("Scan de code, of ga naar:"),
        "alt": _("QR-code: opent de pagina van dit traject"),
        "talk": _("Liever praten?"),
    }


def _more(_track: Track, asks: bool) -> Words:
    address = settings().base_url.partition("://")[2] + url_for("public.words")
    return {
        "next": _("Zo gaat het verder"),
        "read": _("Een collega leest wat u schreef. Gegevens van mensen halen wij weg. Daarna staat het op de website, "
                  "met ons antwoord."),
        "objection": _("Dit is geen bezwaar en geen klacht."),
        "objection_text": _(
            "Daarvoor is er een andere weg, met eigen regels. Bel ons, of lees hoe dat moet: %(address)s",
            address=address,
        ),
        "yes_or_no": _("Ook op een vraag die wij nog niet kunnen beantwoorden.") if asks else "",
    }  # fmt: skip
