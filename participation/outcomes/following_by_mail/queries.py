"""Finding a subscription by the key in its links."""

from sqlalchemy import ColumnElement, select

from participation.db import db
from participation.outcomes.following_by_mail import rules
from participation.outcomes.following_by_mail.models import MailSubscription
from participation.tracks.room import OpenQuestion


def to_confirm(token: str, *, key: str, hold: bool = False) -> MailSubscription | None:
    """The subscription that this link confirms."""
    return _by(MailSubscription.confirm_hash == rules.hash_of(key, token), hold)


def to_end(token: str, *, key: str, hold: bool = False) -> MailSubscription | None:
    """The subscription that this link ends; without confirmation there is nothing to end yet."""
    found = _by(MailSubscription.end_hash == rules.hash_of(key, token), hold)
    return found if found is not None and found.confirmed_at is not None else None


def _by(condition: ColumnElement[bool], hold: bool) -> MailSubscription | None:
    wanted = select(MailSubscription).where(condition)
    return db.session.scalar(wanted.with_for_update(of=MailSubscription) if hold else wanted)


def question_of(one: MailSubscription) -> str:
    """The words of the question that is followed, as the room in force has them; empty when it has it no more."""
    if one.question_root is None or one.track is None or one.track.room_id is None:
        return ""
    asked = select(OpenQuestion.question).where(
        OpenQuestion.room_id == one.track.room_id,
        (OpenQuestion.id == one.question_root) | (OpenQuestion.root_id == one.question_root),
    )
    return db.session.scalar(asked.limit(1)) or ""
