"""When something on the website may be reported, objected to or settled. Pure: no session, no clock."""

import hashlib
from collections.abc import Sequence

from participation.contributions.models import Contribution, PublicState
from participation.contributions.moderation.models import Objection, Report, ReportReason, ReportVerdict
from participation.refusals import Conflict, Refused
from participation.words import N_

FEWEST_WORDS = 4
MOST_NAMES, LONGEST_NAME, SHORTEST_NAME = 2_000, 80, 2


class CannotObject(Refused):
    """There is nothing to object to, or it was done already; the sentence says why."""


class SameHand(Refused):
    """Whoever kept a contribution from the website does not judge what its author says about that."""

    def __init__(self) -> None:
        super().__init__("U hield deze bijdrage zelf van de website. Iemand anders beslist. Vraag een collega.")


class StillWaits(Conflict):
    """The author objected, and a colleague has to decide about that first."""


class NotSo(Refused):
    """A report cannot be settled in this way: what it says did not happen."""


def says_enough(words: str) -> bool:
    return len(words.split()) >= FEWEST_WORDS


def fingerprint(contribution: Contribution) -> str:
    """Of what everybody can read now."""
    texts = "\n\n".join(point.public_text or "" for point in contribution.points)
    return hashlib.sha256(texts.encode()).hexdigest()


def refuse_objection(contribution: Contribution, objections: Sequence[Objection], words: str) -> None:
    """Refuses (`CannotObject`) what is not hidden or was taken back, and a second time; (`Refused`) too few words."""
    if contribution.withdrawn_at is not None:
        raise CannotObject(N_("U hebt deze bijdrage ingetrokken."), field="words")
    if contribution.public_state is not PublicState.hidden:
        raise CannotObject(N_("Wij houden deze bijdrage niet meer van de website."), field="words")
    if any(one.hidden_at == contribution.checked_at for one in objections):
        raise CannotObject(N_("U hebt ons dit al geschreven. Dat kan één keer."), field="words")
    if not says_enough(words):
        raise Refused(N_("Schrijf in één of twee zinnen op waarom u het er niet mee eens bent."), field="words")


def refuse_report(reason: ReportReason | None, words: str) -> None:
    """Refuses a report without a reason, and something else without words."""
    if reason is None:
        raise Refused(N_("Kies wat er niet klopt."), field="reason")
    if reason is ReportReason.other and not words.strip():
        raise Refused(N_("Schrijf in een paar woorden op wat er niet klopt."), field="words")


def refuse_verdict(report: Report, verdict: ReportVerdict | None, answer: str) -> None:
    """Refuses a report that is settled in words that are not true (`NotSo`), and "fine" without a reason."""
    contribution = report.contribution
    if verdict is None:
        raise Refused("Kies hoe deze melding afloopt.", field="verdict")
    if verdict is ReportVerdict.fine and not says_enough(answer):
        raise Refused("Schrijf in een hele zin op waarom het zo kan blijven staan.", field="answer")
    if verdict is ReportVerdict.fine and not contribution.is_public:
        raise NotSo("Deze bijdrage staat niet meer op de website. Kies dat.", field="verdict")
    if verdict is ReportVerdict.hidden and contribution.is_public:
        sentence = "Iedereen kan deze bijdrage nog lezen. Haal haar eerst van de website, met een reden."
        raise NotSo(sentence, field="verdict")
    if verdict is ReportVerdict.changed and not (contribution.is_public and fingerprint(contribution) != report.seen):
        raise NotSo("De openbare tekst is nog dezelfde als toen de lezer hem las. Pas hem eerst aan.", field="verdict")


def names_on(lines: str) -> list[str]:
    """The names of a list with one on a line, each once, in the order of the alphabet.

    Refuses a name that is too short to look for or too long to be one, and a list that has no end.
    """
    names = sorted({" ".join(line.split()) for line in lines.splitlines() if line.strip()}, key=str.casefold)
    for name in names:
        if len(name) > LONGEST_NAME:
            raise Refused(f"Deze regel is te lang voor een naam: ‘{name[:40]} …’. Zet elke naam op een eigen regel.",
                          field="names")  # fmt: skip
        if sum(character.isalpha() for character in name) < SHORTEST_NAME:
            raise Refused(f"‘{name}’ is te kort om naar te zoeken. Schrijf minstens twee letters.", field="names")
    if len(names) > MOST_NAMES:
        raise Refused(f"Er passen {MOST_NAMES} namen op de lijst. Dit zijn er {len(names)}.", field="names")
    return names
