"""How a contribution and its answer are said at the desk: the very words a resident reads, and a few of our own."""

from datetime import date

from markupsafe import Markup, escape

from participation import clock
from participation.contributions.models import Channel, Contribution, Point
from participation.contributions.moderation import blanking
from participation.contributions.moderation.blanking import Names
from participation.contributions.points.queries import Cut
from participation.outcomes.decisions import queries as decision_queries
from participation.outcomes.models import ExecutionStep, Outcome
from participation.tracks.room import LandingPath
from participation.web.answer_view import PointView, answer_view, heading_of
from participation.web.filters import short_day
from participation.web.room_view import capital


def shown(
    point: Point, outcome: Outcome, *, anchor: str, steps: list[ExecutionStep] | None = None, due: date | None = None
) -> PointView:
    """The answer as it stands on the resident's page, drawn by the same template."""
    contribution = point.contribution
    several = len(contribution.points) > 1
    view = answer_view(
        point, outcome, contribution=contribution, track=contribution.track, steps=steps, due=due,
        decisions=decision_queries.about(outcome, clock.today()),
    )  # fmt: skip
    return PointView(anchor=anchor, heading=heading_of(point, several=several), words=point.text, view=view, earlier=[])


def said_about(contribution: Contribution) -> str:
    """Under the words: when and how they came, as it stands on the resident's page."""
    how = "via de website" if contribution.channel is Channel.web else contribution.channel.label
    return f"Op {short_day(contribution.received_at)}, {how}."


def title_of(contribution: Contribution) -> str:
    """A name for the page: the title of the first point, or the first words."""
    point = contribution.points[0]
    if point.title and len(contribution.points) == 1:
        return point.title
    words = " ".join(contribution.original_text.split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"


def about(contribution: Contribution) -> str:
    """Where, how and when it came in."""
    parts = [f"Bijdrage {contribution.number}", contribution.track.title, contribution.channel.label]
    if contribution.entered_by is not None:
        parts[-1] += f", opgeschreven door {contribution.entered_by.name}"
    parts.append(short_day(contribution.received_at))
    if contribution.kind is not None:
        parts.append(contribution.kind.label)
    if contribution.source_note:
        parts.append(contribution.source_note)
    return " · ".join(parts)


def marked(text: str, source: int, point: Point, cut: Cut, watched: Names) -> Markup:
    """The resident's words: what looks like personal data stands out, the words of *point* are marked, and what no
    point covers is underlined and said to be so. *source* tells the original from the additions."""
    personal = [(one.start, one.end) for one in blanking.passages(text, watched)]
    own = {piece.span[1:] for piece in cut.of(point) if piece.span.source == source}
    nobodys = {span[1:] for span in cut.uncovered if span.source == source}
    html, place = Markup(), 0
    for begins, ends in sorted(own | nobodys):
        inside = _with_personal(text, begins, ends, personal)
        marks = Markup("<mark>{}</mark>") if (begins, ends) in own else NOBODYS
        html += _with_personal(text, place, begins, personal) + marks.format(inside)
        place = ends
    return html + _with_personal(text, place, len(text), personal)


NOBODYS = Markup('<span class="uncovered"><span class="visually-hidden">(hoort nog bij geen punt:) </span>{}</span>')


def _with_personal(text: str, left: int, right: int, personal: list[tuple[int, int]]) -> Markup:
    """Part of the text; what looks like data of a person stands out in it, also when it lies in this part for a bit."""
    html, place = Markup(), left
    for begins, ends in ((max(begins, left), min(ends, right)) for begins, ends in personal):
        if begins < ends:
            html += escape(text[place:begins]) + Markup("<strong>{}</strong>").format(text[begins:ends])
            place = ends
    return html + escape(text[place:right])


def path_note(path: LandingPath, today: date) -> str:
    """When this path is decided on, and until when input could still go along."""
    words = []
    if path.decides_on is not None:
        verb = "beslist op" if path.decides_on >= today else "ging hierover op"
        words.append(f"{capital(path.organ)} {verb} {short_day(path.decides_on)}.")
    if path.latest_input_on is not None:
        verb = "kan" if path.latest_input_on >= today else "kon"
        words.append(f"Inbreng {verb} mee tot en met {short_day(path.latest_input_on)}.")
        if path.latest_input_on < today:
            words.append("Weet u zeker dat dit er nog in kwam?")
    return " ".join(words)


def room_then(contribution: Contribution) -> str:
    """Which version of the room residents could read when this came in."""
    room, now = contribution.room, contribution.track.room
    if now is None:
        return ""
    since = f", sinds {short_day(now.published_at)}" if now.published_at else ""
    if room.id == now.id:
        return f"Versie {now.version}{since}. Toen deze bijdrage binnenkwam, gold dezelfde versie."
    return f"Versie {now.version}{since}. Toen deze bijdrage binnenkwam, gold versie {room.version}."
