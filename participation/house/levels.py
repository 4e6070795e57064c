"""The five levels: how much power residents are promised. What each says and asks of us is set by the municipality.

As long as the municipality set nothing, the words and duties of `Level` itself hold (`LevelWords.usual`).
"""

import enum
from dataclasses import dataclass

from participation.words import N_


class Level(enum.Enum):
    """The power that residents are promised; the form in which they are asked is another matter."""

    inform = "inform"
    consult = "consult"
    advise = "advise"
    co_produce = "co_produce"
    co_decide = "co_decide"

    @property
    def number(self) -> int:
        return list(Level).index(self) + 1

    @property
    def label(self) -> str:
        return {
            Level.inform: N_("informeren"),
            Level.consult: N_("raadplegen"),
            Level.advise: N_("adviseren"),
            Level.co_produce: N_("coproduceren"),
            Level.co_decide: N_("meebeslissen"),
        }[self]

    @property
    def promise(self) -> str:
        """What this level means for a resident, in our own words."""
        return {
            Level.inform: N_(
                "Wij vertellen u wat er gebeurt. U kunt vragen stellen. U kunt het plan niet meer veranderen."
            ),
            Level.consult: N_("Wij willen weten wat u vindt. Wij beslissen, en leggen uit wat we met uw mening doen."),
            Level.advise: N_("U geeft advies. Wij nemen dat mee. Doen we iets anders? Dan leggen we uit waarom."),
            Level.co_produce: N_(
                "U maakt het plan samen met ons. Wij wijken er alleen van af met een goede reden. "
                "Die reden vertellen we u."
            ),
            Level.co_decide: N_("U beslist mee. Wat we samen besluiten, doen we, binnen wat hierboven vast staat."),
        }[self]

    @property
    def short_promise(self) -> str:
        return {
            Level.inform: N_("Wij vertellen, u kunt vragen stellen"),
            Level.consult: N_("Wij vragen uw mening"),
            Level.advise: N_("U adviseert"),
            Level.co_produce: N_("U maakt het plan met ons"),
            Level.co_decide: N_("U beslist mee"),
        }[self]

    @property
    def must_motivate_deviation(self) -> bool:
        """Whether whoever decides otherwise owes a public reason (I30)."""
        return self in (Level.advise, Level.co_produce, Level.co_decide)

    @property
    def binding(self) -> bool:
        """Whether what was decided together is done."""
        return self is Level.co_decide


@dataclass(frozen=True, kw_only=True)
class LevelWords:
    """What one level says to residents here, and the duties that come with it.

    `promise_en` is what an English reader reads; empty: our own translation of the usual words, if any.
    """

    level: Level
    short_promise: str
    promise: str
    promise_en: str = ""
    must_motivate_deviation: bool
    binding: bool

    @classmethod
    def usual(cls, level: Level) -> "LevelWords":
        """What a level says as long as the municipality did not set it."""
        return cls(
            level=level, short_promise=level.short_promise, promise=level.promise,
            must_motivate_deviation=level.must_motivate_deviation, binding=level.binding,
        )  # fmt: skip
