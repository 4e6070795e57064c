"""The verdict in one or two lines, as the heading of the page: what was said, and what we do with it."""

from collections import Counter

from participation import clock
from participation.outcomes.following import Followed
from participation.outcomes.models import OutcomeKind
from participation.web.language import gettext as _
from participation.words import N_

ONE = {
    OutcomeKind.adopted: N_("We nemen uw idee over."),
    OutcomeKind.partly_adopted: N_("We nemen een deel van uw idee over."),
    OutcomeKind.not_adopted: N_("We nemen uw idee niet over."),
    OutcomeKind.already_done: N_("Dit doen we al."),
    OutcomeKind.outside_room: N_("Hierover kunnen we nu niet samen beslissen."),
    OutcomeKind.formal_route: N_("Hiervoor is een andere weg."),
    OutcomeKind.answered: N_("U hebt antwoord op uw vraag."),
    OutcomeKind.brought_in: N_("Wij haalden er een collega bij."),
    OutcomeKind.decided_later: N_("We kunnen hier nog niets over zeggen."),
}

OF_SOME: dict[OutcomeKind | None, str] = {
    OutcomeKind.adopted: N_("%(count)s nemen we over"),
    OutcomeKind.partly_adopted: N_("%(count)s nemen we deels over"),
    OutcomeKind.not_adopted: N_("%(count)s nemen we niet over"),
    OutcomeKind.already_done: N_("%(count)s doen we al"),
    OutcomeKind.outside_room: N_("over %(count)s kunnen we nu niet samen beslissen"),
    OutcomeKind.formal_route: N_("voor %(count)s is een andere weg"),
    OutcomeKind.answered: N_("op %(count)s hebt u antwoord"),
    OutcomeKind.brought_in: N_("voor %(count)s haalden we een collega erbij"),
    OutcomeKind.decided_later: N_("over %(count)s beslissen we later"),
    None: N_("op %(count)s krijgt u nog antwoord"),
}


def verdict(followed: Followed, *, public: bool = False) -> list[str]:
    """The verdict in lines. A number only says which points are meant, never how many are for or against."""
    if followed.contribution.withdrawn_at is not None:
        return [_("U trok deze bijdrage in.")]
    kinds = [item.current.kind if item.current else None for item in followed.points]
    if not any(kinds):
        return [_("Wij gaven nog geen antwoord.")] if public else _waiting(followed)
    if len(kinds) == 1:
        return [_(ONE[kinds[0]])] if kinds[0] else []
    counted = Counter(kinds)
    clauses = [_(OF_SOME[kind]) % {"count": _in_words(counted[kind])} for kind in OF_SOME if counted[kind]]
    said = (
        _("%(count)s punten.", count=_in_words(len(kinds))).capitalize()
        if public
        else _("U noemde %(count)s punten.", count=_in_words(len(kinds)))
    )
    return [said, _sentence(", ".join(clauses))]


def _waiting(followed: Followed) -> list[str]:
    promise = followed.promise
    if promise is not None and promise.kept_at is None and promise.due < clock.today():
        return [_("We zijn te laat met ons antwoord."), _("Dat spijt ons.")]
    return [_("Uw bijdrage is binnen."), _("U krijgt nog antwoord.")]


def _sentence(clauses: str) -> str:
    """With a capital and a full stop; in Dutch only the second é of "één" keeps its accent at the start."""
    return f"Eén{clauses[3:]}." if clauses.startswith("één") else f"{clauses[:1].upper()}{clauses[1:]}."


def _in_words(count: int) -> str:
    words = (N_("één"), N_("twee"), N_("drie"), N_("vier"), N_("vijf"), N_("zes"))
    return _(words[count - 1]) if count <= len(words) else str(count)
