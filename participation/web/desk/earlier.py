"""What was answered before about the same: read beside the answer, and only when somebody looks at it."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.contributions.models import Contribution
from participation.outcomes import desk_queries
from participation.outcomes.earlier import Earlier, earlier
from participation.outcomes.models import OutcomeKind
from participation.permissions import Permission
from participation.web import htmx
from participation.web.access import requires
from participation.web.desk import answering_words, bp
from participation.web.desk.answering_desk import address_of, point_of
from participation.web.due import first_words
from participation.web.filters import short_day


@dataclass(frozen=True)
class Line:
    """One earlier answer, in words; `why` says why it stands here."""

    href: str
    number: str
    kind: OutcomeKind
    day: str
    said: str
    reason: str
    why: str


@bp.get("/bijdragen/<number>/eerder")
@requires(Permission.see_track, load=desk_queries.contribution_at_desk)
def earlier_answers(contribution: Contribution) -> ResponseReturnValue:
    """Beside the form as a piece of the page; without JavaScript as a page of its own."""
    point = point_of(contribution, request.args.get("punt", "1"))
    lines = [_line(one) for one in earlier(point)]
    if htmx.wants_fragment():
        return render_template("desk/_earlier_lines.html", lines=lines)
    return render_template(
        "desk/earlier.html", lines=lines, contribution=contribution, point=point, back=address_of(contribution, point),
        title=f"Eerder geantwoord bij {answering_words.title_of(contribution)}",
    )  # fmt: skip


def _line(one: Earlier) -> Line:
    both = ", ".join(one.words)
    return Line(
        href=url_for("desk.contribution", number=one.number, punt=one.position if one.position > 1 else None),
        number=one.number, kind=one.kind, day=short_day(one.published_at), said=first_words(one.said, 120),
        reason=first_words(one.reason, 160), why="Hetzelfde thema." if one.same_theme else f"Dezelfde woorden: {both}.",
    )  # fmt: skip
