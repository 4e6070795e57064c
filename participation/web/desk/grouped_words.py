"""What the desk says about a grouped answer: how it stands, how far it is, and why a letter does not leave."""

from datetime import datetime

from participation import clock
from participation.outcomes.grouped.models import GroupedAnswer, Standing
from participation.outcomes.grouped.queries import Tally, Trouble
from participation.web.filters import short_day

TROUBLES = {
    Trouble.withdrawn: "De bewoner trok deze bijdrage in.",
    Trouble.answered: "Een collega gaf al antwoord.",
    Trouble.drafted: "Hier ligt al een eigen concept. Publiceer het, of gooi het weg.",
    Trouble.unchecked: "De openbare tekst is nog niet nagekeken.",
    Trouble.too_late: "Deze bijdrage kwam te laat voor het landingspad dat u koos.",
}
TAGS = {
    Standing.draft: ("Concept", "explain"),
    Standing.released: ("Vertrekt straks", "later"),
    Standing.sending: ("Onderweg", "mail"),
    Standing.stopped: ("Staat stil", "late"),
    Standing.sent: ("Verstuurd", "check"),
}


def number(count: int) -> str:
    """2.000: as it is written in Dutch."""
    return f"{count:,}".replace(",", ".")


def people(count: int) -> str:
    return "1 bewoner" if count == 1 else f"{number(count)} bewoners"


def letters(count: int) -> str:
    return "1 brief" if count == 1 else f"{number(count)} brieven"


def at_time(moment: datetime) -> str:
    """14.10 uur; with the day when that is not today."""
    local = clock.local(moment)
    said = f"{local:%H.%M} uur"
    return said if local.date() == clock.today() else f"{said} op {short_day(local.date())}"


def progress(answer: GroupedAnswer, tally: Tally) -> list[str]:
    """How far it is, in sentences: the bar says the same."""
    match answer.standing:
        case Standing.draft:
            return []
        case Standing.released:
            return _released(answer, tally)
        case Standing.sending:
            goes_on = "U hoeft niet te wachten. Wij gaan door als u deze pagina sluit."
            return [_answered(tally), goes_on, *_not_sent(tally)]
        case Standing.stopped:
            return [answer.stopped_why, _answered(tally), *_not_sent(tally)]
        case Standing.sent:
            return [_answered(tally), *_not_sent(tally)]


def _released(answer: GroupedAnswer, tally: Tally) -> list[str]:
    assert answer.leaves_at is not None
    who = answer.released_by.name if answer.released_by else "Een collega"
    if answer.leaves_at <= clock.now():
        return [f"{who} liet {letters(tally.waiting)} vertrekken. Ze vertrekken zo."]
    when = at_time(answer.leaves_at)
    return [
        f"{who} liet {letters(tally.waiting)} vertrekken.",
        f"Tot {when} kunt u alles terugroepen. Tot dan leest niemand iets.",
    ]


def _answered(tally: Tally) -> str:
    if tally.contributions == 1:
        return "De bewoner heeft antwoord." if tally.answered else "De bewoner heeft nog geen antwoord."
    return f"{number(tally.answered)} van {number(tally.contributions)} mensen hebben hun antwoord."


def _not_sent(tally: Tally) -> list[str]:
    if not tally.skipped:
        return []
    went = "Eén brief ging niet weg." if tally.skipped == 1 else f"{letters(tally.skipped)} gingen niet weg."
    return [f"{went} Hieronder staat waarom. Wie hem niet kreeg, wacht nog op antwoord."]


def trouble(name: str | None) -> str:
    return TROUBLES[Trouble(name)] if name else ""


def what_is_asked(tally: Tally) -> str:
    """Under the title: for how many this is, and how many were taken out."""
    base = f"Eén antwoord voor {people(tally.contributions)}. Iedereen krijgt een eigen brief."
    more = tally.letters - tally.left_out - tally.contributions
    several = " Sommigen zeiden meer dan één ding: zij krijgen op elk punt antwoord." if more > 0 else ""
    out = f" {letters(tally.left_out).capitalize()} {'is' if tally.left_out == 1 else 'zijn'} eruit gehaald."
    return base + several + (out if tally.left_out else "")
