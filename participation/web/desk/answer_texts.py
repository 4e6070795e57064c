"""The library of answer texts at the desk: look for one, write one, change it, take it out."""

from dataclasses import dataclass
from functools import partial

from flask import abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import Form as PlainForm
from wtforms import HiddenField, SearchField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.widgets import CheckboxInput, ListWidget

from participation import clock
from participation.outcomes.models import OutcomeKind
from participation.outcomes.plain_language import Hints, hints
from participation.outcomes.texts import actions, queries
from participation.outcomes.texts.actions import NotUsable
from participation.outcomes.texts.models import AnswerText
from participation.permissions import Permission, can
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.answering_form import ORDER
from participation.web.desk.answering_forms import refuse
from participation.web.desk.room_fields import Line, Words
from participation.web.due import first_words
from participation.web.forms import NOT_THERE, Form

Typed = MultiDict[str, str]
SLUGS = {kind.slug: kind for kind in ORDER}


class SearchForm(PlainForm):
    """What stands in the address. It changes nothing, so it needs no token."""

    zoek = SearchField("Zoek in de titels")


class TextForm(Form):
    """One block: what colleagues look for, what it says, and for which answers."""

    seen = HiddenField()
    title = Line("Titel")
    text = Words("De tekst")
    kinds = SelectMultipleField(
        "Voor welke uitkomsten?", choices=[SelectChoice(kind.value, kind.label) for kind in ORDER],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **NOT_THERE,
    )  # fmt: skip

    @property
    def version(self) -> int:
        """The number of the version that was on the page; something else never matches one."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1

    @property
    def chosen(self) -> list[OutcomeKind]:
        return [OutcomeKind(name) for name in self.kinds.data or ()]


class ArchiveForm(Form):
    reason = Words("Waarom gebruiken we deze tekst niet meer?", id="archive-reason")


@dataclass(frozen=True)
class Row:
    """One block in the list."""

    href: str
    title: str
    words: str
    kinds: str
    block: AnswerText


@bp.get("/teksten")
@requires(Permission.use_desk)
def answer_texts() -> ResponseReturnValue:
    """All blocks in use by title; narrowed to words of the title, or to what fits one outcome."""
    slug, title = request.args.get("voor", ""), " ".join(request.args.get("zoek", "").split())[:100]
    if slug and slug not in SLUGS:
        abort(404)
    found = queries.offered(title, SLUGS.get(slug))
    return render_template(
        "desk/answer_texts.html", form=SearchForm(data={"zoek": title}), rows=[_row(one) for one in found],
        slug=slug, typed=title, filters=_filters(slug, title), full=len(found) == queries.MOST,
        gone=[_row(one) for one in queries.archived()] if not slug and not title else [],
    )  # fmt: skip


@bp.get("/teksten/nieuw")
@requires(Permission.use_desk)
def new_answer_text() -> ResponseReturnValue:
    """An empty block."""
    return _new(TextForm(None))


@bp.post("/teksten/nieuw")
@requires(Permission.use_desk)
def write_answer_text() -> ResponseReturnValue:
    """One more block, of the own department."""
    form = TextForm()
    if not form.validate():
        return _new(form), 422
    try:
        block = actions.write_text(
            form.title.data or "", form.text.data or "", form.chosen, actor=actor(), now=clock.now()
        )
    except NotUsable as refused:
        return _new(_refuse(form, refused)), 422
    flash("De tekst staat erbij. Collega’s kunnen er een antwoord mee beginnen.", "success")
    return htmx.go_to(_address(block))


@bp.get("/teksten/<int:text_id>")
@requires(Permission.use_desk, load=queries.answer_text)
def answer_text(block: AnswerText) -> ResponseReturnValue:
    """What a block says, for whom it is, and what it said before."""
    return _page(block)


@bp.post("/teksten/<int:text_id>")
@requires(Permission.change_answer_text, load=queries.answer_text)
def change_answer_text(block: AnswerText) -> ResponseReturnValue:
    """A new version of a block."""
    form = TextForm()
    if not form.validate():
        return _page(block, form), 422
    try:
        actions.change_text(
            block, form.title.data or "", form.text.data or "", form.chosen, seen=form.version, actor=actor(),
            now=clock.now(),
        )  # fmt: skip
    except Conflict as conflict:
        return _somebody_was_first(block, form, conflict)
    except Refused as refused:
        return _page(block, _refuse(form, refused)), 422
    flash(f"Versie {block.version} geldt vanaf nu. Antwoorden die er al waren, blijven zoals ze zijn.", "success")
    return htmx.go_to(_address(block))


@bp.post("/teksten/<int:text_id>/archief")
@requires(Permission.change_answer_text, load=queries.answer_text)
def archive_answer_text(block: AnswerText) -> ResponseReturnValue:
    """Offer a block no longer, with the reason."""
    form = ArchiveForm()
    if not form.validate():
        return _page(block, archive=form), 422
    try:
        actions.archive_text(block, form.reason.data or "", actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _page(block, archive=form), 422
    flash("De tekst is gearchiveerd. Hij blijft te lezen, maar staat niet meer bij de antwoorden.", "success")
    return htmx.go_to(url_for("desk.answer_texts"))


def _somebody_was_first(block: AnswerText, form: TextForm, conflict: Conflict) -> ResponseReturnValue:
    """409: what a colleague made of it, and the own text still in the form; saving once more is a decision."""
    form.seen.data = str(block.version)
    return htmx.retarget(make_response(_page(block, form, conflict=conflict.sentence), 409), "body")


def _refuse(form: TextForm, refused: Refused) -> TextForm:
    for item in refused.missing if isinstance(refused, NotUsable) else ():
        refuse(form, Refused(item.sentence, field=item.field))
    if not isinstance(refused, NotUsable):
        refuse(form, refused)
    return form


def _new(form: TextForm) -> str:
    return render_template(
        "desk/answer_text_new.html", form=form, unsaved=request.method == "POST", hints=_hints(form.text.data)
    )


def _page(
    block: AnswerText, form: TextForm | None = None, *, archive: ArchiveForm | None = None, conflict: str = ""
) -> str:
    now = block.current
    data = {"seen": str(block.version), "title": now.title, "text": now.text, "kinds": list(now.kind_names)}
    shown = form or TextForm(None, data=data)
    may_change = block.archived_at is None and can(actor(), Permission.change_answer_text, block)
    return render_template(
        "desk/answer_text.html", block=block, now=now, form=shown, unsaved=form is not None, conflict=conflict,
        archive=archive or ArchiveForm(None), archiving=archive is not None, may_change=may_change,
        versions=queries.versions(block), hints=_hints(shown.text.data),
    )  # fmt: skip


def _hints(text: str | None) -> Hints | None:
    """What could be said more plainly, once there is something to read."""
    return hints(text) if text else None


def _address(block: AnswerText) -> str:
    return url_for("desk.answer_text", text_id=block.id)


def _row(block: AnswerText) -> Row:
    now = block.current
    kinds = ", ".join(kind.label for kind in now.kinds) or "elke uitkomst"
    return Row(href=_address(block), title=now.title, words=first_words(now.text), kinds=kinds, block=block)


def _filters(slug: str, title: str) -> list[dict[str, object]]:
    choices = [("", "Alle"), *((kind.slug, kind.label) for kind in ORDER)]
    address = partial(url_for, "desk.answer_texts", zoek=title or None)
    return [{"text": label, "href": address(voor=name or None), "here": name == slug} for name, label in choices]
