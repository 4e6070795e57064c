"""What can be followed, when a digest goes out, and how often one address may be written to by whoever fills it in."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from participation import clock

KEPT_UNCONFIRMED = timedelta(days=7)
AGAIN = timedelta(days=1)
"""How long after a mail to confirm the same question brings another one."""
MOST_UNCONFIRMED = 5
"""How many things may wait for the confirmation of one address: more mails nobody gets from what others fill in."""
MOST_FAILURES = 3
"""How many mails in a row may come back before we stop writing to an address."""
MONDAY, MORNING = 0, time(8)


@dataclass(frozen=True)
class About:
    """What is followed: a track (or one question of it, by its lineage), an area, or one contribution."""

    track_id: int | None = None
    question_root: int | None = None
    area_id: int | None = None
    contribution_id: int | None = None

    @property
    def key(self) -> str:
        """The same for the same thing."""
        if self.area_id is not None:
            return f"area:{self.area_id}"
        if self.contribution_id is not None:
            return f"contribution:{self.contribution_id}"
        return f"track:{self.track_id}" + (f":{self.question_root}" if self.question_root else "")


def next_digest(now: datetime) -> datetime:
    """The next Monday at eight in the Netherlands, after *now*."""
    here = clock.local(now)
    day = here.date() + timedelta(days=(MONDAY - here.weekday()) % 7)
    moment = datetime.combine(day, MORNING, tzinfo=clock.ZONE)
    return moment if moment > here else datetime.combine(day + timedelta(days=7), MORNING, tzinfo=clock.ZONE)


def compared(email: str) -> str:
    """An address as it is compared: who typed a capital is the same person."""
    return email.casefold()


def token(key: str, purpose: str, seed: str) -> str:
    """The key in a link: made of the secret of this municipality and a seed, so that it is stored nowhere."""
    return hmac.new(key.encode(), f"following|{purpose}|{seed}".encode(), hashlib.sha256).hexdigest()[:40]


def hash_of(key: str, token: str) -> str:
    """What is stored instead of a token."""
    return hmac.new(key.encode(), f"following|hash|{token}".encode(), hashlib.sha256).hexdigest()


CONFIRM, END = "confirm", "end"
