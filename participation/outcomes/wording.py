"""Whether a reason is a reason: own words, for this resident (I17). A ready-made sentence alone is none."""

import re

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
SHORTEST = 20

READY_MADE = (
    "we nemen uw idee over",
    "wij nemen uw idee over",
    "we nemen een deel over",
    "we nemen uw idee niet over",
    "wij nemen uw idee niet over",
    "we nemen dit mee",
    "wij nemen uw reactie mee",
    "wij nemen uw bijdrage mee",
    "we houden u op de hoogte",
    "dit is waarom",
    "dank u wel voor uw bijdrage",
    "dank u wel voor uw reactie",
    "bedankt voor uw reactie",
    "bedankt voor uw bijdrage",
    "uw reactie is voor kennisgeving aangenomen",
    "uw bijdrage is voor kennisgeving aangenomen",
    "uw zienswijze is voor kennisgeving aangenomen",
    "uw reactie leidt niet tot aanpassing van het plan",
    "uw zienswijze leidt niet tot aanpassing van het plan",
    "de zienswijze leidt niet tot aanpassing van het plan",
    "dit is niet mogelijk",
    "dit past niet binnen het beleid",
    "niet van toepassing",
    "zie boven",
    "zie hierboven",
    "zie bijlage",
)
_PLACEHOLDER = re.compile(
    r"[\[{<][a-zà-ü _]{2,40}[\]}>]|\.{4,}|…{2,}|_{3,}|\bx{3,}\b|lorem ipsum|\btodo\b|nog invullen|in te vullen",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def fault_of(reason: str, *, said: str = "") -> str:
    """Why *reason* is no reason yet, as a sentence for the writer; empty when it is one.

    *said* are the words of the resident: giving those back explains nothing.
    """
    own = _plain(reason)
    if not own:
        return "Schrijf waarom, in uw eigen woorden. Minstens één zin."
    if _PLACEHOLDER.search(reason):
        return "Er staat nog een lege plek of een teken in de tekst. Vul die in, of haal hem weg."
    if said and own == _plain(said):
        return "Dit zijn de woorden van de bewoner. Schrijf waarom u dit besluit, in uw eigen woorden."
    rest = _without_ready_made(own)
    if rest != own and _too_little(rest):
        return "Dit is een standaardzin. Schrijf erbij waarom dat voor deze bewoner zo is."
    if _too_little(rest):
        return "Deze reden is te kort. Schrijf minstens één hele zin die de bewoner begrijpt."
    return ""


def _plain(text: str) -> str:
    return re.sub(r"[\s.,;:!?‘’'\"–-]+", " ", text).strip().lower()


def _without_ready_made(plain: str) -> str:
    for sentence in READY_MADE:
        plain = plain.replace(sentence, " ")
    return re.sub(r"\s+", " ", plain).strip()


def _too_little(plain: str) -> bool:
    words = {word for word in _WORD.findall(plain)}
    return len(plain) < SHORTEST or len(words) < 4
