"""Dividing the work: to a team, to a person, back to the team; and the rules that do it for what comes in.

One verb, one button, one event for each contribution. The resident's contact stays who it was (I20, I33).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from participation import history
from participation.accounts.models import Department, User
from participation.contributions import actions as contributions
from participation.contributions.dividing import queries, rules
from participation.contributions.dividing.models import DealingRule
from participation.contributions.dividing.queries import Taker
from participation.contributions.dividing.rules import CannotTakeUp, NoRule, TakenMeanwhile
from participation.contributions.holding import hold
from participation.contributions.models import Contribution
from participation.db import db
from participation.promises import handing_over as promises
from participation.promises.actions import open_promises
from participation.tracks.actions.holding import hold as hold_track
from participation.tracks.models import Track

UNSEEN = -1
"""For who was not shown by whom a contribution was handled."""


def works_on(track: Track, to: Taker) -> bool:
    """Whether *to* can answer in *track*: a department that works on it, somebody of one, or who is named on it."""
    teams = {track.department_id, *(team.id for team in track.departments)}
    if isinstance(to, Department):
        return to.id in teams
    return to.active and (to.department_id in teams or to.id == track.author_id or to in track.members)


def keeper(track: Track, department_id: int, leaving: int | None = None) -> int | None:
    """Who in person keeps the promises of what waits for a team: in the own team of the track its contact, who is there
    for residents anyway; elsewhere, and when it is the contact who gives it back (*leaving*), the team as a whole.
    """
    if department_id != track.department_id or track.contact_id == leaving:
        return None
    return track.contact_id


def give(contribution: Contribution, to: Taker, *, actor: User, now: datetime, seen: int = UNSEEN) -> None:
    """Let a person or a team answer. From now on the open promises are theirs.

    Refuses (`CannotTakeUp`) who does not work on this track, and (`TakenMeanwhile`) when somebody else handles it by
    now than who was *seen* on the page (0: nobody).
    """
    hold(contribution)
    _refuse_changed(contribution, seen)
    if not works_on(contribution.track, to):
        raise CannotTakeUp("Kies een collega of een team dat aan dit traject werkt.", field="to")
    if isinstance(to, User):
        contributions.assign(contribution, to, actor=actor, now=now)
        return
    if contribution.handler_id is None and contribution.department_id == to.id:
        return
    before = contribution.department_id
    _with_team(contribution, to.id, leaving=None)
    history.record(
        "contribution.given_to_team", actor=actor, now=now, track_id=contribution.track_id,
        contribution_id=contribution.id, department_id=to.id, department=to.name, before_id=before,
    )  # fmt: skip


def release(contribution: Contribution, reason: str, *, actor: User, now: datetime, seen: int = UNSEEN) -> None:
    """Give it back to the team, with a short reason for colleagues. A second click changes nothing.

    Refuses (`Refused`, field `reason`) without a reason, and (`TakenMeanwhile`) when somebody else handles it by now.
    """
    hold(contribution)
    reason = rules.check_reason(reason)
    before = _who_has(contribution, actor)
    if before is None:
        return
    _refuse_changed(contribution, seen)
    _with_team(contribution, contribution.department_id or contribution.track.department_id, leaving=before)
    history.record(
        "contribution.released", actor=actor, now=now, why=reason, track_id=contribution.track_id,
        contribution_id=contribution.id, before_id=before, department_id=contribution.department_id,
    )  # fmt: skip


def _who_has(contribution: Contribution, actor: User) -> int | None:
    """Who can give it back: the colleague who handles it, or the contact to whom it came with nobody else."""
    if contribution.handler_id is not None:
        return contribution.handler_id
    keeps = any(promise.owner_id == actor.id for promise in open_promises(contribution.id))
    return actor.id if keeps else None


def _with_team(contribution: Contribution, department_id: int, *, leaving: int | None) -> None:
    contribution.handler = None
    contribution.department_id = department_id
    db.session.flush()
    db.session.expire(contribution, ["department"])
    owner = keeper(contribution.track, department_id, leaving)
    promises.divide([contribution.id], owner_id=owner, department_id=department_id)


def _refuse_changed(contribution: Contribution, seen: int) -> None:
    if seen in {UNSEEN, contribution.handler_id or 0}:
        return
    if contribution.handler is None:
        raise TakenMeanwhile("Een collega gaf deze bijdrage net terug aan het team. Kijk nog een keer.")
    raise TakenMeanwhile(f"{contribution.handler.name} pakte deze bijdrage net op. Overleg samen wie antwoord geeft.")


def give_many(
    found: Sequence[Contribution], to: Taker, *, actor: User, now: datetime, seen: dict[int, int] | None = None
) -> tuple[int, list[str]]:
    """Let *to* answer all of these, at most 200, in a fixed number of statements for each track.

    Returns how many went over, and in sentences what did not: taken back, or somebody else's by now. Refuses
    (`CannotTakeUp`) when *to* does not work on one of the tracks.
    """
    rules.check_number([one.id for one in found])
    for track in {one.track for one in found}:
        if not works_on(track, to):
            raise CannotTakeUp(f"{to.name} werkt niet aan ‘{track.title}’. Kies iemand anders.", field="to")
    fit, told = _that_still_fit(found, seen or {})
    if not fit:
        return 0, told
    ids = [one.id for one in fit]
    about = select(Contribution.track_id, Contribution.id).where(Contribution.id.in_(ids)).subquery()
    if isinstance(to, User):
        history.record_each("contribution.assigned", about, actor=actor, now=now, handler_id=to.id)
        _move_to_person(fit, to)
    else:
        history.record_each(
            "contribution.given_to_team", about, actor=actor, now=now, department_id=to.id, department=to.name
        )  # fmt: skip
        _move_to_team({one.id: one.track for one in fit}, to.id)
    return len(fit), told


def release_many(
    found: Sequence[Contribution], reason: str, *, actor: User, now: datetime, seen: dict[int, int] | None = None
) -> tuple[int, list[str]]:
    """Give all of these, at most 200, back to the team that each is with, with one reason for colleagues.

    Returns how many went back, and in sentences what did not. Refuses (`Refused`, field `reason`) without a reason.
    """
    rules.check_number([one.id for one in found])
    reason = rules.check_reason(reason)
    fit, told = _that_still_fit(found, seen or {})
    if not fit:
        return 0, told
    about = (
        select(Contribution.track_id, Contribution.id).where(Contribution.id.in_([one.id for one in fit])).subquery()
    )
    history.record_each("contribution.released", about, actor=actor, now=now, why=reason)
    by_team: dict[int, dict[int, Track]] = {}
    for one in fit:
        by_team.setdefault(one.department_id or one.track.department_id, {})[one.id] = one.track
    for department_id, tracks in by_team.items():
        _move_to_team(tracks, department_id, leaving=actor.id)
    return len(fit), told


def _that_still_fit(found: Sequence[Contribution], seen: dict[int, int]) -> tuple[list[Contribution], list[str]]:
    fit, told = [], []
    for one in found:
        if one.withdrawn_at is not None:
            told.append(f"{one.number} trok de bewoner in.")
        elif seen.get(one.id, UNSEEN) not in (UNSEEN, one.handler_id or 0):
            told.append(f"{one.number} had intussen {one.handler.name if one.handler else 'weer het team'}.")
        else:
            fit.append(one)
    return fit, told


def _move_to_person(fit: Sequence[Contribution], to: User) -> None:
    ids = [one.id for one in fit]
    teams = {one.track.department_id for one in fit if one.department_id is None}
    for department_id in teams:
        db.session.execute(
            update(Contribution)
            .where(Contribution.id.in_(ids), Contribution.department_id.is_(None))
            .where(Contribution.track_id.in_([one.track_id for one in fit if one.track.department_id == department_id]))
            .values(department_id=department_id)
        )
    db.session.execute(update(Contribution).where(Contribution.id.in_(ids)).values(handler_id=to.id))
    promises.divide(ids, owner_id=to.id)


def _move_to_team(tracks: dict[int, Track], department_id: int, leaving: int | None = None) -> None:
    ids = list(tracks)
    db.session.execute(
        update(Contribution).where(Contribution.id.in_(ids)).values(handler_id=None, department_id=department_id)
    )
    by_owner: dict[int | None, list[int]] = {}
    for number, track in tracks.items():
        by_owner.setdefault(keeper(track, department_id, leaving), []).append(number)
    for owner_id, numbers in by_owner.items():
        promises.divide(numbers, owner_id=owner_id, department_id=department_id)


def add_rule(track: Track, asks: rules.Asks, to: Taker, *, actor: User, now: datetime) -> DealingRule:
    """Add a rule below the others: from now on what comes in and fits goes to *to*.

    Refuses (`NoRule`) a rule that asks nothing, or is there already, and one too many; and (`CannotTakeUp`) who does
    not work on this track. What came in before stays where it is.
    """
    hold_track(track)
    there = queries.rules_of([track.id])
    if not rules.asks_anything(asks):
        raise NoRule(
            "Kies waar de regel over gaat: een vraag, een gebied, een kanaal, een soort of een thema.", field="question"
        )
    if not works_on(track, to):
        raise CannotTakeUp("Kies een collega of een team dat aan dit traject werkt.", field="to")
    if len(there) >= rules.MOST_RULES:
        raise NoRule(f"Er zijn al {rules.MOST_RULES} regels. Haal er eerst een weg.", field="to")
    wanted = (asks.question, asks.area_id, asks.channel, asks.kind, asks.theme_id)
    if any((one.question, one.area_id, one.channel, one.kind, one.theme_id) == wanted for one in there):
        raise NoRule(
            "Deze regel is er al. Haal de oude eerst weg als het werk ergens anders heen moet.", field="question"
        )
    rule = DealingRule(
        track=track, position=there[-1].position + 1 if there else 1, question=asks.question, area_id=asks.area_id,
        channel=asks.channel, kind=asks.kind, theme_id=asks.theme_id, made_by=actor, made_at=now,
        department=to if isinstance(to, Department) else None, user=to if isinstance(to, User) else None,
    )  # fmt: skip
    db.session.add(rule)
    db.session.flush()
    _record_rule("rule.added", rule, actor, now)
    return rule


def move_rule(rule: DealingRule, up: bool, *, actor: User, now: datetime) -> None:
    """Try this rule before (or after) its neighbour; at the end of the list nothing changes."""
    hold_track(rule.track)
    there = queries.rules_of([rule.track_id])
    here = there.index(rule)
    other = here - 1 if up else here + 1
    if not 0 <= other < len(there):
        return
    there[here], there[other] = there[other], there[here]
    for position, one in enumerate(there, start=1):
        one.position = position
    db.session.flush()
    _record_rule("rule.moved", rule, actor, now)


def remove_rule(rule: DealingRule, *, actor: User, now: datetime) -> None:
    """Take the rule away. What it gave to somebody stays with them."""
    _record_rule("rule.removed", rule, actor, now)
    db.session.execute(delete(DealingRule).where(DealingRule.id == rule.id))


def hand_over_rules(track_id: int, before: User, to: User, *, actor: User, now: datetime) -> None:
    """What the rules of a track gave to *before*, they give to *to* from now on."""
    changed = db.session.scalars(
        update(DealingRule)
        .where(DealingRule.track_id == track_id, DealingRule.user_id == before.id)
        .values(user_id=to.id)
        .returning(DealingRule.id)
    ).all()
    if changed:
        history.record(
            "rule.handed_over", actor=actor, now=now, track_id=track_id, before_id=before.id, user_id=to.id,
            rules=sorted(changed),
        )  # fmt: skip


def _record_rule(kind: str, rule: DealingRule, actor: User, now: datetime) -> None:
    words = queries.sentence_of(rule, queries.questions([rule.track_id]))
    history.record(kind, actor=actor, now=now, track_id=rule.track_id, rule_id=rule.id, rule=words)
