"""What stands beside the public text: data of people to blank with one click, what the author answered, what readers
report. Nothing here publishes anything."""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from participation.contributions.models import Contribution
from participation.contributions.moderation import blanking, names, objecting, queries
from participation.contributions.moderation.blanking import Names, Passage
from participation.contributions.points.rules import ORIGINAL
from participation.web.access import actor
from participation.web.desk import answering_words
from participation.web.desk.answering_desk import Desk
from participation.web.desk.answering_forms import PublicForm, public_form
from participation.web.language import gettext_in

BLANK, EVERY_POINT = "leeg", "0"


@dataclass(frozen=True)
class ToBlank:
    """One piece of the public text that looks like data of a person; `deed` is what its button sends."""

    fragment: str
    label: str
    deed: str


def beside(desk: Desk, form: PublicForm) -> dict[str, Any]:
    """What the page shows besides the forms. One statement, and one more each for what is hidden or was reported."""
    contribution = desk.contribution
    watched = names.watched()
    objection = objecting.of_this_hiding(contribution)
    reported = any(item.event.kind == "report.received" for item in desk.folder.events)
    return {
        "said": answering_words.marked(contribution.original_text, ORIGINAL, desk.point, desk.cut, watched),
        "added": {
            each.id: answering_words.marked(each.text, each.id, desk.point, desk.cut, watched)
            for each in contribution.additions
        },
        "to_blank": _to_blank(form, contribution, watched),
        "blank_all": f"{BLANK}:{EVERY_POINT}:{blanking.ALL}",
        "objection": objection, "own_hiding": objection is not None and objection.hidden_by_id == actor().id,
        "reports": queries.open_about(contribution.id) if reported else [],
    }  # fmt: skip


def _to_blank(form: PublicForm, contribution: Contribution, watched: Names) -> dict[str, list[ToBlank]]:
    """For the field of each point what may be blanked in the text as it is typed now."""
    return {
        f"public-{point.id}": [
            ToBlank(passage.fragment, passage.label, f"{BLANK}:{point.id}:{passage.mark}")
            for passage in _passages(form, point.id, watched)
        ]
        for point in contribution.points
    }


def _passages(form: PublicForm, point_id: int, watched: Names) -> list[Passage]:
    return blanking.different(blanking.passages(str(form[f"public-{point_id}"].data or ""), watched))


def is_blanking(deed: str) -> bool:
    """Whether this button only gives the form back with its text changed."""
    return deed.startswith(f"{BLANK}:")


def blanked(contribution: Contribution, sent: MultiDict[str, str], deed: str) -> tuple[PublicForm, str]:
    """The form with the text as it was typed, without what *deed* names; and what was done, in a sentence."""
    watched, say = names.watched(), gettext_in(contribution.language)
    number, _colon, mark = deed.removeprefix(f"{BLANK}:").partition(":")
    typed, changed, form = MultiDict(sent), False, public_form(contribution, sent)
    for point in contribution.points:
        name = f"public-{point.id}"
        text = str(form[name].data or "")
        typed[name] = blanking.blank(text, mark, watched, say) if number in (EVERY_POINT, str(point.id)) else text
        changed = changed or typed[name] != text
    told = "Dit is weg uit de openbare tekst. Er is nog niets bewaard." if changed else "Dit stond er niet meer."
    return public_form(contribution, typed), told
