"""Putting near-identical points together, by hand, so that they get one answer (I27).

Nothing of them is merged: each keeps its own code, page, mail and answer. What they share is written as a grouped
answer (`GroupedAnswer.is_bundle`); until it leaves, one can be taken out and the whole can be undone (`actions`).
"""

from collections.abc import Sequence
from datetime import datetime

from participation import history
from participation.accounts.models import User
from participation.contributions.models import Point
from participation.outcomes.grouped import actions, queries, rules
from participation.outcomes.grouped.models import GroupedAnswer
from participation.outcomes.rules import Decision
from participation.refusals import Refused
from participation.tracks.actions.holding import hold

MOST = 100
"""More than this is no near-copy any more: that is a theme."""


def put_together(point: Point, others: Sequence[Point], *, actor: User, now: datetime) -> GroupedAnswer:
    """Let *others* get their answer together with *point*; one that is in a bundle already takes them in.

    Refuses (`Refused`) nothing to add, more than a hundred, points of another track, and points that have an answer or
    wait in another grouped answer.
    """
    wanted = [one for one in others if one.id != point.id]
    if not wanted:
        raise Refused("Kies minstens één andere bijdrage om samen te voegen.", field="others")
    if len(wanted) >= MOST:
        raise Refused("Voeg minder dan honderd bijdragen samen. Is het er meer? Maak er een thema van.", field="others")
    for one in (point, *wanted):
        _refuse_unfit(one, point)
    answer = _bundle_of(point, actor, now)
    elsewhere = {row.point_id for row in queries.waiting_for([one.id for one in wanted]) if row.answer.id != answer.id}
    if elsewhere:
        numbers = ", ".join(one.contribution.number for one in wanted if one.id in elsewhere)
        raise Refused(f"Deze wachten al in een ander groepsantwoord: {numbers}.", field="others")
    actions.put_in(answer, Point.id.in_([point.id, *(one.id for one in wanted)]))
    for one in (point, *wanted):
        history.record(
            "contribution.merged", now=now, actor=actor, track_id=one.track_id, contribution_id=one.contribution_id,
            point_id=one.id, grouped_id=answer.id,
        )  # fmt: skip
    return answer


def take_over(answer: GroupedAnswer, decision: Decision, *, actor: User, now: datetime) -> GroupedAnswer:
    """What was written at one of them becomes the answer to all of them; they are looked at before anything leaves.

    Refuses (`Refused`) to overwrite what a colleague wrote for all of them.
    """
    if rules.decision_of(answer) not in (Decision(), decision):
        raise Refused(
            f"Er staat al een antwoord voor allemaal, van {answer.written_by.name}. Uw tekst staat er nog."
            " Bewaar hem als concept, en kijk eerst bij het antwoord voor allemaal."
        )
    return actions.save(answer, answer.title, decision, base=None, actor=actor, now=now)


def _refuse_unfit(one: Point, point: Point) -> None:
    number = one.contribution.number
    if one.track_id != point.track_id:
        raise Refused(f"Bijdrage {number} hoort bij een ander traject.", field="others")
    if one.outcome_id is not None:
        raise Refused(f"Bijdrage {number} heeft al antwoord.", field="others")
    if one.contribution.withdrawn_at is not None:
        raise Refused(f"Bijdrage {number} is ingetrokken.", field="others")


def _bundle_of(point: Point, actor: User, now: datetime) -> GroupedAnswer:
    """The bundle in which *point* waits, or a new one. Refuses when it waits in an answer for a theme."""
    found = queries.waiting_for([point.id])
    if not found:
        words = " ".join(point.text.split())
        return actions.start(point.contribution.track, words[:60], is_bundle=True, actor=actor, now=now)
    answer = found[0].answer
    if not answer.is_bundle:
        raise Refused(f"Dit punt wacht al in het groepsantwoord ‘{answer.title}’.", field="others")
    hold(answer)
    rules.refuse_changed_text(answer)
    return answer
