"""The vision and the terms that are in force, and the versions before them. Nothing set yet: the usual ones hold."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import lazyload, selectinload

from participation.config import Municipality
from participation.db import db, run
from participation.house.levels import Level, LevelWords
from participation.house.models import HouseTerms, HouseVision, LevelTerms, Principle

NAMES = (
    "feedback_weeks", "review_days", "report_weeks", "processing_days", "confirm_days", "remind_days", "bring_in_days",
    "second_look_weeks", "second_look_answer_weeks", "ordinance", "ordinance_url",
)  # fmt: skip
_SET = [HouseTerms.__table__.c[name] for name in NAMES]
_TERMS = select(*_SET).order_by(HouseTerms.__table__.c.version.desc()).limit(1)
_LAST_TERMS = select(HouseTerms).order_by(HouseTerms.version.desc()).limit(1)
_LAST_VISION = select(HouseVision).order_by(HouseVision.version.desc()).limit(1)
MOST_VERSIONS = 50


def terms(base: Municipality) -> Municipality:
    """The terms in force, over what the settings say: one small statement, read anew each time it is asked.

    Nothing is remembered between requests, so that every process agrees from the moment a new version is there.
    """
    row = run(_TERMS).one_or_none()
    return base if row is None else replace(base, **dict(zip(NAMES, row, strict=True)))


def terms_version() -> HouseTerms | None:
    """The version of the terms in force, with what each level says; none as long as nothing was set."""
    return db.session.scalar(_LAST_TERMS.options(selectinload(HouseTerms.levels)))


def as_terms(version: HouseTerms | None, base: Municipality) -> Municipality:
    """The terms of *version*, over what the settings say."""
    return base if version is None else replace(base, **{name: getattr(version, name) for name in NAMES})


def level_words() -> dict[Level, LevelWords]:
    """What every level says now, in one statement."""
    newest = select(HouseTerms.id).order_by(HouseTerms.version.desc()).limit(1).scalar_subquery()
    rows = db.session.scalars(select(LevelTerms).where(LevelTerms.terms_id == newest).options(lazyload("*")))
    return usual_words() | {row.level: row.words for row in rows}


def usual_words() -> dict[Level, LevelWords]:
    """What the levels say as long as nothing was set."""
    return {level: LevelWords.usual(level) for level in Level}


def words_of(version: HouseTerms | None) -> dict[Level, LevelWords]:
    """What every level said in *version*."""
    return usual_words() | {row.level: row.words for row in (version.levels if version else ())}


def terms_versions() -> list[HouseTerms]:
    """The last versions of the terms, the newest first."""
    statement = select(HouseTerms).order_by(HouseTerms.version.desc()).limit(MOST_VERSIONS)
    return list(db.session.scalars(statement.options(selectinload(HouseTerms.levels))))


def vision() -> HouseVision | None:
    """The vision in force, with its principles; none as long as nothing was written."""
    return db.session.scalar(_LAST_VISION.options(selectinload(HouseVision.principles)))


def vision_version(number: int) -> HouseVision | None:
    """Version *number* of the vision, with its principles."""
    statement = select(HouseVision).where(HouseVision.version == number)
    return db.session.scalar(statement.options(selectinload(HouseVision.principles)))


def versions() -> list[HouseVision]:
    """The last versions of the vision, the newest first, each with its principles."""
    statement = select(HouseVision).order_by(HouseVision.version.desc()).limit(MOST_VERSIONS)
    return list(db.session.scalars(statement.options(selectinload(HouseVision.principles))))


def principles(ids: set[int]) -> list[Principle]:
    """The principles with these numbers, of whatever version."""
    if not ids:
        return []
    return list(db.session.scalars(select(Principle).where(Principle.id.in_(ids)).order_by(Principle.id)))
