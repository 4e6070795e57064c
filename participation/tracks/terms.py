"""The terms and the words by which one version of a room is judged and read: those that held when it was submitted.

As long as it is a draft, what is in force now holds. Later changes of the house never change what residents were told.
"""

from dataclasses import dataclass

from sqlalchemy.orm.attributes import set_committed_value

from participation.config import Municipality
from participation.house import queries as house
from participation.house.levels import Level, LevelWords
from participation.house.models import Principle
from participation.tracks.room import DeclaredRoom, RoomState


@dataclass(frozen=True)
class House:
    """What a colleague has at hand while choosing level and form: the principles by number, and what each level says.

    A principle of an earlier vision is among them as long as the room deviates from it and no principle in force has
    the same name.
    """

    principles: dict[int, Principle]
    words: dict[Level, LevelWords]


def house_of(room: DeclaredRoom) -> House:
    """The vision and the level words in force, for the declaration of *room*."""
    vision = house.vision()
    named = {row.principle.title: row.principle for row in room.deviations if row.principle}
    shown = [named.pop(one.title, one) for one in (vision.principles if vision else ())]
    return House({one.id: one for one in (*shown, *named.values())}, house.level_words())


def keep_the_terms(room: DeclaredRoom) -> None:
    """Tie *room* to the terms in force now. For the verb that submits it, while it is still a draft."""
    version = house.terms_version()
    room.terms = version
    words = next((row for row in version.levels if row.level is room.level), None) if version else None
    set_committed_value(room, "level_terms", words)


def terms_of(room: DeclaredRoom, base: Municipality) -> Municipality:
    """The terms for *room*, over what the settings say (*base*)."""
    return house.terms(base) if room.state is RoomState.draft else house.as_terms(room.terms, base)


def level_words(room: DeclaredRoom) -> LevelWords | None:
    """What the level of *room* says to residents, and the duties that come with it; none without a level.

    Reads nothing from the database, except for a draft: then one statement.
    """
    if room.level is None:
        return None
    if room.state is RoomState.draft:
        return house.level_words()[room.level]
    return room.level_terms.words if room.level_terms else LevelWords.usual(room.level)
