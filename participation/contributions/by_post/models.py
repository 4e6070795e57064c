"""Where a letter goes. Personal data: kept for this one purpose (I40), apart from what was said."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class PostalAddress(Base):
    """The address for our letters about one contribution. Only who handles the contribution sees it.

    A name is not needed (I15): without one the letter is for who lives there.
    """

    __tablename__ = "postal_address"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(default="")
    street: Mapped[str]
    postcode: Mapped[str]
    town: Mapped[str]
    large_print: Mapped[bool] = mapped_column(default=False)
    kept_at: Mapped[datetime]
