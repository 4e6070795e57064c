"""What needs attention now: what is late, what is about to break, what waits for a judgement, what nobody took on."""

from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from participation import clock
from participation.outcomes import owed
from participation.outcomes.owed import Owed
from participation.permissions import Permission
from participation.tracks import review_queries, rules
from participation.tracks.review import Review
from participation.web.access import actor, requires
from participation.web.coordination import attention, bp
from participation.web.coordination.overdue import line_of
from participation.web.due import SOON, waits_since
from participation.web.filters import day

FEW = 5


@bp.get("")
@requires(Permission.coordinate)
def overview() -> ResponseReturnValue:
    """The beginning of each list, with the way to the whole of it. No count, no ranking (I34)."""
    today = clock.today()
    late, soon = owed.until(today - timedelta(days=1), rows=FEW), owed.from_day(today, today + SOON, rows=FEW)
    others, fine = attention.parts(today)
    return render_template(
        "coordination/overview.html",
        today=today,
        parts=others,
        fine=fine,
        late=[line_of(row, today) for row in late.rows],
        soon=[line_of(row, today) for row in soon.rows],
        more=bool(late.next or soon.next),
        orphans=[line_of(row, today) for row in _orphans(late.rows, soon.rows)],
        reviews=[_waiting(review, today) for review in review_queries.waiting_reviews()],
    )


def _orphans(*shown: list[Owed]) -> list[Owed]:
    """What nobody took on and does not stand above already."""
    known = {row.id for rows in shown for row in rows}
    return [row for row in owed.orphans(rows=FEW + len(known)) if row.id not in known][:FEW]


def _waiting(review: Review, today: date) -> dict[str, object]:
    late = review.due_on < today
    verb = "had er moeten zijn op" if late else "is nodig, uiterlijk"
    waits = waits_since(clock.local(review.requested_at).date(), today)
    until = f"Wacht {waits}. Een oordeel {verb} {day(review.due_on)}."
    own = rules.wrote_it(review, actor())
    return {"review": review, "track": review.room.track, "late": late, "until": until, "own": own}
