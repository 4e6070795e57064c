"""The answer to one point in the language of the page: plain strings for the macro `trail`, one drawing for all points.

The resident's page, the public page and the preview at the desk use these objects, so that they say the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from markupsafe import escape

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.outcomes.answers import Answer, Elsewhere, answer
from participation.outcomes.decisions.models import OrganDecision
from participation.outcomes.following import Followed, FollowedPoint
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeKind
from participation.outcomes.sentences import Sentence
from participation.tracks.models import Track
from participation.tracks.room import LandingPath
from participation.web import language
from participation.web.filters import brief_day, dutch, plain, quoting, short_day
from participation.web.landings import decided, decides
from participation.web.language import gettext as _
from participation.web.look_view import Asking, LookView, asking_of, look_views
from participation.web.shapes import Point as Lane
from participation.web.shapes import PointStop

QUOTED = (
    "part", "text", "interest", "criterion", "document", "place", "source", "organ", "executor", "evidence", "to",
    "job", "team", "title", "theme",
)  # fmt: skip
"""The values in a sentence that colleagues wrote; the others are names of people, numbers and days."""


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """What stands under the five words. `is_finished`: what was adopted is done, so nothing is still to come."""

    kind: OutcomeKind | None
    decided: list[str]
    because: list[str]
    landed: list[str]
    to_come: list[str]
    signed: str
    ended: bool
    is_finished: bool
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True, kw_only=True)
class PointView:
    """One point on the page: what it is called, what was said, the answer, the answers before it, and second looks."""

    anchor: str
    heading: str
    words: str
    view: AnswerView
    earlier: list[AnswerView]
    looks: list[LookView] = field(default_factory=list)
    asking: Asking | None = None


def spoken(sentences: Iterable[Sentence]) -> list[str]:
    """Sentences in the language of this request; in another language than Dutch, a colleague's own words are marked."""
    if language.current() == "nl":
        return [sentence.said(_, short_day) for sentence in sentences]
    return [_with_marks(sentence) for sentence in sentences]


def _with_marks(sentence: Sentence) -> str:
    if sentence.own:
        return _marked(sentence.words)
    own = {name: _marked(value) for name, value in sentence.values.items() if name in QUOTED and type(value) is str}
    return replace(sentence, values={**sentence.values, **own}).said(lambda words: escape(_(words)), short_day)


def _marked(text: str) -> str:
    """Spaces keep an address in the words apart from the mark, so that it can still become a link."""
    return dutch(f" {text} " if "://" in text or "www." in text else text)


def answer_view(
    point: Point,
    outcome: Outcome | None,
    *,
    contribution: Contribution,
    track: Track,
    steps: list[ExecutionStep] | None = None,
    due: date | None = None,
    decisions: Mapping[int, OrganDecision] | None = None,
) -> AnswerView:
    """The answer of *outcome* (a draft for the preview, none while the point waits) as it will be read."""
    steps = steps or []
    found = answer(
        point, outcome, contribution=contribution, track=track, today=clock.today(), steps=steps, due=due,
        decisions=decisions,
    )  # fmt: skip
    is_followed = found.kind is not None and found.kind.is_followed
    return view_of(found, is_finished=is_followed and bool(steps) and steps[-1].state is ExecutionState.done)


def view_of(found: Answer, *, is_finished: bool = False) -> AnswerView:
    return AnswerView(
        kind=found.kind, decided=spoken(found.decided), because=spoken(found.because), landed=spoken(found.landed),
        to_come=spoken(found.to_come), signed=spoken([found.signed])[0] if found.signed else "",
        ended=found.ended, is_finished=is_finished, elsewhere=found.elsewhere,
        parts=[(spoken([part.intro])[0], spoken(part.said)) for part in found.parts],
    )  # fmt: skip


def point_views(followed: Followed, *, public: bool) -> list[PointView]:
    """All points of a contribution; in the public version only the words that were checked."""
    several = len(followed.points) > 1
    return [_point(followed, item, public=public, several=several) for item in followed.points]


def _point(followed: Followed, item: FollowedPoint, *, public: bool, several: bool) -> PointView:
    contribution, track = followed.contribution, followed.contribution.track
    point = item.point
    view = answer_view(
        point, item.current, contribution=contribution, track=track, steps=item.steps,
        due=item.promise.due if item.promise else None, decisions=followed.decisions,
    )  # fmt: skip
    earlier = [
        answer_view(point, outcome, contribution=contribution, track=track, decisions=followed.decisions)
        for outcome in item.earlier
    ]
    heading = _marked_heading(point, several=several, public=public)
    return PointView(
        anchor=f"punt-{point.position}", heading=heading, view=view, earlier=earlier,
        words=(point.public_text or "") if public else point.text, looks=look_views(item, public=public),
        asking=None if public or contribution.withdrawn_at else asking_of(item),
    )  # fmt: skip


def heading_of(point: Point, *, several: bool, public: bool = False) -> str:
    """Punt 1: bomen bij de school."""
    if not several:
        return point.title or (_("Wat een bewoner zei") if public else _("Uw bijdrage"))
    if not point.title:
        return _("Punt %(number)s", number=point.position)
    return _("Punt %(number)s: %(title)s", number=point.position, title=point.title)


def _marked_heading(point: Point, *, several: bool, public: bool) -> str:
    """The same for the page, where the title that a colleague gave it says that it is Dutch."""
    if not point.title:
        return heading_of(point, several=several, public=public)
    words = _("Punt %(number)s: %(title)s") if several else "%(title)s"
    return quoting(words, {"title": point.title}, number=str(point.position))


def drawing_of(followed: Followed) -> dict[str, object]:
    """One lane for each point, for the macro `lanes_drawing`, and the same in words."""
    several = len(followed.points) > 1
    lanes = [_lane(item, followed.decisions, several=several) for item in followed.points]
    received = clock.local(followed.contribution.received_at).date()
    return {
        "title": _("Waar uw bijdrage terechtkwam"),
        "text": " ".join(_in_words(lane) for lane in lanes),
        "short": " ".join(_in_words(lane) for lane in lanes),
        "said": {"label": _("U zei"), "when": brief_day(received)},
        "points": lanes,
    }


def _lane(item: FollowedPoint, decisions: Mapping[int, OrganDecision], *, several: bool) -> Lane:
    label = heading_of(item.point, several=several) if several or item.point.title else ""
    outcome = item.current
    if outcome is None or outcome.kind is None or outcome.published_at is None:
        when = _("uiterlijk %(day)s", day=brief_day(item.promise.due)) if item.promise else ""
        return Lane(
            label=label, ended=False, stops=[PointStop(text=_("Ons antwoord"), when=when, state="future", unsure=True)]
        )
    first = PointStop(text=_(outcome.kind.label), when=brief_day(outcome.published_at))
    if outcome.kind.is_followed:
        return Lane(label=label, ended=_lapsed(item.steps), stops=[first, *_road(outcome, item.steps, decisions)])
    if outcome.kind.is_interim:
        day = outcome.later_on or (item.promise.due if item.promise else None)
        next_stop = PointStop(text=_("U hoort meer"), when=brief_day(day) if day else "", state="future", unsure=True)
        return Lane(label=label, ended=False, stops=[first, next_stop])
    return Lane(label=label, ended=True, stops=[first])


def _lapsed(steps: list[ExecutionStep]) -> bool:
    return bool(steps) and steps[-1].state is ExecutionState.lapsed


def _decided(path: LandingPath, decision: OrganDecision | None) -> list[PointStop]:
    """The decision: done when somebody recorded it, and not known yet when only its day has passed."""
    if decision is not None:
        return [PointStop(text=plain(decided(path, decision.organ)), when=brief_day(decision.decided_on))]
    if path.decides_on is None:
        return []
    late = path.decides_on < clock.today()
    text = _("Besluit nog niet bekend") if late else plain(decides(path))
    return [PointStop(text=text, when=brief_day(path.decides_on), state="future", unsure=late)]


def _road(
    outcome: Outcome, steps: list[ExecutionStep], decisions: Mapping[int, OrganDecision]
) -> list[PointStop]:  # fmt: skip
    """From the answer to the decision and the work outside."""
    path = outcome.path
    stops = _decided(path, decisions.get(path.lineage)) if path is not None else []
    last = steps[-1] if steps else None
    if last is not None and last.state in (ExecutionState.done, ExecutionState.lapsed):
        stops.append(PointStop(text=_(last.state.label).capitalize(), when=brief_day(last.on)))
    elif path is not None and path.work_from is not None:
        when = brief_day(path.work_from)
        stops.append(PointStop(text=_("Het werk begint"), when=when, state="future", unsure=not path.work_is_sure))
    else:
        stops.append(PointStop(text=_("Klaar"), state="future", unsure=True))
    return stops


def _in_words(lane: Lane) -> str:
    """What the line says to who cannot see it."""
    road = ", ".join(f"{stop.text} ({stop.when})" if stop.when else stop.text for stop in lane.stops)
    ends = _("Daar stopt dit punt.") if lane.ended else ""
    words = f"{lane.label}: {road}." if lane.label else f"{road}."
    return f"{words} {ends}".strip()
