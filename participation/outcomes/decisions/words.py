"""How a decision relates to what residents said, in one sentence that fits the power they were promised."""

from participation.outcomes.decisions.models import Follows
from participation.tracks.room import Level
from participation.words import N_

_WORDS: dict[Level, dict[Follows, str]] = {
    Level.consult: {
        Follows.wholly: N_("Dit past bij wat bewoners zeiden."),
        Follows.partly: N_("Dit is voor een deel anders dan bewoners zeiden."),
        Follows.not_at_all: N_("Dit is anders dan bewoners zeiden."),
    },
    Level.advise: {
        Follows.wholly: N_("Dit is zoals bewoners adviseerden."),
        Follows.partly: N_("Dit is voor een deel anders dan bewoners adviseerden."),
        Follows.not_at_all: N_("Dit is anders dan bewoners adviseerden."),
    },
    Level.co_produce: {
        Follows.wholly: N_("Dit is het plan dat wij samen maakten."),
        Follows.partly: N_("Dit is voor een deel anders dan het plan dat wij samen maakten."),
        Follows.not_at_all: N_("Dit is anders dan het plan dat wij samen maakten."),
    },
    Level.co_decide: {
        Follows.wholly: N_("Dit is wat wij samen besloten."),
        Follows.partly: N_("Dit is voor een deel anders dan wij samen besloten."),
        Follows.not_at_all: N_("Dit is anders dan wij samen besloten."),
    },
}


def follows_in_words(level: Level | None, follows: Follows) -> str:
    """One sentence, to be translated; empty where residents were only told."""
    return _WORDS[level][follows] if level in _WORDS else ""
