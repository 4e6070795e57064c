"""What kind of formal message something is that came in as a contribution."""

import enum
from functools import cached_property

from participation.words import N_


class FormalKind(enum.Enum):
    """Each has rules of its own in the law or in the house, and somebody who deals with it."""

    objection = "objection"
    view = "view"
    complaint = "complaint"
    report = "report"

    @cached_property
    def label(self) -> str:
        return {
            FormalKind.objection: N_("een bezwaar"),
            FormalKind.view: N_("een zienswijze"),
            FormalKind.complaint: N_("een klacht"),
            FormalKind.report: N_("een melding"),
        }[self]

    @cached_property
    def why(self) -> str:
        """Why it goes elsewhere, for the resident."""
        return {
            FormalKind.objection: N_(
                "Een bezwaar gaat over een besluit dat al genomen is. Daarvoor gelden eigen regels."
            ),
            FormalKind.view: N_("Een zienswijze hoort bij een procedure met eigen regels en een eigen termijn."),
            FormalKind.complaint: N_(
                "Een klacht gaat over hoe wij met u omgingen. Daarvoor gelden eigen regels. Iemand anders kijkt ernaar."
            ),
            FormalKind.report: N_(
                "Een melding gaat over iets dat stuk is of nu niet goed gaat. Wie het maakt, krijgt hem meteen."
            ),
        }[self]
