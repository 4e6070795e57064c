"""Writing, changing and archiving answer texts. Every change is a new version; what it said before can be read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, update
from sqlalchemy.exc import IntegrityError

from participation import history
from participation.accounts.models import User
from participation.db import db
from participation.outcomes import wording
from participation.outcomes.models import OutcomeKind
from participation.outcomes.rules import Missing
from participation.outcomes.texts import queries, rules
from participation.outcomes.texts.models import AnswerText, AnswerTextPiece, AnswerTextVersion
from participation.refusals import Conflict, Refused
from participation.tracks.actions.holding import hold


class NotUsable(Refused):
    """Nobody could begin an answer with this yet; `missing` names each field."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(missing[0].sentence, field=missing[0].field)
        self.missing = tuple(missing)


class NothingChanged(Refused):
    """A version that says the same as the one in force is no version."""

    def __init__(self) -> None:
        super().__init__("U veranderde niets. Er komt dus geen nieuwe versie.")


class ChangedMeanwhile(Conflict):
    """A colleague changed or archived the block after this page was opened."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"{sentence} Uw tekst is nog niet bewaard.")


def write_text(title: str, text: str, kinds: Collection[OutcomeKind], *, actor: User, now: datetime) -> AnswerText:
    """Put a new block in the library; it belongs to *actor* and to the department of *actor*.

    Without *kinds* it fits every outcome. Refused: a block without a title or a whole sentence (`NotUsable`).
    """
    title, text = title.strip(), text.strip()
    if missing := rules.problems(title, text):
        raise NotUsable(missing)
    block = AnswerText(version=1, department=actor.department, owner=actor)
    db.session.add(block)
    db.session.flush()
    _add_version(block, title, text, kinds, actor=actor, now=now)
    history.record("answer_text.written", actor=actor, now=now, text_id=block.id, version=1)
    return block


def change_text(
    block: AnswerText, title: str, text: str, kinds: Collection[OutcomeKind], *, seen: int, actor: User, now: datetime
) -> AnswerTextVersion:
    """Let *block* say something else from now on: a new version. *seen* is the number of the version on the page.

    Refused: as for `write_text`; the same words again (`NothingChanged`); a colleague who was first
    (`ChangedMeanwhile`).
    """
    _hold(block)
    if block.version != seen:
        raise ChangedMeanwhile(f"{block.current.made_by.name} heeft deze tekst intussen veranderd.")
    title, text = title.strip(), text.strip()
    if missing := rules.problems(title, text):
        raise NotUsable(missing)
    before = block.current
    if (before.title, before.text, set(before.kinds)) == (title, text, set(kinds)):
        raise NothingChanged
    block.version = seen + 1
    made = _add_version(block, title, text, kinds, actor=actor, now=now)
    history.record("answer_text.changed", actor=actor, now=now, text_id=block.id, version=block.version)
    return made


def archive_text(block: AnswerText, reason: str, *, actor: User, now: datetime) -> None:
    """Offer *block* no longer; it can still be read, with the *reason*. It stays standard text: see `wording`.

    Refused: without a reason (`NotUsable`); when it was archived already (`ChangedMeanwhile`).
    """
    _hold(block)
    reason = reason.strip()
    if problem := rules.archive_problem(reason):
        raise NotUsable([Missing("reason", problem)])
    block.archived_at, block.archived_by, block.archived_reason = now, actor, reason
    db.session.flush()
    history.record("answer_text.archived", actor=actor, now=now, why=reason, text_id=block.id)


def note_use(text_ids: Collection[int], *, now: datetime) -> None:
    """An answer that began with these blocks was published. The answer has an event of its own."""
    db.session.execute(_USED, {"texts": sorted(text_ids), "used_at": now})


def _naming_use() -> Update:
    table: Any = AnswerText.__table__
    chosen = table.c.id.in_(bindparam("texts", expanding=True))
    return update(table).where(chosen).values(last_used_at=bindparam("used_at"))


_USED = _naming_use()


def _hold(block: AnswerText) -> None:
    """Let one writer at a time change this block, and see what it says now."""
    hold(block)
    if block.archived_at is not None:
        raise ChangedMeanwhile("Deze tekst is gearchiveerd en verandert niet meer.")


def _add_version(
    block: AnswerText, title: str, text: str, kinds: Collection[OutcomeKind], *, actor: User, now: datetime
) -> AnswerTextVersion:
    made = AnswerTextVersion(
        text_id=block.id, number=block.version, title=title, text=text, made_by=actor, made_at=now,
        kind_names=[kind.value for kind in OutcomeKind if kind in kinds],
    )  # fmt: skip
    known = queries.pieces_of_text(block.id)
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.add_all(
                AnswerTextPiece(text_id=block.id, fingerprint=piece) for piece in wording.pieces(text) - known
            )
            db.session.flush()
    except IntegrityError:
        raise ChangedMeanwhile("Een collega heeft deze tekst intussen veranderd.") from None
    db.session.expire(block, ["current"])
    return made
