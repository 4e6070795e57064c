"""Comply or explain, on every page where somebody may explain: one form beside each finding that asks for it."""

from collections.abc import Iterable

from wtforms import StringField

from participation.tracks.rules import Finding
from participation.tracks.rules.explainable import OVERRIDE
from participation.web.forms import SHORT, Form, LongTextField, TextLength, storable


class ExplainForm(Form):
    """Why a rule is not followed here; `rule` and `row` say which finding it is about."""

    rule = StringField(validators=[storable, TextLength(SHORT)])
    row = StringField(validators=[storable, TextLength(SHORT)])
    text = LongTextField("Uw uitleg")


def explain_forms(
    findings: Iterable[Finding], refused: ExplainForm | None = None
) -> dict[tuple[str, str], ExplainForm]:
    """A form for each finding that can be explained, by rule and row, with ids of its own and what was said before.

    *refused* stands at its own finding, with what was typed. What blocks has no form, nor has the decision of the
    director, which is an action of its own.
    """
    forms: dict[tuple[str, str], ExplainForm] = {}
    for number, finding in enumerate(findings):
        if finding.blocks or finding.rule == OVERRIDE:
            continue
        key = (finding.rule, finding.row)
        form = refused if refused is not None and (refused.rule.data, refused.row.data) == key else _as_said(finding)
        for field in (form.rule, form.row, form.text):
            field.id = f"uitleg-{number}-{field.name}"
        forms[key] = form
    return forms


def _as_said(finding: Finding) -> ExplainForm:
    said = finding.explanation.text if finding.explanation else ""
    return ExplainForm(formdata=None, data={"rule": finding.rule, "row": finding.row, "text": said})
