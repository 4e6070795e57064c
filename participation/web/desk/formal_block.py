"""What looks like a formal message, who it goes to, and whether it arrived, on the page of one contribution."""

from dataclasses import dataclass

from participation.outcomes.formal import queries, rules
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.formal.models import FormalArrival
from participation.outcomes.formal.rules import Hint, Receiver
from participation.outcomes.models import Outcome, OutcomeKind
from participation.permissions import Permission, can
from participation.web.access import actor
from participation.web.desk.answering_desk import Desk
from participation.web.desk.answering_form import AnswerForm
from participation.web.desk.room_fields import DayField, Line
from participation.web.forms import Form


class ArrivalForm(Form):
    on = DayField("Op welke dag kwam het daar aan?")
    reference = Line("Onder welk nummer?")


@dataclass(frozen=True)
class Formal:
    """What `desk/_formal.html` shows: hints while nothing is decided, and what became of what was passed on."""

    hints: list[Hint]
    current: Outcome | None
    arrival: FormalArrival | None
    form: ArrivalForm | None


def block(desk: Desk) -> Formal:
    """The hints and an empty form."""
    return block_with(desk)


def block_with(desk: Desk, form: ArrivalForm | None = None) -> Formal:
    """The same, with the *form* as it was typed."""
    current = desk.current if desk.current is not None and desk.current.kind is OutcomeKind.formal_route else None
    arrival = current.arrival if current else None
    may = can(actor(), Permission.handle_contribution, desk.contribution)
    waits = current is not None and arrival is None and may
    return Formal(
        hints=rules.hints(desk.point.text) if desk.current is None and may else [], current=current, arrival=arrival,
        form=form or (ArrivalForm(None, prefix="aan-") if waits else None),
    )  # fmt: skip


def suggest(desk: Desk, form: AnswerForm) -> None:
    """Fill in who usually deals with the chosen kind, and today, as long as nobody wrote down something else."""
    kind = form.formal_kind.data
    if form.chosen is not OutcomeKind.formal_route or not isinstance(kind, FormalKind):
        return
    receivers = queries.receivers()
    usual = {one.name for one in receivers.values()}
    if not (form.forwarded_to.data or "").strip() or form.forwarded_to.data in usual:
        form.forwarded_to.data = receivers[kind].name
    if not any(form.forwarded_on.raw_data or ()):
        form.forwarded_on.data, form.forwarded_on.raw_data = desk.today, None


def passing(form: AnswerForm) -> Receiver | None:
    """Who gets the letter when this answer goes out; none for any other answer, or who is not on the list."""
    kind = form.formal_kind.data
    if form.chosen is not OutcomeKind.formal_route or not isinstance(kind, FormalKind):
        return None
    return rules.receiver_of(kind, form.forwarded_to.data or "", queries.receivers())
