"""Two contributions of one resident, because the resident said so."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class SaidTogether(Base):
    """Somebody who holds the codes of both said that these two belong together. Nothing else ever makes such a row.

    No name and no address is compared: without this row nobody knows, and nobody guesses (I15, I34). The resident can
    take it away again. A pair has one row: the lower number stands first.
    """

    __tablename__ = "said_together"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="one_row_for_a_pair"),
        Index(None, "second_id", "first_id"),
    )

    first_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    second_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
