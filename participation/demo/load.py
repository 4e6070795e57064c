"""Loading the demo: an empty house becomes Waterdam, through the same actions as the screens.

Everything happens in one transaction: it is all there, or nothing is.
"""

from dataclasses import dataclass

from sqlalchemy import select

from participation import clock
from participation.accounts.models import User
from participation.accounts.passwords import hash_password
from participation.config import Settings
from participation.contributions import morning
from participation.contributions.files.taking import Taken
from participation.db import db, writing
from participation.demo import (
    asking,
    changes,
    content,
    dividing,
    experiences,
    finding,
    following,
    grouped,
    later,
    moderation,
    on_paper,
    own,
    photos,
    promises,
    said_together,
    sheets,
    texts,
    themes,
)
from participation.demo.codes import Code, codes
from participation.demo.days import Days
from participation.demo.formal import FormalCourse
from participation.demo.house import HouseCourse
from participation.demo.people import make_people, make_places, make_programmes
from participation.demo.script import Course, Stage, play
from participation.demo.tracks import TrackCourse
from participation.demo.voices import VoiceCourse
from participation.house import queries as house
from participation.mail import MailState, OutboundMail
from participation.outcomes.reminding import remind
from participation.refusals import Refused
from participation.tracks.models import Track
from participation.tracks.notices import Notice

PASSWORD = "doorwerking-demo"  # noqa: S105 - printed for everybody to see; these people exist in the demo only


class NotHere(Refused):
    """The demo cannot be loaded here: a real house, or one that is not empty."""


@dataclass(frozen=True)
class Loaded:
    """What was made, and which contributions to follow first."""

    people: int
    tracks: int
    contributions: int
    codes: tuple[Code, ...]


def is_empty() -> bool:
    """Whether nobody works here and no track was ever made."""
    return db.session.scalar(select(User.id).limit(1)) is None and db.session.scalar(select(Track.id).limit(1)) is None


def load(settings: Settings) -> Loaded:
    """Fill an empty house with Waterdam, counted from today. Refuses (`NotHere`) a house in production or in use."""
    if settings.is_production:
        raise NotHere("De demo laadt niet met MODE=production: iedereen kent het wachtwoord.")
    hashes = {one["key"]: hash_password(PASSWORD) for one in content.municipality()["staff"] if one.get("signs_in")}
    drawn = photos.draw(settings, content.photos()) if is_empty() else {}
    with writing():
        if not is_empty():
            raise NotHere("De demo laadt alleen in een lege database. In deze staat al iets. Er is niets veranderd.")
        return _load(settings, hashes, drawn)


def _load(settings: Settings, hashes: dict[str, str], drawn: dict[str, Taken]) -> Loaded:
    told, days = content.municipality(), Days(clock.today())
    people = make_people(told, hashes)
    make_places(told)
    make_programmes(told, days)
    stage = Stage(days, people, settings)
    tracks = {slug: TrackCourse(stage, one) for slug, one in content.tracks().items()}
    voices = [VoiceCourse(stage, tracks[one["track"]], one) for one in content.contributions()]
    told_later = experiences.courses(stage, voices, content.experiences())
    along = photos.courses(stage, voices, content.photos(), drawn)
    afterwards: list[Course] = [*changes.courses(stage, tracks), *later.courses(stage, tracks, content.later())]
    afterwards += promises.courses(stage, tracks, content.promises())
    afterwards += moderation.courses(stage, voices, content.moderation())
    afterwards += on_paper.courses(stage, tracks, content.on_paper())
    afterwards += themes.courses(stage, tracks, voices, content.themes())
    afterwards += asking.courses(stage, tracks, voices, content.asking())
    afterwards += said_together.courses(stage, voices, content.together())
    afterwards += own.courses(stage, voices, content.own())
    afterwards += dividing.courses(stage, tracks, content.dividing())
    afterwards += finding.courses(stage, voices, content.finding())
    afterwards += following.courses(stage, tracks, voices, content.following())
    afterwards += grouped.courses(stage, tracks, voices, content.grouped())
    afterwards.append(FormalCourse(stage, content.formal()))
    brought_in = sheets.courses(stage, tracks, content.sheets())
    afterwards += brought_in
    library = texts.courses(stage, content.texts())
    play([HouseCourse(stage, content.house()), *library, *tracks.values(), *afterwards, *voices, *along, *told_later])
    experiences.count_all()
    dividing.deal_out()
    _send_nothing(settings)
    return Loaded(len(people), len(tracks), len(voices) + sum(one.brought_in for one in brought_in), codes(settings))


def _send_nothing(settings: Settings) -> None:
    """The addresses are made up. What was queued on the way is never sent, and leaves no text or address behind.

    Nor is it made later on: every notice counts as told, and who is to be reminded today was reminded.
    """
    for notice in db.session.scalars(select(Notice).where(Notice.told_at.is_(None))):
        notice.told_at = clock.now()
    following.tell_nothing()
    remind(clock.now(), house.terms(settings.municipality))
    for user_id in morning.waiting(clock.now()):
        morning.tell(user_id, clock.now())
    for mail in db.session.scalars(select(OutboundMail).where(OutboundMail.state == MailState.queued)):
        mail.state = MailState.dropped
        mail.wipe()
    db.session.flush()
