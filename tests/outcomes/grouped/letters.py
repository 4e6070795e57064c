"""A grouped answer to a few neighbours, to be spoiled by a test in one place."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.contributions.themes.models import Theme
from participation.db import db, writing
from participation.outcomes.grouped import actions, queries, releasing, sending
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter
from participation.outcomes.models import OutcomeKind
from participation.outcomes.rules import Decision
from participation.permissions import Permission, can
from participation.tracks.models import Track
from tests.conftest import NOON
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import decision_values
from tests.factories.tracks import make_open_track

REASON = "De bomen komen aan de kant van de school. Daar geven ze schaduw waar kinderen wachten."
LEAVES = NOON + timedelta(minutes=10)


def neighbours(bram: User, count: int = 3, **values: object) -> list[Contribution]:
    """Contributions of *count* residents to one open track, each with an e-mail address and a checked text."""
    track = make_open_track(bram)
    return [
        check_public(make_contribution(track, f"Zet boom {number} bij de school.", email=f"b{number}@bewoner.example"))
        for number in range(1, count + 1)
    ]


def theme_of(said: Sequence[Contribution]) -> Theme:
    """A theme with the points of all of them."""
    track = said[0].track
    theme = Theme(track=track, title="Bomen bij de school", made_by=track.author, made_at=clock.now())
    db.session.add(theme)
    db.session.flush()
    for one in said:
        for point in one.points:
            point.theme_id = theme.id
    db.session.commit()
    return theme


def decided(said: Sequence[Contribution], kind: OutcomeKind = OutcomeKind.adopted, reason: str = REASON) -> Decision:
    """What is decided about all of them."""
    return Decision(kind=kind, **{**decision_values(kind, said[0].points[0]), "reason": reason})


def written(said: Sequence[Contribution], decision: Decision | None = None) -> GroupedAnswer:
    """A grouped answer that may leave."""
    author = said[0].track.author
    answer = actions.start_for_contributions(said[0].track, "Bomen", [one.id for one in said], actor=author, now=NOON)
    actions.save(answer, "Bomen", decision or decided(said), base=None, actor=author, now=NOON)
    db.session.commit()
    return answer


def released(said: Sequence[Contribution], decision: Decision | None = None) -> GroupedAnswer:
    """The same, released at noon."""
    answer = written(said, decision)
    releasing.release(answer, base=None, actor=said[0].track.author, now=NOON)
    db.session.commit()
    return answer


def letters(answer: GroupedAnswer) -> list[GroupedLetter]:
    """All letters as the database has them now."""
    db.session.expire_all()
    return db.session.query(GroupedLetter).filter_by(grouped_id=answer.id).order_by(GroupedLetter.id).all()


def may(user: User, track: Track) -> bool:
    return can(user, Permission.handle_contribution, track)


def send(answer_id: int, now: datetime = LEAVES, most: int = 10_000) -> int:
    """What the worker does: letter after letter, each in its own transaction. Returns how many rounds it made."""
    rounds = 0
    more = True
    while more and rounds < most:
        with writing():
            more = sending.send_next(answer_id, may=may, now=now)
        rounds += 1
    return rounds


def tally(answer: GroupedAnswer) -> queries.Tally:
    db.session.rollback()
    return queries.tally(answer.id)
