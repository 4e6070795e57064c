"""Cutting a contribution into points. One verb, one button, one event in the history.

The words of the resident never change (I16): a point only names passages of them. When the words of a point change,
nobody outside reads the contribution before a colleague checked it again, so that no unchecked word gets out. Each
verb refuses (`PublicChanged`) to go over what a colleague did since *base*.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from participation import history
from participation.accounts.models import User
from participation.contributions import search
from participation.contributions.holding import hold
from participation.contributions.models import Contribution, Point, PublicState
from participation.contributions.points import dependents, rules
from participation.contributions.points.models import Passage
from participation.contributions.points.queries import Cut, cut_of
from participation.contributions.points.rules import ORIGINAL, Span
from participation.contributions.same_version import refuse_changed
from participation.db import db, writes_alone
from participation.refusals import Refused


def make_point(
    contribution: Contribution,
    spans: Iterable[Span],
    title: str = "",
    *,
    actor: User,
    now: datetime,
    base: str | None = None,
) -> Point:
    """Make a point of these words. The first time that is the one point there was; the rest is then uncovered.

    Refuses what is not in the text, words of another point (`Taken`), and a point more when every point there is has
    an answer (`HasAnswer`): then the promise to this resident was kept.
    """
    cut = _open(contribution, base)
    title = rules.title_of(title)
    wanted = rules.chosen(dict(cut.texts), spans)
    rules.refuse_taken(wanted, [piece.span for piece in cut.pieces])
    rules.refuse_when_all_answered([point.outcome_id for point in contribution.points])
    rules.refuse_too_many(len(contribution.points), len(cut.pieces) + len(wanted))
    point = contribution.points[0] if cut.is_whole else _another(contribution)
    if title:
        point.title = title
    _write(contribution, point, wanted, cut)
    _record("point.made", contribution, actor, now, position=point.position, passages=len(wanted),
            checked_again=_check_again(contribution))  # fmt: skip
    return point


def add_passages(point: Point, spans: Iterable[Span], *, actor: User, now: datetime, base: str | None = None) -> None:
    """Let *point* cover these words too. Refuses words of another point, and a point with an answer (`HasAnswer`)."""
    contribution = point.contribution
    cut = _open(contribution, base)
    rules.refuse_answered(point.outcome_id)
    own = [piece.span for piece in cut.of(point)]
    wanted = rules.chosen(dict(cut.texts), spans)
    rules.refuse_taken(wanted, [piece.span for piece in cut.pieces])
    rules.refuse_too_many(len(contribution.points), len(cut.pieces) + len(wanted))
    _write(contribution, point, rules.joined(dict(cut.texts), [*own, *wanted]), cut)
    _record("point.widened", contribution, actor, now, position=point.position, passages=len(wanted),
            checked_again=_check_again(contribution))  # fmt: skip


def take_out(point: Point, passage_id: int, *, actor: User, now: datetime, base: str | None = None) -> None:
    """Take one passage out of *point*: no point covers those words any more.

    Refuses the last passage of a point (take out the point itself), and a point with an answer (`HasAnswer`).
    """
    contribution = point.contribution
    cut = _open(contribution, base)
    rules.refuse_answered(point.outcome_id)
    left = [piece.span for piece in cut.of(point) if piece.id != passage_id]
    if len(left) == len(cut.of(point)):
        raise Refused("Dit stuk tekst hoort niet meer bij dit punt.", field="woorden")
    if not left:
        raise Refused("Een punt heeft minstens één stuk tekst. Haal het hele punt weg.", field="woorden")
    _write(contribution, point, left, cut)
    _record("point.narrowed", contribution, actor, now, position=point.position,
            checked_again=_check_again(contribution))  # fmt: skip


def rename(point: Point, title: str, *, actor: User, now: datetime, base: str | None = None) -> None:
    """Say in a few words what *point* is about. Refuses a long name, and a point with an answer (`HasAnswer`)."""
    contribution = point.contribution
    _open(contribution, base)
    rules.refuse_answered(point.outcome_id)
    title = rules.title_of(title)
    if title == point.title:
        return
    point.title = title
    search.index(contribution)
    _record("point.renamed", contribution, actor, now, position=point.position)


def merge(point: Point, into: Point, *, actor: User, now: datetime, base: str | None = None) -> None:
    """Let *into* cover the words of *point* as well, which is then gone.

    Refuses when either has an answer (`HasAnswer`), and when something that people wrote hangs on *point* (`HasWork`).
    """
    contribution = point.contribution
    cut = _open(contribution, base)
    if point is into or into.contribution_id != contribution.id:
        raise Refused("Kies een ander punt van deze bijdrage.", field="into")
    for each in (point, into):
        rules.refuse_answered(each.outcome_id)
    spans = [piece.span for each in (point, into) for piece in cut.of(each)]
    position = point.position
    _remove(point)
    _write(contribution, into, rules.joined(dict(cut.texts), spans), cut)
    _record("point.merged", contribution, actor, now, position=position, into=into.position,
            checked_again=_check_again(contribution))  # fmt: skip


def remove(point: Point, *, actor: User, now: datetime, base: str | None = None) -> None:
    """Undo the making of *point*: no point covers its words any more.

    Refuses a point with an answer (`HasAnswer`) or with work on it (`HasWork`), and the last one that waits
    (`LastPoint`): a resident is not answered by taking away the question.
    """
    contribution = point.contribution
    _open(contribution, base)
    rules.refuse_answered(point.outcome_id)
    rules.refuse_last([each.outcome_id for each in contribution.points])
    position = point.position
    _remove(point)
    _record("point.removed", contribution, actor, now, position=position, checked_again=_check_again(contribution))


def make_whole(contribution: Contribution, *, actor: User, now: datetime, base: str | None = None) -> None:
    """Undo all cutting: one point again, which is all that was said.

    Refuses when a point has an answer (`HasAnswer`), and when work hangs on any point but the first (`HasWork`).
    """
    cut = _open(contribution, base)
    for point in contribution.points:
        rules.refuse_answered(point.outcome_id)
    if cut.is_whole:
        return
    for point in list(contribution.points[1:]):
        _remove(point)
    whole = contribution.points[0]
    _forget_passages(whole)
    whole.title, whole.text = "", contribution.original_text
    whole.public_text, whole.is_public = None, False
    _record("contribution.made_whole", contribution, actor, now, checked_again=_check_again(contribution))


def _open(contribution: Contribution, base: str | None) -> Cut:
    """Take the contribution for ourselves, look whether the writer saw what stands there, and read how it is cut."""
    hold(contribution)
    refuse_changed(contribution, base)
    if not writes_alone():
        db.session.refresh(contribution, ["points"])
    rules.refuse_withdrawn(contribution.withdrawn_at)
    return cut_of(contribution)


def _another(contribution: Contribution) -> Point:
    position = max(point.position for point in contribution.points) + 1
    point = Point(track_id=contribution.track_id, position=position, text="")
    contribution.points.append(point)
    db.session.flush()
    return point


def _write(contribution: Contribution, point: Point, spans: Sequence[Span], cut: Cut) -> None:
    """Let *point* be these passages, and these words; what everybody reads of it has to be written anew."""
    _forget_passages(point)
    for span in spans:
        addition = None if span.source == ORIGINAL else span.source
        db.session.add(Passage(point_id=point.id, addition_id=addition, begins=span.begins, ends=span.ends))
    point.text = rules.words_of(dict(cut.texts), spans)
    point.public_text, point.is_public = None, False
    db.session.flush()


def _forget_passages(point: Point) -> None:
    for passage in db.session.query(Passage).filter_by(point_id=point.id):
        db.session.delete(passage)
    db.session.flush()


def _remove(point: Point) -> None:
    """The row goes, and those after it move up, unless a letter named one of them by its number."""
    dependents.refuse_work(point)
    contribution, position = point.contribution, point.position
    _forget_passages(point)
    search.forget([point.id])
    contribution.points.remove(point)
    db.session.delete(point)
    db.session.flush()
    later = [each for each in contribution.points if each.position > position]
    if not any(each.outcome_id for each in later):
        for each in later:
            each.position -= 1
            db.session.flush()


def _check_again(contribution: Contribution) -> bool:
    """No unchecked word gets out: what was public waits for a colleague again; what was hidden stays hidden."""
    was_public = contribution.public_state is PublicState.public
    if was_public:
        contribution.public_state, contribution.checked_by, contribution.checked_at = PublicState.unchecked, None, None
    for point in contribution.points:
        point.is_public = False
    search.index(contribution)
    return was_public


def _record(kind: str, contribution: Contribution, actor: User, now: datetime, **data: Any) -> None:
    """On the contribution, never on the point: a point that was made by mistake can go again, the log cannot."""
    history.record(
        kind, now=now, actor=actor, track_id=contribution.track_id, contribution_id=contribution.id,
        points=len(contribution.points), **data,
    )  # fmt: skip
