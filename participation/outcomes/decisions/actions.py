"""Recording what an organ decided at the end of a landing path, and why otherwise than residents advised (I30)."""

from datetime import datetime

from participation import clock, history
from participation.accounts.models import User
from participation.db import db
from participation.outcomes.decisions import queries as decision_queries
from participation.outcomes.decisions import rules as decision_rules
from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.outcomes.decisions.rules import NotRecorded, Ruling
from participation.refusals import Conflict, Refused
from participation.tracks.actions.holding import hold
from participation.tracks.notices import NoticeKind, tell_everybody
from participation.tracks.promising import keep_about
from participation.tracks.room import LandingPath, Level


class RecordedMeanwhile(Conflict):
    """A colleague recorded this decision after the form was opened."""

    def __init__(self) -> None:
        super().__init__("Een collega legde dit besluit vast terwijl u schreef. Lees dat eerst. Uw tekst staat er nog.")


class NoPathOfThisTrack(Refused):
    """Only a landing path that residents can read now ends in a decision."""

    def __init__(self) -> None:
        super().__init__("Kies het pad waar dit besluit bij hoort.", field="path")


def record_decision(path: LandingPath, ruling: Ruling, *, seen: int, actor: User, now: datetime) -> OrganDecision:
    """Record how *path* ended, for everybody to read; a second time it is a correction, and the first stays readable.

    *seen* is the number of the decision that stood there when the form was opened (0: none). It keeps the promise of
    this decision, tells everybody who took part, and is one event. Refused: a path that residents do not read now
    (`NoPathOfThisTrack`), a colleague who was first (`RecordedMeanwhile`), and what `decision_rules` says
    (`NotRecorded`).
    """
    track = path.room.track
    hold(track)
    if path.room_id != track.room_id or path.room.published_at is None or not track.state.is_public:
        raise NoPathOfThisTrack
    before = decision_queries.current(track.id).get(path.lineage)
    if seen != (before.id if before else 0):
        raise RecordedMeanwhile
    level = path.room.level
    missing = decision_rules.missing_in(
        ruling, level, told_on=decision_queries.told_on(track), today=clock.local(now).date()
    )
    if missing:
        raise NotRecorded(missing)
    decision = _row(path, ruling, level, actor, now)
    db.session.add(decision)
    db.session.flush()
    history.record(
        "decision.recorded", actor=actor, now=now, track_id=track.id, why=decision.deviation_reason,
        decision_id=decision.id, path_root=path.lineage, follows=decision.follows.value,
        corrects=before.id if before else None,
    )  # fmt: skip
    keep_about(track.id, f"path:{path.lineage}", actor, now)
    tell_everybody(
        track, NoticeKind.decision, decision.text, actor=actor, now=now, decision_id=decision.id, organ=decision.organ,
        decided_on=decision.decided_on.isoformat(), follows=decision.follows.value,
        level=level.value if level else "",
    )  # fmt: skip
    db.session.flush()
    return decision


def _row(path: LandingPath, ruling: Ruling, level: Level | None, actor: User, now: datetime) -> OrganDecision:
    """Only what belongs to this level: nobody advised on what was only told."""
    together = level is Level.co_decide
    follows = Follows.wholly if level is Level.inform or ruling.follows is None else ruling.follows
    assert ruling.decided_on is not None
    return OrganDecision(
        track_id=path.room.track_id, path=path, path_root=path.lineage, organ=ruling.organ.strip(),
        decided_on=ruling.decided_on, text=ruling.text.strip(), url=ruling.url.strip(), follows=follows,
        deviation_reason="" if follows is Follows.wholly else ruling.deviation_reason.strip(),
        binding_result=ruling.binding_result.strip() if together else "", rule=ruling.rule.strip() if together else "",
        share=ruling.share.strip() if together else "", recorded_by=actor, at=now,
    )  # fmt: skip
