"""How a day by which we owe something is said to colleagues, at the desk and in the coordinator's pages alike."""

from datetime import date, timedelta

from babel.dates import format_date

from participation.promises.models import PromiseKind

SOON = timedelta(days=7)
LONGEST = 190


def first_words(text: str, longest: int = LONGEST) -> str:
    """The first words on one line; an ellipsis when there is more."""
    line = " ".join(text.split())
    return line if len(line) < longest else line[:longest].rsplit(" ", 1)[0] + " …"


def said_to_everybody(kind: PromiseKind, text: str) -> str:
    """A promise to everybody in the words residents read; the answer to all has words of its own."""
    return "Antwoord aan iedereen die reageerde" if kind is PromiseKind.track_answer or not text else text


def when_it_breaks(due: date, today: date) -> tuple[str, str]:
    """The state for the tag (late, due, open) and the words beside it."""
    if due < today:
        return "late", f"Te laat, sinds {_day_near(due, today)}"
    if due == today:
        return "due", "Vandaag is de laatste dag"
    if due - today <= SOON:
        return "due", f"Beloofd, uiterlijk {_day_near(due, today)}"
    return "open", f"Uiterlijk {_day_near(due, today)}"


def waits_since(asked_on: date, today: date) -> str:
    """How long somebody has waited since they asked, in words."""
    days = (today - asked_on).days
    return "sinds vandaag" if days <= 0 else "sinds gisteren" if days == 1 else f"al {days} dagen"


def _day_near(day: date, today: date) -> str:
    """A day as people say it: tomorrow, Friday, 5 February, or with the year when it is another one."""
    distance = (day - today).days
    if distance == 1:
        return "morgen"
    if distance == -1:
        return "gisteren"
    if -6 <= distance <= 6:
        return str(format_date(day, "EEEE d MMMM", locale="nl"))
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    return str(format_date(day, pattern, locale="nl"))
