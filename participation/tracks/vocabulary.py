"""The words of a declared room: how much influence, where a limit comes from, what kind of path."""

import enum

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


class RoomState(enum.Enum):
    draft = "draft"
    submitted = "submitted"
    approved = "approved"
    returned = "returned"

    @property
    def label(self) -> str:
        return {
            RoomState.draft: "concept",
            RoomState.submitted: "ligt bij de toetser",
            RoomState.approved: "akkoord",
            RoomState.returned: "terug met vragen",
        }[self]


class FixedSource(enum.Enum):
    decision = "decision"
    law = "law"
    budget = "budget"
    technique = "technique"
    time = "time"

    @property
    def label(self) -> str:
        return {
            FixedSource.decision: N_("eerder besluit"),
            FixedSource.law: N_("wet of regel"),
            FixedSource.budget: N_("geld"),
            FixedSource.technique: N_("techniek"),
            FixedSource.time: N_("tijd"),
        }[self]


class ConstraintKind(enum.Enum):
    law = "law"
    budget = "budget"
    time = "time"
    technical = "technical"
    policy = "policy"

    @property
    def label(self) -> str:
        return {
            ConstraintKind.law: N_("wet"),
            ConstraintKind.budget: N_("geld"),
            ConstraintKind.time: N_("tijd"),
            ConstraintKind.technical: N_("techniek"),
            ConstraintKind.policy: N_("beleid"),
        }[self]


class PathKind(enum.Enum):
    decision = "decision"
    policy = "policy"
    design = "design"
    execution = "execution"
    budget = "budget"
    agreement = "agreement"

    @property
    def label(self) -> str:
        return {
            PathKind.decision: N_("besluit"),
            PathKind.policy: N_("beleid"),
            PathKind.design: N_("ontwerp"),
            PathKind.execution: N_("uitvoering"),
            PathKind.budget: N_("begroting"),
            PathKind.agreement: N_("overeenkomst"),
        }[self]
