"""The library as the desk reads it, and which sentences of a reason come from it."""

from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from participation.db import db
from participation.outcomes import wording
from participation.outcomes.models import OutcomeKind
from participation.outcomes.texts.models import AnswerText, AnswerTextPiece, AnswerTextVersion

MOST = 200
MOST_BESIDE = 20
_PIECE = AnswerTextPiece.__table__.c
_STANDARD = select(_PIECE.fingerprint, _PIECE.text_id).where(
    _PIECE.fingerprint.in_(bindparam("pieces", expanding=True))
)
_OFFERED = (
    select(AnswerText)
    .join(AnswerText.current)
    .where(AnswerText.archived_at.is_(None))
    .options(contains_eager(AnswerText.current))
    .order_by(AnswerTextVersion.title, AnswerText.id)
)
_ARCHIVED = (
    select(AnswerText)
    .join(AnswerText.current)
    .where(AnswerText.archived_at.is_not(None))
    .options(contains_eager(AnswerText.current), joinedload(AnswerText.archived_by))
    .order_by(AnswerText.archived_at.desc(), AnswerText.id)
)


class Standard(NamedTuple):
    """What of a reason is standard text: the fingerprints of its sentences, and the blocks they come from."""

    pieces: frozenset[str]
    texts: frozenset[int]


NOTHING = Standard(frozenset(), frozenset())


def standard_in(reason: str) -> Standard:
    """Which sentences of *reason* stand in any version of any block, archived ones included; one small statement."""
    pieces = wording.pieces(reason)
    rows = db.session.execute(_STANDARD, {"pieces": list(pieces)}).all() if pieces else ()
    if not rows:
        return NOTHING
    return Standard(frozenset(piece for piece, _text in rows), frozenset(text for _piece, text in rows))


def offered(title: str = "", kind: OutcomeKind | None = None) -> list[AnswerText]:
    """The blocks in use by title, at most 200: with *title* in their title, and fit for *kind*."""
    statement = _OFFERED.options(joinedload(AnswerText.department))
    if title:
        statement = statement.where(AnswerTextVersion.title.icontains(title, autoescape=True))
    found = db.session.scalars(statement.limit(MOST))
    return [one for one in found if one.current.fits(kind)]


def to_begin_with(kind: OutcomeKind | None) -> list[AnswerText]:
    """The blocks beside the answer form: fit for *kind*, those made for it first; at most twenty."""
    found = [one for one in db.session.scalars(_OFFERED.limit(MOST)) if one.current.fits(kind)]
    return sorted(found, key=lambda one: not one.current.kind_names)[:MOST_BESIDE]


def archived() -> list[AnswerText]:
    """The blocks that are no longer offered, the last one first."""
    return list(db.session.scalars(_ARCHIVED.limit(MOST)))


def answer_text(text_id: int) -> AnswerText | None:
    """One block with what it says now, archived or not."""
    return db.session.scalar(
        select(AnswerText)
        .where(AnswerText.id == text_id)
        .options(
            joinedload(AnswerText.current).joinedload(AnswerTextVersion.made_by), joinedload(AnswerText.department),
            joinedload(AnswerText.owner), joinedload(AnswerText.archived_by),
        )
    )  # fmt: skip


def words_of(text_id: int) -> str:
    """What the block says now; nothing when it is not there or no longer offered."""
    statement = _OFFERED.where(AnswerText.id == text_id)
    block = db.session.scalar(statement)
    return block.current.text if block else ""


def versions(block: AnswerText) -> list[AnswerTextVersion]:
    """The last versions of *block*, the newest first."""
    return list(
        db.session.scalars(
            select(AnswerTextVersion)
            .where(AnswerTextVersion.text_id == block.id)
            .options(joinedload(AnswerTextVersion.made_by))
            .order_by(AnswerTextVersion.number.desc())
            .limit(MOST)
        )
    )


def pieces_of_text(text_id: int) -> set[str]:
    """The fingerprints that *text_id* is known by already."""
    return set(db.session.scalars(select(AnswerTextPiece.fingerprint).where(AnswerTextPiece.text_id == text_id)))
