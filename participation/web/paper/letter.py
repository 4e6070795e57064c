"""Letters to residents: one letter a page, for an envelope with a window, in large print for who asked for it.

The address stands where the window is: 20 mm from the left and 45 mm from the top, 85 by 45 mm (DIN 5008 form B, for
envelopes C5 and C5/6 with the window on the left). The words are those of the mail that others got.
"""

from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app

from participation.contributions.by_post.models import PostalAddress
from participation.outcomes.letters.models import Letter, LetterRun
from participation.web.filters import day
from participation.web.language import gettext as _
from participation.web.paper.colours import colours
from participation.web.paper.sheet import Words, printed
from participation.web.room_view import contact_view
from participation.web.security import settings

HEADING = "# "
ABOUT_AN_ANSWER = ("outcome_published", "outcome_corrected")


def letter_words(run: LetterRun, letters: list[Letter], to: dict[int, PostalAddress], today: date) -> Words:
    """All words of a pile for the typesetter. A letter without an address is left out."""
    municipality = settings().municipality
    static = Path(current_app.static_folder or "")
    person = contact_view(run.track)
    return printed({
        "lang": "nl",
        "day": [today.year, today.month, today.day],
        "title": _("Brieven bij het traject %(title)s", title=run.track.title),
        "municipality": municipality.full_name,
        "sender": [part.strip() for part in municipality.post_address.split(",") if part.strip()],
        "dated": day(today),
        "contact": {"name": person.name, "role": person.role, "phone": person.phone, "hours": person.hours},
        "letters": [_letter(one, to[one.contribution_id]) for one in letters if one.contribution_id in to],
        "reach": _("Zo bereikt u ons"),
        "number_term": _("Nummer voor aan de telefoon"),
        "look": _("Bent u het er niet mee eens?"),
        "look_text": _(
            "Bel ons en noem het nummer. Zeg dat u een tweede blik wilt. Iemand anders leest het dan opnieuw."
        ),
        "page": _("Bladzijde"),
        "of": _("van"),
    }) | {
        "colours": colours(static, municipality.theme),
        "logo": (static / f"theme/{municipality.theme}-logo.svg").read_text(encoding="utf-8"),
    }  # fmt: skip


def _letter(letter: Letter, to: PostalAddress) -> Words:
    who = to.name or _("Aan de bewoner van dit adres")
    return {
        "to": [who, to.street, f"{to.postcode}  {to.town}"],
        "subject": letter.subject,
        "number": letter.contribution.number,
        "lang": letter.language if letter.language in ("nl", "en") else "nl",
        "large": to.large_print,
        "blocks": _blocks(letter.text),
        "may_look": letter.name in ABOUT_AN_ANSWER,
    }


def _blocks(text: str) -> list[dict[str, Any]]:
    """Line by line, because a line of the mail is a paragraph on paper; empty lines part nothing twice."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [
        {"heading": line.startswith(HEADING), "text": line.removeprefix(HEADING)} for line in lines
    ]  # fmt: skip
