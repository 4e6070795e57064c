"""What organs decided, and what residents should know by now and do not: in sentences, for every page that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from participation.outcomes.decisions import queries as decision_queries
from participation.outcomes.decisions import rules as decision_rules
from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.outcomes.decisions.queries import Decided
from participation.outcomes.decisions.words import follows_in_words
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom
from participation.web.filters import day, dutch, quoting, short_day
from participation.web.landings import call_us, capital
from participation.web.language import gettext as _
from participation.web.path_view import PathView, path_view


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """One decision; `together` are the lines about deciding together, as (term, words). Colleagues wrote the text."""

    anchor: str
    title: str
    document: str
    text: str
    url: str
    follows: str
    deviates: bool
    reason: str
    together: list[tuple[str, str]]
    signed: str
    earlier: list["DecisionView"]


@dataclass(frozen=True, kw_only=True)
class LateDecisionView:
    """A decision whose day has passed and that nobody recorded."""

    title: str
    text: str
    call: str


def landing(track: Track, room: DeclaredRoom, today: date) -> dict[str, object]:
    """Where input lands, for the page of a track: its path as a drawing, what was decided, and what is late."""
    decided = decision_queries.of_track(track.id)
    counts = {root: one.current for root, one in decided.items()}
    return {
        "path": path_view(track, room, today, counts),
        "decisions": decision_views(room, decided),
        "late_decisions": late_views(track, room, decided, today),
    }


def path_of(track: Track, room: DeclaredRoom, today: date) -> PathView:
    """The path of any version of a room, with what was decided so far; nothing can be before the track was public."""
    return path_view(track, room, today, decision_queries.current(track.id) if track.state.is_public else None)


def decision_views(room: DeclaredRoom, decided: Mapping[int, Decided]) -> list[DecisionView]:
    """The decisions of a track, the last one first, each with what stood there before it was corrected."""
    found = sorted(decided.values(), key=lambda one: (one.current.decided_on, one.current.id), reverse=True)
    return [_view(room, one.current, [_view(room, before, []) for before in one.earlier]) for one in found]


def _view(room: DeclaredRoom, decision: OrganDecision, earlier: list[DecisionView]) -> DecisionView:
    organ, on = {"organ": capital(decision.organ)}, day(decision.decided_on)
    relation = follows_in_words(room.level, decision.follows)
    return DecisionView(
        anchor=f"besluit-{decision.id}",
        title=quoting(_("%(organ)s besliste op %(day)s"), organ, day=on),
        document=dutch(decision.path.document),
        text=dutch(decision.text),
        url=decision.url,
        follows=_(relation) if relation else "",
        deviates=decision.follows is not Follows.wholly,
        reason=dutch(decision.deviation_reason),
        together=_together(decision),
        signed=_("Opgeschreven door %(name)s op %(day)s.", name=decision.recorded_by.name, day=short_day(decision.at)),
        earlier=earlier,
    )


def _together(decision: OrganDecision) -> list[tuple[str, str]]:
    """What was decided together, how, and who agreed; nothing when that was not promised."""
    lines = (
        (_("Dit besloten wij samen"), decision.binding_result),
        (_("Zo besloten wij het"), decision.rule),
        (_("Wie het ermee eens was"), decision.share),
    )
    return [(term, dutch(words)) for term, words in lines if words]


def late_views(
    track: Track, room: DeclaredRoom, decided: Mapping[int, Decided], today: date
) -> list[LateDecisionView]:  # fmt: skip
    """What residents should know by now; nothing in a stopped track, whose landing paths are not walked."""
    if track.state is TrackState.stopped or not track.state.is_public:
        return []
    return [
        LateDecisionView(
            title=quoting(_("%(organ)s: besluit nog niet bekend"), {"organ": capital(path.organ or path.document)}),
            text=_("Dit zou er zijn op %(day)s. Wij weten nog niet wat het werd.", day=short_day(path.decides_on)),
            call=call_us(track),
        )
        for path in decision_rules.late(room.paths, decided, today)
        if path.decides_on is not None
    ]
