"""Who may answer in a track, what its rules are, and what a rule would have done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participation.accounts.models import Department, User
from participation.contributions.dividing import rules
from participation.contributions.dividing.models import DealingRule
from participation.contributions.models import Contribution, Point, number_of
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.places.models import Area
from participation.tracks.models import Track, track_area, track_department, track_member
from participation.tracks.room import OpenQuestion

Taker = User | Department
TRIED = 50
WORDS = 120


def teams(track: Track) -> list[Department]:
    """The departments that work on *track*: the one that runs it first, then those that are named on it."""
    named = select(track_department.c.department_id).where(track_department.c.track_id == track.id)
    found = db.session.scalars(
        select(Department)
        .where(or_(Department.id == track.department_id, Department.id.in_(named)))
        .order_by(Department.name)
    )
    return sorted(found, key=lambda team: team.id != track.department_id)


def people(track: Track) -> list[User]:
    """Everybody who can take up a contribution of *track*: its teams, and whoever is named on it, by name."""
    named = select(track_department.c.department_id).where(track_department.c.track_id == track.id)
    member = select(track_member.c.user_id).where(track_member.c.track_id == track.id)
    allowed = or_(
        User.department_id == track.department_id, User.department_id.in_(named), User.id.in_(member),
        User.id == track.author_id,
    )  # fmt: skip
    return list(db.session.scalars(select(User).where(User.active, allowed).order_by(User.name, User.id)))


def takers(track: Track) -> dict[str, Taker]:
    """Everybody to whom a contribution of *track* can go, by the key that a form sends: teams first, then people."""
    found: dict[str, Taker] = {f"team-{team.id}": team for team in teams(track)}
    return found | {f"wie-{person.id}": person for person in people(track)}


def takers_of_all(tracks: Iterable[Track]) -> dict[str, Taker]:
    """To whom contributions of all these tracks can go."""
    each = [takers(track) for track in tracks]
    return {key: taker for key, taker in each[0].items() if all(key in one for one in each)} if each else {}


def rules_of(track_ids: Sequence[int]) -> list[DealingRule]:
    """The rules of these tracks, in their order."""
    return list(
        db.session.scalars(
            select(DealingRule)
            .where(DealingRule.track_id.in_(track_ids))
            .order_by(DealingRule.track_id, DealingRule.position, DealingRule.id)
            .options(
                joinedload(DealingRule.area), joinedload(DealingRule.theme), joinedload(DealingRule.department),
                joinedload(DealingRule.user),
            )
        )
    )  # fmt: skip


def rule_of(track: Track, rule_id: int) -> DealingRule | None:
    """One rule of *track*."""
    return next((rule for rule in rules_of([track.id]) if rule.id == rule_id), None)


def questions(track_ids: Sequence[int]) -> dict[int, OpenQuestion]:
    """The questions of the rooms in force, by their lineage."""
    rows = db.session.scalars(
        select(OpenQuestion)
        .join(Track, Track.room_id == OpenQuestion.room_id)
        .where(Track.id.in_(track_ids))
        .order_by(OpenQuestion.room_id, OpenQuestion.position)
    )
    return {row.lineage: row for row in rows}


def areas(track: Track) -> list[Area]:
    """The places that a rule of *track* can name: those of the track and what lies within them."""
    own = select(track_area.c.area_id).where(track_area.c.track_id == track.id)
    return list(
        db.session.scalars(select(Area).where(or_(Area.id.in_(own), Area.parent_id.in_(own))).order_by(Area.name))
    )


def themes(track: Track) -> list[Theme]:
    return list(db.session.scalars(select(Theme).where(Theme.track_id == track.id).order_by(Theme.title).limit(200)))


def places_around() -> dict[int, frozenset[int]]:
    """For every place: itself, and all in which it lies."""
    parents = {number: parent for number, parent in db.session.execute(select(Area.id, Area.parent_id))}

    def up(number: int) -> frozenset[int]:
        seen: set[int] = set()
        here: int | None = number
        while here is not None and here not in seen:
            seen.add(here)
            here = parents.get(here)
        return frozenset(seen)

    return {number: up(number) for number in parents}


def sentence_of(rule: DealingRule, asked: dict[int, OpenQuestion]) -> str:
    """How *rule* reads, with the questions of its room beside it."""
    question = asked.get(rule.question or 0)
    parts = [
        f"vraag {question.position}" if question else "een vraag die er nu niet meer is" if rule.question else "",
        rule.channel.label if rule.channel else "",
        f"‘{rule.kind.label}’" if rule.kind else "",
        f"over {rule.area.name}" if rule.area else "",
        f"thema ‘{rule.theme.title}’" if rule.theme else "",
    ]
    return rules.sentence([part for part in parts if part], taker_of(rule))


def taker_of(rule: DealingRule) -> str:
    """To whom it goes, in words."""
    return f"afdeling {rule.department.name}" if rule.department else rule.user.name if rule.user else "niemand"


@dataclass(frozen=True)
class Tried:
    """One of the newest contributions, with the rule that would take it: its place among the rules, or None."""

    number: str
    words: str
    taken_by: int | None


def try_rules(track: Track, tried: Sequence[rules.Condition]) -> list[Tried]:
    """What *tried*, in this order, would have done with the newest fifty of *track*. Nothing is changed."""
    around = places_around()
    rows = db.session.execute(
        select(
            Contribution.id, Contribution.received_at, func.substr(Contribution.original_text, 1, WORDS + 1),
            func.coalesce(OpenQuestion.root_id, OpenQuestion.id), Contribution.area_id, Contribution.channel,
            Contribution.kind,
        )
        .outerjoin(OpenQuestion, OpenQuestion.id == Contribution.question_id)
        .where(Contribution.track_id == track.id)
        .order_by(Contribution.id.desc())
        .limit(TRIED)
    ).all()  # fmt: skip
    themed = themes_of([row[0] for row in rows])
    found = []
    for number, received_at, words, question, area_id, channel, kind in rows:
        said = rules.CameIn(
            question=question, areas=around.get(area_id, frozenset()), channel=channel, kind=kind,
            themes=themed.get(number, frozenset()),
        )  # fmt: skip
        taker = next((place for place, rule in enumerate(tried) if rules.fits(rule, said)), None)
        found.append(Tried(number_of(number, received_at), words, taker))
    return found


def themes_of(contribution_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """The themes in which the points of these contributions stand."""
    found: dict[int, set[int]] = {}
    rows = db.session.execute(
        select(Point.contribution_id, Point.theme_id).where(
            Point.contribution_id.in_(contribution_ids), Point.theme_id.is_not(None)
        )
    )
    for number, theme_id in rows:
        found.setdefault(number, set()).add(theme_id or 0)
    return {number: frozenset(ids) for number, ids in found.items()}


def to_divide(ids: Sequence[int], *, hold: bool = True) -> list[Contribution]:
    """These contributions with who works on their tracks, the oldest first; held for this transaction alone."""
    wanted = (
        select(Contribution)
        .where(Contribution.id.in_(ids))
        .order_by(Contribution.id)
        .options(
            joinedload(Contribution.track).options(
                joinedload(Track.contact), selectinload(Track.members), selectinload(Track.departments)
            ),
            joinedload(Contribution.handler),
        )
    )
    return list(db.session.scalars(wanted.with_for_update(of=Contribution) if hold else wanted))
