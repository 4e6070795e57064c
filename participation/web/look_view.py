"""The second look in the language of the page: may the resident still ask, is somebody looking, what was found."""

from dataclasses import dataclass

from participation import clock
from participation.outcomes.following import FollowedPoint
from participation.outcomes.second_look import rules as look_rules
from participation.outcomes.second_look.models import LookVerdict, SecondLook
from participation.web.filters import quoting, short_day
from participation.web.house import terms
from participation.web.language import gettext as _


@dataclass(frozen=True, kw_only=True)
class LookView:
    """One second look. `words` are the resident's own, on the own page only; `state` is waiting, late or done."""

    state: str
    words: str
    sentences: list[str]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """That the resident may still ask to look again at the answer with this number, until this day."""

    outcome_id: int
    until: str


def asking_of(item: FollowedPoint) -> Asking | None:
    """What the own page needs for the question; none when the resident cannot ask (any more)."""
    current = item.current
    if current is None or look_rules.why_not_ask(current, item.looks, terms=terms(), today=clock.today()) is not None:
        return None
    return Asking(outcome_id=current.id, until=short_day(look_rules.last_day(current, terms())))


def look_views(item: FollowedPoint, *, public: bool) -> list[LookView]:
    """The second looks at one point; everybody reads what was found, only the resident reads the words."""
    return [_view(look, public=public) for look in item.looks]


def _view(look: SecondLook, *, public: bool) -> LookView:
    return LookView(state=_state(look), words="" if public else look.words, sentences=_sentences(look, public=public))


def _state(look: SecondLook) -> str:
    if look.verdict is not None:
        return "done"
    return "late" if clock.today() > look.due_on else "waiting"


def _sentences(look: SecondLook, *, public: bool) -> list[str]:
    asked, due = short_day(look.asked_at), short_day(look.due_on)
    first = _("De bewoner vroeg op %(day)s om nog eens te kijken.", day=asked) if public else _(
        "Op %(day)s vroeg u ons om nog eens te kijken.", day=asked)  # fmt: skip
    state = _state(look)
    if state == "waiting":
        return [first, _("Iemand anders leest het opnieuw. Uiterlijk %(day)s is er antwoord.", day=due)]
    if state == "late":
        return [first, _("Wij beloofden antwoord op %(day)s. Dat is niet gelukt. Dat spijt ons.", day=due)]
    return [first, *_found(look)]


def _found(look: SecondLook) -> list[str]:
    assert look.answered_at is not None
    name = look.answered_by.name if look.answered_by else _("een collega")
    day = short_day(look.answered_at)
    if look.verdict is LookVerdict.corrected:
        return [_("%(name)s keek opnieuw en verbeterde het antwoord op %(day)s.", name=name, day=day)]
    stands = _("%(name)s keek opnieuw op %(day)s. Het antwoord blijft zoals het was.", name=name, day=day)
    return [stands, quoting(_("Dit is waarom: %(reason)s"), {"reason": look.reason})]
