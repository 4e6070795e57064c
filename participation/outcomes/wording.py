"""Whether a reason is a reason: own words, for this resident (I17). A ready-made sentence alone is none."""

import re
import unicodedata
from collections.abc import Collection
from hashlib import sha256

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
_SENTENCE = re.compile(r"[^.!?…]+")
_NO_LETTER = re.compile(r"[\W_]+")


def fault_of(reason: str, *, said: str = "", standard: Collection[str] = ()) -> str:
    """Why *reason* is no reason yet, as a sentence for the writer; empty when it is one.

    *said* are the words of the resident: giving those back explains nothing. *standard* are the `pieces` of *reason*
    that stand in the library of answer texts: those alone say nothing about this resident.
    """
    own = _plain(reason)
    if not own:
        return "Schrijf waarom, in uw eigen woorden. Minstens één zin."
    if _PLACEHOLDER.search(reason):
        return "Er staat nog een lege plek of een teken in de tekst. Vul die in, of haal hem weg."
    if said and own == _plain(said):
        return "Dit zijn de woorden van de bewoner. Schrijf waarom u dit besluit, in uw eigen woorden."
    return _only_standard(reason, standard) or _hardly_anything(own)


def _hardly_anything(own: str) -> str:
    """What to say when there is no whole sentence beside the sentences that stand in every letter."""
    rest = _without_ready_made(own)
    if rest != own and _too_little(rest):
        return "Dit is een standaardzin. Schrijf erbij waarom dat voor deze bewoner zo is."
    if _too_little(rest):
        return "Deze reden is te kort. Schrijf minstens één hele zin die de bewoner begrijpt."
    return ""


def pieces(text: str) -> set[str]:
    """What *text* can be known by: a fingerprint of each of its sentences, and one of the whole.

    White space, capitals, accents and marks count for nothing, so that nobody passes by adding a space. A text that is
    put together from others has no piece of its own.
    """
    bare = [_bare(sentence) for sentence in _SENTENCE.findall(text)]
    return {_fingerprint(one) for one in (*bare, "".join(bare)) if one}


def _only_standard(reason: str, standard: Collection[str]) -> str:
    """What to say when nothing, or next to nothing, was added to standard text."""
    if not standard:
        return ""
    sentences = [(sentence, _bare(sentence)) for sentence in _SENTENCE.findall(reason)]
    whole = _fingerprint("".join(bare for _sentence, bare in sentences))
    own = [sentence for sentence, bare in sentences if bare and _fingerprint(bare) not in standard]
    if not own or whole in standard:
        return "Dit is nog precies de standaardtekst. Zeg erbij wat er voor deze bewoner geldt."
    if _too_little(_without_ready_made(_plain(" ".join(own)))):
        return "Dit is bijna alleen standaardtekst. Zeg in een hele zin erbij wat er voor deze bewoner geldt."
    return ""


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _fingerprint(bare: str) -> str:
    return sha256(bare.encode()).hexdigest()[:32]


def _plain(text: str) -> str:
    return re.sub(r"[\s.,;:!?‘’'\"–-]+", " ", text).strip().lower()


def _without_ready_made(plain: str) -> str:
    for sentence in READY_MADE:
        plain = plain.replace(sentence, " ")
    return re.sub(r"\s+", " ", plain).strip()


def _too_little(plain: str) -> bool:
    words = {word for word in _WORD.findall(plain)}
    return len(plain) < SHORTEST or len(words) < 4
