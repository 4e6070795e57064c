"""Writing the vision and setting the terms. Each is a new version; what held before stays as it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from participation import history
from participation.accounts.models import User
from participation.db import db
from participation.house import queries, rules
from participation.house.levels import Level, LevelWords
from participation.house.models import HouseTerms, HouseVision, LevelTerms, Principle
from participation.house.rules import Problem, Said
from participation.refusals import Conflict, Refused


class NotSensible(Refused):
    """Something typed makes no sense as a vision or a term; `problems` names each field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].sentence, field=problems[0].field)
        self.problems = tuple(problems)


class NothingChanged(Refused):
    """A version that says the same as the one in force is no version."""

    def __init__(self) -> None:
        super().__init__("U veranderde niets. Er komt dus geen nieuwe versie.")


class WrittenMeanwhile(Conflict):
    """A colleague made a version after this page was opened."""

    def __init__(self) -> None:
        super().__init__("Een collega maakte intussen een nieuwe versie. Uw tekst is nog niet bewaard.")


def write_vision(
    intro: str, principles: Sequence[Said], *, reason: str, seen: int, actor: User, now: datetime
) -> HouseVision:
    """Put a new version of the vision in force; *seen* is the number of the version on which it was written.

    Refused: nonsense (`NotSensible`), the same words again (`NothingChanged`), a version that was first
    (`WrittenMeanwhile`).
    """
    before = queries.vision()
    if (before.version if before else 0) != seen:
        raise WrittenMeanwhile
    said = [Said(one.title.strip(), one.text.strip()) for one in principles]
    intro, reason = intro.strip(), reason.strip()
    if problems := rules.vision_problems(intro, said, reason):
        raise NotSensible(problems)
    if before and (before.intro, [(one.title, one.text) for one in before.principles]) == (
        intro, [(one.title, one.text) for one in said],
    ):  # fmt: skip
        raise NothingChanged
    version = HouseVision(version=seen + 1, intro=intro, reason=reason, made_by=actor, made_at=now)
    version.principles = [
        Principle(position=place, title=one.title, text=one.text) for place, one in enumerate(said, 1)
    ]
    _add(version)
    history.record("house.vision_written", actor=actor, now=now, why=reason, version=version.version)
    db.session.flush()
    return version


def set_terms(
    numbers: Mapping[str, int | None],
    levels: Mapping[Level, LevelWords],
    *,
    ordinance: str = "",
    ordinance_url: str = "",
    reason: str,
    seen: int,
    actor: User,
    now: datetime,
) -> HouseTerms:
    """Put new terms in force, with what each level says; *seen* is the number of the version on which they were set.

    A room that was submitted keeps the version that held then. Refused: as for `write_vision`.
    """
    before = queries.terms_version()
    if (before.version if before else 0) != seen:
        raise WrittenMeanwhile
    ordinance, ordinance_url, reason = ordinance.strip(), ordinance_url.strip(), reason.strip()
    problems = rules.terms_problems(numbers, levels, ordinance=ordinance, ordinance_url=ordinance_url, reason=reason)
    if problems:
        raise NotSensible(problems)
    values: dict[str, Any] = {term.name: numbers[term.name] for term in rules.TERMS}
    values |= {"ordinance": ordinance, "ordinance_url": ordinance_url}
    if before and _says(before, values, levels):
        raise NothingChanged
    version = HouseTerms(version=seen + 1, reason=reason, made_by=actor, made_at=now, **values)
    version.levels = [_level(levels[level]) for level in Level]
    _add(version)
    history.record("house.terms_set", actor=actor, now=now, why=reason, version=version.version)
    db.session.flush()
    return version


def _says(version: HouseTerms, values: Mapping[str, object], levels: Mapping[Level, LevelWords]) -> bool:
    same = all(getattr(version, name) == value for name, value in values.items())
    return same and queries.words_of(version) == dict(levels)


def _level(words: LevelWords) -> LevelTerms:
    return LevelTerms(
        level=words.level, short_promise=words.short_promise.strip(), promise=words.promise.strip(),
        promise_en=words.promise_en.strip(), must_motivate_deviation=words.must_motivate_deviation,
        binding=words.binding,
    )  # fmt: skip


def _add(version: HouseVision | HouseTerms) -> None:
    """Two who write at the same moment both write the next number: the database keeps one of them."""
    try:
        with db.session.begin_nested():
            db.session.add(version)
            db.session.flush()
    except IntegrityError:
        raise WrittenMeanwhile from None
