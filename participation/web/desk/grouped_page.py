"""The page of one grouped answer: what it says, how far it is, and its letters."""

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation import clock
from participation.outcomes import helping, trying
from participation.outcomes.grouped import queries, rules
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter, Standing
from participation.outcomes.grouped.queries import Listed, Shown, Tally
from participation.outcomes.models import Outcome
from participation.outcomes.plain_language import hints
from participation.outcomes.rules import Decision
from participation.outcomes.sentences import call
from participation.web import htmx
from participation.web.answer_view import PointView
from participation.web.desk import answer_starts, answering_form, grouped_words
from participation.web.desk import answering_words as words
from participation.web.desk.grouped_forms import GroupedForm, Typed, answer_form
from participation.web.due import first_words
from participation.web.filters import day

PAGE = "desk/grouped.html"
LABELS = {
    Shown.all: "Alle brieven", Shown.troubled: "Nog niet klaar", Shown.published: "Weg",
    Shown.skipped: "Niet weggegaan", Shown.left_out: "Eruit gehaald",
}  # fmt: skip


@dataclass(frozen=True)
class LetterRow:
    """One letter in the list, in words."""

    href: str
    contribution: str
    number: str
    about: str
    words: str
    language: str
    own: str
    why: str
    icon: str


def address(answer: GroupedAnswer, **more: Any) -> str:
    """Where this grouped answer is."""
    return url_for("desk.grouped", grouped_id=answer.id, **more)


def begun(answer: GroupedAnswer) -> ResponseReturnValue:
    """Say how many letters there are, and go and write them."""
    count = queries.tally(answer.id).letters
    flash(f"Er {'staat' if count == 1 else 'staan'} {grouped_words.letters(count)} klaar om te schrijven.", "success")
    return htmx.go_to(address(answer))


def page(answer: GroupedAnswer, form: GroupedForm | None = None, **more: Any) -> str:
    """The whole page: the form while it can be written, and how far it is afterwards."""
    return render_template(PAGE, **{**_progress(answer), **_letters(answer), **live(answer, form), **more})


def progress(answer: GroupedAnswer) -> str:
    """Only how far it is, for a page that asks by itself."""
    return render_template("desk/_grouped_progress.html", **_progress(answer))


def live(answer: GroupedAnswer, form: GroupedForm | None = None, *, inserted: bool = False) -> dict[str, Any]:
    """What changes while somebody writes: the form, the hints, and the first letter as the resident will get it."""
    shown = form or answer_form(answer)
    one = queries.first_ready(answer) or _any_letter(answer)
    decision = shown.decision() if form is not None else rules.decision_of(answer)
    return {
        "answer": answer, "track": answer.track, "form": shown, "unsaved": form is not None, "inserted": inserted,
        "hints": hints(shown.reason.data or ""), "paths": _path_notes(answer), "contribution": None,
        "NOTES": answering_form.NOTES, "ICONS": answering_form.ICONS, "texts": answer_starts.starts_for(shown),
        "preview": preview(one, decision) if one else None, "letter": one,
        "said_about": words.said_about(one.point.contribution) if one else "",
        "language": one.point.contribution.language if one else "nl",
        "call": call(answer.track).said(gettext, day), "conflict": None, "theirs": None,
        "may_write": answer.standing is Standing.draft,
        "delay": int(rules.DELAY.total_seconds() // 60),
    }  # fmt: skip


def preview(letter: GroupedLetter, decision: Decision) -> PointView | None:
    """The letter exactly as the resident will read it, with the own sentence of this letter."""
    reason = rules.reason_of(decision.reason, letter.own, own_first=letter.own_first)
    outcome = letter.outcome or _tried(letter, Decision(**{**vars(decision), "reason": reason}))
    if outcome is None or outcome.kind is None:
        return None
    due = outcome.later_on if outcome.kind.is_interim else None
    return words.shown(letter.point, outcome, anchor="voorbeeld-punt", due=due)


def _tried(letter: GroupedLetter, decision: Decision) -> Outcome | None:
    """What would be published now, with what colleagues who were brought in add to it."""
    return trying.outcome_of(decision, helping.of(letter.point))


def theirs(answer: GroupedAnswer) -> PointView | None:
    """The first letter as a colleague wrote it, for who was second."""
    one = queries.first_ready(answer) or _any_letter(answer)
    found = preview(one, rules.decision_of(answer)) if one else None
    return replace(found, anchor="hun-punt") if found else None


def retyped(answer: GroupedAnswer, typed: Typed) -> GroupedForm:
    """The form as it was typed."""
    return answer_form(answer, typed)


def _any_letter(answer: GroupedAnswer) -> GroupedLetter | None:
    found = queries.letters(answer, rows=1)
    return queries.letter(answer.id, found[0].id) if found else None


def _path_notes(answer: GroupedAnswer) -> dict[str, str]:
    room = answer.track.room
    return {f"path:{path.lineage}": words.path_note(path, clock.today()) for path in (room.paths if room else [])}


def _progress(answer: GroupedAnswer) -> dict[str, Any]:
    tally = queries.tally(answer.id)
    standing = answer.standing
    return {
        "answer": answer, "tally": tally, "standing": standing.value, "tag": grouped_words.TAGS[standing],
        "lead": grouped_words.what_is_asked(tally), "progress": grouped_words.progress(answer, tally),
        "asks_again": standing in (Standing.released, Standing.sending),
        "may_call_back": standing is Standing.released,
        "refresh": url_for("desk.grouped_progress", grouped_id=answer.id),
    }  # fmt: skip


def _letters(answer: GroupedAnswer) -> dict[str, Any]:
    shown, after = _shown(), _after()
    found = queries.letters(answer, shown, after=after)
    rows, more = found[: queries.PAGE], len(found) > queries.PAGE
    troubled = queries.troubled(answer) if answer.standing is not Standing.sent else 0
    return {
        "rows": [_row(answer, row) for row in rows], "shown": shown.value, "troubled": troubled,
        "filters": _filters(answer, shown, queries.tally(answer.id), troubled),
        "first": _list(answer, shown) if after else None,
        "older": _list(answer, shown, rows[-1].id) if more else None,
    }  # fmt: skip


def _list(answer: GroupedAnswer, shown: Shown, after: int | None = None) -> str:
    return address(answer, toon=None if shown is Shown.all else shown.value, na=after, _anchor="brieven")


def _filters(answer: GroupedAnswer, shown: Shown, tally: Tally, troubled: int) -> list[dict[str, Any]]:
    """Only lists in which something stands, and the one that is looked at."""
    filled = {
        Shown.all: True, Shown.troubled: bool(troubled), Shown.published: bool(tally.published),
        Shown.skipped: bool(tally.skipped), Shown.left_out: bool(tally.left_out),
    }  # fmt: skip
    return [
        {"text": LABELS[one], "href": _list(answer, one), "here": one is shown}
        for one in Shown
        if filled[one] or one is shown
    ]


def _shown() -> Shown:
    try:
        return Shown(request.args.get("toon", Shown.all.value))
    except ValueError:
        abort(404)


def _after() -> int:
    mark = request.args.get("na", "")
    if mark and not (mark.isascii() and mark.isdecimal() and len(mark) < 10):
        abort(404)
    return int(mark or 0)


def _row(answer: GroupedAnswer, row: Listed) -> LetterRow:
    return LetterRow(
        href=url_for("desk.grouped_letter", grouped_id=answer.id, letter_id=row.id),
        contribution=url_for("desk.contribution", number=row.number), number=row.number,
        about=row.title, words=first_words(row.words), language=row.language, own=first_words(row.own),
        why=why(row), icon=_icon(row),
    )  # fmt: skip


def why(row: Listed) -> str:
    """What became of a letter, or why it would not leave; empty when nothing stands in its way."""
    if row.left_out_why:
        return f"Eruit gehaald: {row.left_out_why}"
    if row.outcome_id is not None:
        return "Deze brief is weg."
    return row.skipped_why or grouped_words.trouble(row.trouble)


def _icon(row: Listed) -> str:
    if row.outcome_id is not None:
        return "check"
    return "explain" if why(row) else ""


def fragment_or_page(answer: GroupedAnswer, form: GroupedForm, fragment: str, *, inserted: bool = False) -> str:
    """The piece that changes for htmx, the whole page for everybody else. Nothing is stored."""
    if htmx.wants_fragment():
        return render_template(fragment, **live(answer, form, inserted=inserted))
    return page(answer, form, inserted=inserted)
