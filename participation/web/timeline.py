"""The history of one contribution as a resident reads it: a line of sentences, each with its day.

One log tells it all; only the kinds in `SENTENCES` are for residents. What colleagues ask each other stays inside,
that they asked does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from participation.contributions import queries
from participation.contributions.models import Channel, Contribution
from participation.history import Event
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.outcomes.second_look.models import LookVerdict
from participation.promises.models import PromiseKind
from participation.web import code_lines, timeline_files
from participation.web.filters import quoting, short_day


@dataclass(frozen=True)
class Line:
    """One thing that happened, in words."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class _Told:
    """An event with what is needed to say it."""

    event: Event
    names: Mapping[int, str]
    positions: Mapping[int, int]

    @property
    def by(self) -> str:
        return self.name(self.event.actor_id)

    def name(self, user_id: int | None) -> str:
        return self.names.get(user_id or 0, _("een collega"))

    @property
    def about(self) -> str:
        """', punt 2' when the contribution has more than one point."""
        position = self.positions.get(self.event.point_id or 0)
        return _(" over punt %(number)s", number=position) if position and len(self.positions) > 1 else ""

    def day(self, name: str) -> str:
        return short_day(date.fromisoformat(str(self.event.data[name])))


def timeline(contribution: Contribution) -> list[Line]:
    """Everything a resident may know about what happened to *contribution*, oldest first."""
    events = queries.events(contribution.id, SENTENCES)
    people = {event.actor_id for event in events} | {
        event.data.get(name) for event in events for name in ("handler_id", "colleague_id")
    }
    names = queries.names(user_id for user_id in people if isinstance(user_id, int))
    positions = {point.id: point.position for point in contribution.points}
    lines = []
    for event in events:
        sentence = SENTENCES[event.kind](_Told(event, names, positions))
        if sentence:
            lines.append(Line(event.at, sentence))
    return lines


def _received(told: _Told) -> str:
    channel = Channel(told.event.data["channel"])
    if channel is Channel.web:
        return _("U stuurde uw bijdrage via de website.")
    how = _(channel.label)
    if told.event.actor_id is None:
        return _("Wij kregen uw bijdrage %(how)s.", how=how)
    day = told.day("received_on")
    return _("U zei dit op %(day)s, %(how)s. %(name)s schreef uw woorden op.", day=day, how=how, name=told.by)


def _promised(told: _Told) -> str:
    day = told.day("due")
    return {
        PromiseKind.answer: _("Wij beloofden u antwoord, uiterlijk %(day)s.", day=day),
        PromiseKind.later_decision: _("Wij beloofden u een besluit, uiterlijk %(day)s.", day=day),
        PromiseKind.brought_in: _("Wij beloofden u nieuws van onze collega, uiterlijk %(day)s.", day=day),
        PromiseKind.second_look: _("Wij beloofden u om nog eens te kijken, uiterlijk %(day)s.", day=day),
    }.get(PromiseKind(told.event.data["promise_kind"]), "")


def _moved(told: _Told) -> str:
    words = _("We hebben meer tijd nodig. U hoort van ons op %(new)s, niet op %(old)s. Dit is waarom: %(why)s")
    return quoting(words, {"why": told.event.why or ""}, new=told.day("due_after"), old=told.day("due_before"))


def _checked(told: _Told) -> str:
    if told.event.data.get("objected"):
        return _("%(name)s las wat u schreef. Iedereen kan uw bijdrage nu toch lezen.", name=told.by)
    if told.event.data.get("again"):
        return _("%(name)s paste aan wat iedereen van uw bijdrage kan lezen.", name=told.by)
    if told.event.data.get("changed"):
        return _(
            "%(name)s las uw bijdrage. Iedereen kan hem nu lezen, zonder gegevens van mensen. "
            "Uw eigen woorden bewaren wij.",
            name=told.by,
        )
    return _("%(name)s las uw bijdrage. Iedereen kan hem nu lezen.", name=told.by)


def _hidden(told: _Told) -> str:
    words = _("%(name)s zette uw bijdrage niet op de website. Dit is waarom: %(why)s")
    return quoting(words, {"why": told.event.why or ""}, name=told.by)


def _objected(_told: _Told) -> str:
    return _("U schreef dat u het er niet mee eens bent dat uw bijdrage niet op de website staat.")


def _kept_hidden(told: _Told) -> str:
    words = _("%(name)s las dat. Uw bijdrage blijft van de website. Dit is waarom: %(why)s")
    return quoting(words, {"why": told.event.why or ""}, name=told.by)


def _check_undone(_told: _Told) -> str:
    return _("Wij lezen uw bijdrage opnieuw. Tot dat klaar is, staat zij niet op de website.")


def _joined(_told: _Told) -> str:
    return _("U vertelde ons dat nog een bijdrage van u hierbij hoort.")


def _parted(_told: _Told) -> str:
    return _("U haalde een andere bijdrage van u hier weer weg.")


def _split(told: _Told) -> str:
    return _("%(name)s verdeelde uw bijdrage in %(number)s punten. Elk punt krijgt een eigen antwoord.",
              name=told.by, number=told.event.data["points"])  # fmt: skip


def _cut(told: _Told) -> str:
    """Said once, when there are two points: before that nothing changed for the resident."""
    if told.event.data["position"] != 2:
        return ""
    return _("%(name)s verdeelde uw bijdrage in punten. Elk punt krijgt een eigen antwoord.", name=told.by)


def _whole_again(told: _Told) -> str:
    return _("%(name)s maakte van uw bijdrage weer één geheel. U krijgt één antwoord.", name=told.by)


def _assigned(told: _Told) -> str:
    return _("%(name)s zoekt nu het antwoord uit.", name=told.name(told.event.data.get("handler_id")))


def _added(_told: _Told) -> str:
    return _("U voegde iets toe.")


def _asked_back(told: _Told) -> str:
    return _("%(name)s vroeg u iets.", name=told.by)


def _answered_us(_told: _Told) -> str:
    return _("U gaf antwoord op onze vraag.")


def _called_back(told: _Told) -> str:
    return _("%(name)s trok die vraag in. U hoeft niets te doen.", name=told.by)


def _withdrawn(_told: _Told) -> str:
    return _("U trok uw bijdrage in. Niemand leest hem meer op de website.")


def _asked_in(told: _Told) -> str:
    data = told.event.data
    if data.get("asked") == "track":
        words = _("%(name)s vroeg het traject ‘%(title)s’ om uw punt ook mee te nemen%(about)s.")
        return quoting(words, {"title": data["party"]}, name=told.by, about=told.about)
    colleague = data["party"] if data.get("asked") == "department" else told.name(data.get("colleague_id"))
    return _(
        "%(name)s vroeg %(colleague)s om mee te kijken%(about)s.", name=told.by, colleague=colleague, about=told.about
    )


def _came_in(told: _Told) -> str:
    if told.event.data.get("asked") == "track":
        words = _("Het traject ‘%(title)s’ neemt uw punt ook mee%(about)s. Uw contact blijft hetzelfde.")
        return quoting(words, {"title": told.event.data["party"]}, about=told.about)
    return _("%(colleague)s kijkt mee%(about)s.", colleague=told.by, about=told.about)


def _stayed_out(told: _Told) -> str:
    if told.event.data.get("asked") == "track":
        words = _("Het traject ‘%(title)s’ kan uw punt niet meenemen%(about)s. Wij zoeken zelf verder.")
        return quoting(words, {"title": told.event.data["party"]}, about=told.about)
    return _("%(colleague)s kan niet helpen%(about)s. Wij zoeken zelf verder.", colleague=told.by, about=told.about)


def _given_back(told: _Told) -> str:
    words = _("Uw punt komt terug van het traject ‘%(title)s’%(about)s. Wij zoeken zelf verder. Dit is waarom: %(why)s")
    return quoting(words, {"title": told.event.data["party"], "why": told.event.why or ""}, about=told.about)


def _asked_no_more(told: _Told) -> str:
    return _("%(name)s vroeg toch geen hulp%(about)s, en zoekt zelf verder.", name=told.by, about=told.about)


def _arrived(told: _Told) -> str:
    return _("Uw bericht kwam aan waar wij het heen stuurden%(about)s: op %(day)s, onder nummer %(number)s.",
             about=told.about, day=told.day("on"), number=told.event.data["reference"])  # fmt: skip


def _answered(told: _Told) -> str:
    verdict = _(OutcomeKind(told.event.data["outcome_kind"]).label)
    return _("%(name)s gaf antwoord%(about)s: %(verdict)s.", name=told.by, about=told.about, verdict=verdict)


def _corrected(told: _Told) -> str:
    verdict = _(OutcomeKind(told.event.data["outcome_kind"]).label)
    return _("%(name)s verbeterde het antwoord%(about)s: %(verdict)s. Wat er eerst stond, kunt u nog lezen.",
             name=told.by, about=told.about, verdict=verdict)  # fmt: skip


def _executed(told: _Told) -> str:
    state = _(ExecutionState(told.event.data["state"]).label)
    return _("Nieuws%(about)s: %(state)s, op %(day)s.", about=told.about, state=state, day=told.day("on"))


def _asked_again(told: _Told) -> str:
    return _("U vroeg om nog eens te kijken naar het antwoord%(about)s.", about=told.about)


def _looked_again(told: _Told) -> str:
    if LookVerdict(told.event.data["verdict"]) is LookVerdict.corrected:
        return _("%(name)s keek opnieuw en verbeterde het antwoord%(about)s.", name=told.by, about=told.about)
    return _("%(name)s keek opnieuw. Het antwoord%(about)s blijft zoals het was.", name=told.by, about=told.about)


def _told_how(_told: _Told) -> str:
    return _("U vertelde ons hoe het was om mee te doen.")


def _told_otherwise(_told: _Told) -> str:
    return _("U veranderde wat u ons vertelde over meedoen.")


def _sentence_public(told: _Told) -> str:
    return _("%(name)s las uw zin over meedoen. Iedereen kan hem nu lezen.", name=told.by)


def _sentence_hidden(told: _Told) -> str:
    words = _("%(name)s zette uw zin over meedoen niet op de website. Dit is waarom: %(why)s")
    return quoting(words, {"why": told.event.why or ""}, name=told.by)


SENTENCES: dict[str, Callable[[_Told], str]] = {
    "contribution.received": _received,
    "contribution.checked": _checked,
    "contribution.check_undone": _check_undone,
    **timeline_files.SENTENCES,
    "contribution.joined": _joined,
    "contribution.parted": _parted,
    "contribution.hidden": _hidden,
    "contribution.objected": _objected,
    "contribution.kept_hidden": _kept_hidden,
    "contribution.split": _split,
    "contribution.made_whole": _whole_again,
    "point.made": _cut,
    "contribution.assigned": _assigned,
    "contribution.added_to": _added,
    "contribution.withdrawn": _withdrawn,
    **code_lines.SENTENCES,
    "asked_back.asked": _asked_back,
    "asked_back.answered": _answered_us,
    "asked_back.called_back": _called_back,
    "bring_in.asked": _asked_in,
    "bring_in.accepted": _came_in,
    "bring_in.declined": _stayed_out,
    "bring_in.given_back": _given_back,
    "bring_in.withdrawn": _asked_no_more,
    "formal.arrived": _arrived,
    "promise.made": _promised,
    "promise.moved": _moved,
    "outcome.published": _answered,
    "outcome.corrected": _corrected,
    "execution.recorded": _executed,
    "experience.given": _told_how,
    "experience.changed": _told_otherwise,
    "experience.published": _sentence_public,
    "experience.hidden": _sentence_hidden,
    "second_look.asked": _asked_again,
    "second_look.answered": _looked_again,
}
