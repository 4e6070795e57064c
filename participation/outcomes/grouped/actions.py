"""Writing a grouped answer: gather the points, write once, say something of one's own to somebody, take one out.

Nothing here reaches a resident. Sending is `releasing` and `sending`; putting near-identical points together `merging`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from participation import history
from participation.accounts.models import User
from participation.contributions.models import Contribution, Point
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.outcomes.grouped import rules
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter
from participation.outcomes.models import Outcome
from participation.outcomes.rules import Decision
from participation.refusals import Conflict, Refused
from participation.tracks.actions.holding import hold
from participation.tracks.models import Track


class TextChanged(Conflict):
    """Somebody saved another text of this grouped answer since the form was opened; `answer` holds theirs."""

    def __init__(self, answer: GroupedAnswer) -> None:
        super().__init__(
            f"{answer.written_by.name} heeft intussen een andere tekst bewaard. Uw tekst staat er nog."
            " Lees eerst die andere tekst."
        )
        self.answer = answer


class OwnSentenceChanged(Conflict):
    """Somebody wrote another own sentence for this letter since the page was opened; `letter` holds theirs."""

    def __init__(self, letter: GroupedLetter) -> None:
        super().__init__("Een collega schreef intussen iets anders bij deze brief. Uw tekst staat er nog.")
        self.letter = letter


def mark_of(answer: GroupedAnswer) -> str:
    """What a form carries to notice that the text changed in the meantime."""
    return f"{answer.id}/{answer.written_at.astimezone(UTC).isoformat()}"


def start(
    track: Track, title: str, decision: Decision | None = None, *, theme: Theme | None = None, is_bundle: bool = False,
    corrects: GroupedAnswer | None = None, actor: User, now: datetime,
) -> GroupedAnswer:  # fmt: skip
    """Begin a grouped answer for points of *track*; the points are put in next. Refuses an empty title."""
    answer = GroupedAnswer(
        track=track, title=_titled(title), theme=theme, is_bundle=is_bundle, made_by=actor, written_by=actor,
        written_at=now, corrects_id=corrects.id if corrects else None, **vars(decision or Decision()),
    )  # fmt: skip
    db.session.add(answer)
    db.session.flush()
    _record("grouped.started", answer, actor, now, theme_id=theme.id if theme else None)
    return answer


def start_for_theme(theme: Theme, *, actor: User, now: datetime) -> GroupedAnswer:
    """Begin one for every point of *theme* that waits for an answer. Refuses a theme in which nobody waits."""
    answer = start(theme.track, theme.title, theme=theme, actor=actor, now=now)
    put_in(answer, Point.theme_id == theme.id)
    return answer


def start_for_contributions(
    track: Track, title: str, ids: Sequence[int], *, actor: User, now: datetime
) -> GroupedAnswer:
    """Begin one for every point that waits in the contributions *ids* of *track*: a selection from the list.

    Refuses (`TooMany`) more than 2,000, and a selection in which nobody waits.
    """
    rules.refuse_too_many(len(set(ids)))
    answer = start(track, title, actor=actor, now=now)
    put_in(answer, Point.contribution_id.in_(set(ids)))
    return answer


def put_in(answer: GroupedAnswer, which: ColumnElement[bool]) -> int:
    """Put the points for which *which* holds into *answer*; say how many letters there are now.

    Only points of its track that wait for an answer, of contributions that were not taken back. A point that waits in
    another grouped answer stays there. Refuses (`Refused`) when there is no letter at all, and (`TooMany`).
    """
    rules.refuse_changed_text(answer)
    waiting = and_(Point.track_id == answer.track_id, Point.outcome_id.is_(None), which)
    chosen = (
        select(literal(answer.id), Point.id, Point.contribution_id, literal(0))
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(waiting, Contribution.withdrawn_at.is_(None))
        .order_by(Point.id)
        .limit(rules.MOST + 1)
    )
    return _write_letters(answer, chosen)


def put_in_again(answer: GroupedAnswer, before: GroupedAnswer) -> int:
    """Put in every letter of *before* that still stands, for a new version of all of them, own sentences included."""
    stands = and_(GroupedLetter.grouped_id == before.id, Point.outcome_id == GroupedLetter.outcome_id)
    chosen = (
        select(
            literal(answer.id), Point.id, Point.contribution_id, Outcome.version, GroupedLetter.own,
            GroupedLetter.own_first,
        )
        .select_from(GroupedLetter)
        .join(Point, Point.id == GroupedLetter.point_id)
        .join(Outcome, Outcome.id == GroupedLetter.outcome_id)
        .where(stands)
        .order_by(GroupedLetter.id)
    )  # fmt: skip
    return _write_letters(answer, chosen, "own", "own_first")


def _write_letters(answer: GroupedAnswer, chosen: Select[*tuple[object, ...]], *more: str) -> int:
    columns = ["grouped_id", "point_id", "contribution_id", "base_version", *more]
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.engine.dialect.name]
    db.session.execute(insert(GroupedLetter).from_select(columns, chosen).on_conflict_do_nothing())
    letters = select(func.count(), func.count(func.distinct(GroupedLetter.contribution_id)))
    count, contributions = db.session.execute(letters.where(GroupedLetter.grouped_id == answer.id)).one()
    rules.refuse_too_many(contributions)
    if not count:
        raise Refused("Hier wacht niemand meer op antwoord, of ze staan al in een ander groepsantwoord.")
    return int(count)


def save(
    answer: GroupedAnswer, title: str, decision: Decision, *, base: str | None, actor: User, now: datetime
) -> GroupedAnswer:
    """Keep what was written for all so far; anything may still be missing.

    Refuses (`TextChanged`) when *base* is no longer the newest text, and (`UnderWay`) once it was released.
    """
    hold(answer)
    rules.refuse_changed_text(answer)
    if base is not None and base != mark_of(answer):
        raise TextChanged(answer)
    for name, value in vars(decision).items():
        setattr(answer, name, value)
    answer.title, answer.written_by, answer.written_at = _titled(title), actor, now
    db.session.flush()
    _record("grouped.written", answer, actor, now)
    return answer


def say_own(
    letter: GroupedLetter, own: str, *, own_first: bool, base: str | None, actor: User, now: datetime
) -> GroupedLetter:
    """Say something to this resident alone, before or behind the common reason; empty takes it away.

    Refuses (`OwnSentenceChanged`) when *base* is not what stands there now, (`UnderWay`) once it was released, and
    (`Refused`) more than 2,000 characters.
    """
    _hold_letter(letter)
    if base is not None and _same_lines(base) != letter.own:
        raise OwnSentenceChanged(letter)
    own = _same_lines(own)
    if len(own) > rules.LONGEST:
        raise Refused("Hier passen 2.000 tekens. Maak uw tekst iets korter.", field="own")
    letter.own, letter.own_first = own, own_first
    db.session.flush()
    _record_letter("grouped.own_written", letter, actor, now)
    return letter


def take_out(letter: GroupedLetter, why: str, *, actor: User, now: datetime) -> GroupedLetter:
    """This answer does not fit here: the contribution waits again for an answer of its own. *why* is for colleagues."""
    _hold_letter(letter)
    why = _same_lines(why)
    if not letter.waits:
        raise Conflict("Deze brief staat er al uit. Misschien was een collega u voor.")
    if len(why) < 4:
        raise Refused("Schrijf kort op waarom dit antwoord hier niet past. Alleen collega’s lezen dat.", field="why")
    letter.left_out_why, letter.left_out_by = why, actor
    db.session.flush()
    _record_letter("grouped.left_out", letter, actor, now, why=why)
    return letter


def put_back(letter: GroupedLetter, *, actor: User, now: datetime) -> GroupedLetter:
    """It fits after all. Refuses (`Refused`) a point that waits in another grouped answer by now."""
    _hold_letter(letter)
    if not letter.left_out_why:
        raise Conflict("Deze brief staat er al in. Misschien was een collega u voor.")
    elsewhere = select(GroupedLetter.id).where(
        GroupedLetter.point_id == letter.point_id, GroupedLetter.outcome_id.is_(None),
        GroupedLetter.skipped_why == "", GroupedLetter.left_out_why == "",
    )  # fmt: skip
    if db.session.scalar(elsewhere.limit(1)) is not None:
        raise Refused("Dit punt staat nu in een ander groepsantwoord. Haal het daar eerst uit.")
    letter.left_out_why, letter.left_out_by = "", None
    db.session.flush()
    _record_letter("grouped.put_back", letter, actor, now)
    return letter


def discard(answer: GroupedAnswer, *, actor: User, now: datetime) -> None:
    """Throw a grouped answer away of which nothing left: everybody in it waits for an answer of their own again.

    Refuses (`UnderWay`) what was released, or what some residents have read.
    """
    hold(answer)
    rules.refuse_changed_text(answer)
    _record("grouped.discarded", answer, actor, now, why=answer.title)
    if answer.is_bundle:
        record_each("contribution.unmerged", answer, actor, now)
    db.session.execute(delete(GroupedLetter).where(GroupedLetter.grouped_id == answer.id))
    db.session.execute(update(GroupedAnswer).where(GroupedAnswer.corrects_id == answer.id).values(corrects_id=None))
    db.session.delete(answer)
    db.session.flush()


def record_each(kind: str, answer: GroupedAnswer, actor: User, now: datetime) -> None:
    """Write down the same thing for every contribution in *answer*."""
    about = (
        select(Contribution.track_id, Contribution.id)
        .where(Contribution.id.in_(select(GroupedLetter.contribution_id).where(GroupedLetter.grouped_id == answer.id)))
        .subquery()
    )
    history.record_each(kind, about, actor=actor, now=now, grouped_id=answer.id)


def _hold_letter(letter: GroupedLetter) -> None:
    hold(letter.grouped)
    rules.refuse_while_under_way(letter.grouped)
    hold(letter)


def _same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _titled(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Refused("Geef het een naam. Alleen collega's lezen die.", field="title")
    return title[:120]


def _record(kind: str, answer: GroupedAnswer, actor: User, now: datetime, *, why: str = "", **data: Any) -> None:
    history.record(kind, now=now, actor=actor, track_id=answer.track_id, why=why, grouped_id=answer.id, **data)


def _record_letter(kind: str, letter: GroupedLetter, actor: User, now: datetime, *, why: str = "") -> None:
    history.record(
        kind, now=now, actor=actor, track_id=letter.grouped.track_id, contribution_id=letter.contribution_id,
        point_id=letter.point_id, why=why, grouped_id=letter.grouped_id,
    )  # fmt: skip
