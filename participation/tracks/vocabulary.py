"""The words of a declared room: how much influence, where a limit comes from, what kind of path."""

import enum

from participation.house.levels import Level
from participation.words import N_

__all__ = ["ConstraintKind", "FixedSource", "Level", "PathKind", "RoomState"]


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
