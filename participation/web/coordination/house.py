"""The vision and the terms of the house: read by every colleague, written by coordinators and directors."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.house import actions
from participation.house import queries as house
from participation.house.actions import NotSensible
from participation.house.levels import Level, LevelWords
from participation.house.models import HouseTerms
from participation.house.rules import TERMS
from participation.permissions import Permission, can
from participation.refusals import Conflict, Refused
from participation.web import htmx, rows
from participation.web.access import actor, requires
from participation.web.coordination import bp
from participation.web.coordination.house_forms import TermsForm, VersionForm, VisionForm, terms_form, vision_form
from participation.web.house import terms
from participation.web.rows import Redrawn

FormOf = TypeVar("FormOf", bound=VersionForm)


@bp.get("/visie")
@requires(Permission.use_desk)
def vision() -> ResponseReturnValue:
    """The vision in force, to read or to write, with every version before it."""
    return _vision_page(vision_form(house.vision()))


@bp.post("/visie")
@requires(Permission.shape_house)
def write_vision() -> ResponseReturnValue:
    """A new version; or a row more, less or elsewhere, which stores nothing yet."""
    deed = request.form.get("doe", "bewaar")
    if rows.is_row_deed(deed):
        return _redraw(rows.redraw(request.form, deed))
    form = vision_form(None, rows.without_empty(request.form))
    if not form.validate():
        return _vision_page(form), 422
    try:
        made = actions.write_vision(
            form.intro.data or "", form.principles(), reason=form.reason.data or "", seen=form.version, actor=actor(),
            now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        return _vision_page(_again(form, refused), conflict=_conflict(refused)), _status(refused)
    flash(f"Versie {made.version} van de visie geldt vanaf nu. Bewoners lezen haar op de website.", "success")
    return htmx.go_to(url_for("coordination.vision"))


def _redraw(redrawn: Redrawn) -> ResponseReturnValue:
    form = vision_form(None, redrawn.typed)
    if not htmx.wants_fragment():
        return _vision_page(form, redrawn=redrawn)
    return render_template(
        "coordination/_principles.html", form=form, redrawn=redrawn, gone=rows.gone_row(redrawn.typed),
        gone_place=redrawn.typed.get("gone-place", ""), swapped=True,
    )  # fmt: skip


def _vision_page(form: VisionForm, *, redrawn: Redrawn | None = None, conflict: str = "") -> str:
    typed = redrawn.typed if redrawn else request.form
    return render_template(
        "coordination/vision.html", form=form, versions=house.versions(), redrawn=redrawn, conflict=conflict,
        gone=rows.gone_row(typed), gone_place=typed.get("gone-place", ""), unsaved=request.method == "POST",
        may_write=can(actor(), Permission.shape_house), swapped=False,
    )  # fmt: skip


@bp.get("/afspraken")
@requires(Permission.use_desk)
def agreements() -> ResponseReturnValue:
    """The terms in force and what each level says, to read or to set, with what changed in every version."""
    version = house.terms_version()
    return _terms_page(terms_form(terms(), house.words_of(version), version.version if version else 0))


@bp.post("/afspraken")
@requires(Permission.shape_house)
def set_terms() -> ResponseReturnValue:
    """A new version, in force from now on for every room that is submitted later."""
    form = terms_form(terms(), {}, 0, request.form)
    if not form.validate():
        return _terms_page(form), 422
    try:
        made = actions.set_terms(
            form.numbers(), form.levels(), ordinance=form.ordinance.data or "", reason=form.reason.data or "",
            ordinance_url=form.ordinance_url.data or "", seen=form.version, actor=actor(), now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        return _terms_page(_again(form, refused), conflict=_conflict(refused)), _status(refused)
    flash(f"Versie {made.version} van de afspraken geldt vanaf nu, ook op de website.", "success")
    return htmx.go_to(url_for("coordination.agreements"))


def _terms_page(form: TermsForm, *, conflict: str = "") -> str:
    return render_template(
        "coordination/agreements.html", form=form, terms=TERMS, levels=list(Level), conflict=conflict,
        versions=version_lines(house.terms_versions()), unsaved=request.method == "POST",
        may_write=can(actor(), Permission.shape_house),
    )  # fmt: skip


def _again(form: FormOf, refused: Refused) -> FormOf:
    """The form with what was refused at its field. After a conflict, saving once more is a decision."""
    if isinstance(refused, NotSensible):
        form.show(refused.problems)
    elif isinstance(refused, Conflict):
        latest = house.vision() if isinstance(form, VisionForm) else house.terms_version()
        form.seen.data = str(latest.version if latest else 0)
    else:
        form.form_errors = [refused.sentence]
    return form


def _conflict(refused: Refused) -> str:
    return refused.sentence if isinstance(refused, Conflict) else ""


def _status(refused: Refused) -> int:
    return 409 if isinstance(refused, Conflict) else 422


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version of the terms: who, when, why, and what it changed, one sentence each."""

    number: int
    by: str
    at: datetime
    reason: str
    changes: list[str]


def version_lines(versions: list[HouseTerms]) -> list[VersionLine]:
    """The versions (newest first), each compared with the one before it."""
    return [
        VersionLine(number=one.version, by=one.made_by.name, at=one.made_at, reason=one.reason,
                    changes=_changes(before, one) if before else [])
        for one, before in zip(versions, [*versions[1:], None], strict=False)
    ]  # fmt: skip


def _changes(before: HouseTerms, after: HouseTerms) -> list[str]:
    found = [
        f"{term.label} Eerst {getattr(before, term.name)} {term.unit}, nu {getattr(after, term.name)}."
        for term in TERMS
        if getattr(before, term.name) != getattr(after, term.name)
    ]
    if (before.ordinance, before.ordinance_url) != (after.ordinance, after.ordinance_url):
        was, now = (one.ordinance or "niet ingevuld" for one in (before, after))
        found.append(f"De verordening. Eerst ‘{was}’, nu ‘{now}’.")
    old, new = house.words_of(before), house.words_of(after)
    return [*found, *(line for level in Level for line in _level_changes(old[level], new[level]))]


def _level_changes(old: LevelWords, new: LevelWords) -> list[str]:
    name = new.level.label.capitalize()
    found = [
        f"{name}: eerst ‘{was}’ Nu ‘{now}’"
        for was, now in ((old.short_promise, new.short_promise), (old.promise, new.promise))
        if was != now
    ]
    if old.promise_en != new.promise_en:
        found.append(f"{name}: de Engelse tekst.")
    if old.must_motivate_deviation != new.must_motivate_deviation:
        always = "altijd" if new.must_motivate_deviation else "niet meer altijd"
        found.append(f"{name}: wij leggen {always} uit waarom wij iets anders doen.")
    if old.binding != new.binding:
        found.append(f"{name}: wat samen is besloten, is {'bindend' if new.binding else 'niet meer bindend'}.")
    return found
