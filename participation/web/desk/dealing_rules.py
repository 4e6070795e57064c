"""The rules by which a track deals out what comes in: add one after trying it, put them in order, take one away."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types

from participation import clock
from participation.accounts import absence
from participation.contributions.dividing import actions, queries
from participation.contributions.dividing.models import DealingRule
from participation.contributions.dividing.rules import Asks
from participation.contributions.models import Channel, ContributionKind
from participation.outcomes import desk_queries
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.answering_forms import refuse
from participation.web.desk.dividing_block import Takers, owner_of, stands_in
from participation.web.desk.room_fields import Pick
from participation.web.due import first_words
from participation.web.forms import Form
from participation.web.numbers import OneNumber
from participation.web.transaction import reads_first_unless

SHOWN = 5


class RuleForm(Form):
    question = OneNumber("Bij welke vraag?")
    area = OneNumber("Over welk gebied?")
    channel = Pick("Hoe kwam het binnen?", Channel)
    kind = Pick("Wat voor bijdrage is het?", ContributionKind)
    theme = OneNumber("In welk thema?")
    to = Takers("Wie geeft dan antwoord?")

    def asks(self) -> Asks:
        """What the rule would ask."""
        return Asks(
            question=self.question.data, area_id=self.area.data, channel=self.channel.data, kind=self.kind.data,
            theme_id=self.theme.data,
        )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One rule as it reads; `note` says what to know about it now, `first` and `last` where it stands."""

    id: int
    sentence: str
    note: str
    first: bool
    last: bool


@dataclass(frozen=True)
class Preview:
    """What a new rule would have done with the newest contributions, in sentences, with the first of them."""

    said: str
    rows: list[queries.Tried]


@bp.get("/trajecten/<slug>/verdeling")
@requires(Permission.handle_contribution, load=desk_queries.track_at_desk)
def dealing_rules(track: Track) -> ResponseReturnValue:
    """The rules in their order, and a form for another."""
    return _page(track, _form(track, None))


@bp.post("/trajecten/<slug>/verdeling")
@reads_first_unless(lambda: request.form.get("doe") != "probeer")
@requires(Permission.handle_contribution, load=desk_queries.track_at_desk)
def add_dealing_rule(track: Track) -> ResponseReturnValue:
    """Try the rule on the newest fifty, which stores nothing; or let it count from now on."""
    form = _form(track, request.form)
    if request.form.get("doe") == "probeer":
        preview = _preview(track, form) if form.validate() else None
        return _page(track, form, preview=preview), 422 if form.errors else 200
    if form.validate():
        try:
            if form.to.taker is None:
                raise Refused("Kies een team of een collega.", field="to")
            actions.add_rule(track, form.asks(), form.to.taker, actor=actor(), now=clock.now())
        except Conflict:
            raise
        except Refused as refused:
            refuse(form, refused, {"area_id": "area", "theme_id": "theme"})
        else:
            flash("De regel geldt voor alles wat vanaf nu binnenkomt.", "success")
            return htmx.go_to(url_for("desk.dealing_rules", slug=track.slug))
    return _page(track, form), 422


def _rule(slug: str, rule_id: int) -> DealingRule | None:
    track = desk_queries.track_at_desk(slug)
    return queries.rule_of(track, rule_id) if track is not None else None


@bp.post("/trajecten/<slug>/verdeling/<int:rule_id>")
@requires(Permission.handle_contribution, load=_rule)
def change_dealing_rule(rule: DealingRule) -> ResponseReturnValue:
    """Up, down or away; htmx gets the list of rules back."""
    track, deed = rule.track, request.form.get("doe", "")
    if deed == "weg":
        actions.remove_rule(rule, actor=actor(), now=clock.now())
        said = "De regel is weg. Wat al verdeeld was, blijft waar het is."
    elif deed in ("omhoog", "omlaag"):
        actions.move_rule(rule, deed == "omhoog", actor=actor(), now=clock.now())
        said = "De volgorde is veranderd."
    else:
        abort(400)
    if not htmx.wants_fragment():
        flash(said, "success")
        return htmx.go_to(url_for("desk.dealing_rules", slug=track.slug))
    return render_template("desk/_dealing_rules.html", track=track, rules=_lines(track), said=said)


def _form(track: Track, typed: MultiDict[str, str] | None) -> RuleForm:
    form = RuleForm(typed)
    asked = queries.questions([track.id])
    form.question.offer(
        [(lineage, f"{row.position}. {first_words(row.question)}") for lineage, row in asked.items()], "Elke vraag"
    )
    for field, none in ((form.channel, "Elk kanaal"), (form.kind, "Elke soort")):
        there: Any = field.choices
        field.choices = [SelectChoice("", none), *there[1:]]
    form.area.offer([(area.id, area.name) for area in queries.areas(track)], "Elk gebied")
    form.theme.offer([(theme.id, theme.title) for theme in queries.themes(track)], "Elk thema")
    form.to.offer(queries.takers(track), "Kies een team of een collega")
    return form


def _page(track: Track, form: RuleForm, preview: Preview | None = None) -> str:
    context: dict[str, Any] = {"track": track, "form": form, "preview": preview}
    if htmx.wants_fragment() and preview is not None:
        return render_template("desk/_dealing_preview.html", **context)
    return render_template("desk/dealing_rules.html", rules=_lines(track), said="", **context)


def _lines(track: Track) -> list[Line]:
    there, asked = queries.rules_of([track.id]), queries.questions([track.id])
    away = absence.among([rule.user_id for rule in there if rule.user_id], clock.today())
    return [
        Line(
            id=rule.id, sentence=f"{queries.sentence_of(rule, asked)}.", first=rule is there[0], last=rule is there[-1],
            note=_note(track, rule, away),
        )
        for rule in there
    ]  # fmt: skip


def _note(track: Track, rule: DealingRule, away: dict[int, Any]) -> str:
    to = rule.department or rule.user
    if to is None or not actions.works_on(track, to):
        who = owner_of(to) if to else "Niemand"
        gone = f"{who[:1].upper()}{who[1:]} werkt hier niet meer aan."
        return f"{gone} Wat nu binnenkomt, gaat naar het team. Haal de regel weg."
    found = away.get(rule.user_id or 0)
    return f"{found.user.name} {stands_in(found)}." if found else ""


def _preview(track: Track, form: RuleForm) -> Preview:
    """The rules there are come first: what they take, the new one never sees."""
    there = queries.rules_of([track.id])
    tried = queries.try_rules(track, [*there, form.asks()])
    taken = [one for one in tried if one.taken_by == len(there)]
    to = owner_of(form.to.taker) if form.to.taker else "het team of de collega die u kiest"
    if not tried:
        return Preview("Er kwam nog niets binnen. De regel geldt straks voor wat binnenkomt.", [])
    newest = "Van wat er nu is" if len(tried) < queries.TRIED else f"Van de {queries.TRIED} nieuwste bijdragen"
    if not taken:
        return Preview(f"{newest} zou deze regel niets verdelen. Misschien is er al een regel die voorgaat.", [])
    how_many = f"{len(taken)} {'bijdrage' if len(taken) == 1 else 'bijdragen'}"
    return Preview(
        f"{newest} zou deze regel {how_many} aan {to} geven. Wat er al is, blijft waar het is.", taken[:SHOWN]
    )
