"""The outbox itself: one row is one message on its way."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class MailState(enum.Enum):
    """Waiting, taken by a worker for a short while, gone, given up, or no longer to be sent."""

    queued = "queued"
    leased = "leased"
    sent = "sent"
    failed = "failed"
    dropped = "dropped"


class OutboundMail(Base):
    """One message on its way. After delivery the text and the address are wiped; that it went out stays.

    `sealed` is the receipt code (or the key of a link), encrypted, for the one mail that carries it; it is wiped as
    well. `unsubscribe` is the address that ends this kind of mail with one click (RFC 8058). `next_try_at` is
    when a waiting mail is tried (again), when the lease of a taken one runs out, and when a failed one was given up.
    """

    __tablename__ = "outbound_mail"
    __table_args__ = (
        Index("ix_outbound_mail_due", "next_try_at", "id", sqlite_where=text("state IN ('queued', 'leased')"),
              postgresql_where=text("state IN ('queued', 'leased')")),
        Index("ix_outbound_mail_waiting", "queued_at", "id", sqlite_where=text("state IN ('queued', 'leased')"),
              postgresql_where=text("state IN ('queued', 'leased')")),
        Index("ix_outbound_mail_failed", "id", sqlite_where=text("state = 'failed'"),
              postgresql_where=text("state = 'failed'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    to: Mapped[str]
    subject: Mapped[str]
    body_text: Mapped[str]
    body_html: Mapped[str]
    sealed: Mapped[str | None]
    unsubscribe: Mapped[str] = mapped_column(default="", server_default="")
    message_id: Mapped[str] = mapped_column(unique=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    state: Mapped[MailState] = mapped_column(default=MailState.queued)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")

    @property
    def short_address(self) -> str:
        """Enough to recognise the address, too little to copy it: `j…@waterdam.example`."""
        name, at, host = self.to.rpartition("@")
        return f"{name[:1]}…{at}{host}" if at else ""

    def wipe(self) -> None:
        """Forget the address and the text: they were for this one purpose only (I40)."""
        self.to = self.subject = self.body_text = self.body_html = self.unsubscribe = ""
        self.sealed = None
