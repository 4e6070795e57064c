"""What a block needs before colleagues can begin an answer with it."""

from participation.outcomes.rules import Missing

LONGEST_TITLE = 120
ENDS = (".", "!", "?", "…")


def problems(title: str, text: str) -> list[Missing]:
    """Everything that keeps a block from the library, in the order of the form."""
    found = []
    if not title:
        found.append(Missing("title", "Geef de tekst een titel. Zo vinden collega’s hem terug."))
    elif len(title) > LONGEST_TITLE:
        found.append(Missing("title", f"Maak de titel korter: hoogstens {LONGEST_TITLE} tekens."))
    if not text:
        found.append(Missing("text", "Schrijf de tekst op. Eén of twee zinnen zijn genoeg."))
    elif not text.endswith(ENDS):
        found.append(Missing("text", "Eindig met een punt. Dan kan een collega er een eigen zin achter schrijven."))
    return found


def archive_problem(reason: str) -> str:
    """Why a block cannot leave the library yet, or nothing."""
    return "" if reason else "Schrijf op waarom. Collega’s die de tekst zoeken, lezen dat."
