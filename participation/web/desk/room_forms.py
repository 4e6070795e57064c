"""The forms of the declaration, one per step. Names of fields are the names of what is stored."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField, HiddenField, ValidationError
from wtforms import Form as RowForm

from participation.house.levels import LevelWords
from participation.house.models import Principle
from participation.tracks.contents import contents, is_empty, mark_of
from participation.tracks.declaring import changes_only_rules
from participation.tracks.desk_queries import PlanChoices
from participation.tracks.models import PolicyStage
from participation.tracks.room import ConstraintKind, DeclaredRoom, FixedSource, Level, PathKind
from participation.tracks.steps import PARTS, Step
from participation.tracks.terms import House, house_of
from participation.web.desk.room_fields import (
    DayField,
    HoursField,
    Line,
    Pick,
    RowNumber,
    SomeNumbers,
    TimeField,
    Words,
    YesNo,
    address,
    named,
    web_address,
)
from participation.web.forms import Form, OneOf
from participation.web.numbers import OneNumber

Choices = PlanChoices | list[tuple[int, str]] | None


class StepForm(Form):
    """What every step has: the mark of the words on which it is being typed."""

    seen = HiddenField()

    def values(self) -> dict[str, Any]:
        """What was typed, in the shape of `tracks.contents`; what cannot be read counts as nothing."""
        return {name: value for name, value in self.data.items() if name not in ("csrf_token", "seen")}


class DeviationForm(RowForm):
    """One principle of the house, and why this track does not follow it; without words it does."""

    principle_id = RowNumber()
    reason = Words("Wij wijken hiervan af, want …")


class WhyForm(StepForm):
    why = Words("Waarom vraagt u bewoners hierbij?")
    stage = OneOf("In welk deel van het werk?", PolicyStage)
    level = OneOf("Hoeveel invloed krijgen bewoners?", Level)
    form = Words("Hoe vraagt u het?")
    honest = YesNo("Kan het antwoord nog anders uitvallen dan wij nu denken?")
    deviations = FieldList(FormField(DeviationForm))
    principles: Mapping[int, Principle]
    words: Mapping[Level, LevelWords]

    def values(self) -> dict[str, Any]:
        """The stage has a default: a track always is in one."""
        typed = super().values()
        reasons = {row["principle_id"]: row["reason"] for row in typed["deviations"] if row["principle_id"]}
        return {**typed, "stage": typed.get("stage") or PolicyStage.preparation, "deviations": reasons}

    def show(self, house: House) -> None:
        """What the house stands for and what its levels say, beside the fields; each principle by its own name."""
        self.principles, self.words = house.principles, house.words
        for row in self.deviations:
            if row.form.principle_id.data in house.principles:
                name = house.principles[row.form.principle_id.data].title
                row.form.reason.label.text = f"Wij wijken af van ‘{name}’, want …"


class FixedPointForm(RowForm):
    id = RowNumber()
    text = Words("Wat staat vast?")
    reason = Words("Waarom kan dit niet meer anders?")
    source_kind = Pick("Waar komt het vandaan?", FixedSource)
    source = Line("Waar staat het?")
    decided_by = Line("Wie besloot het?")
    decided_on = DayField("Wanneer?")


class FixedForm(StepForm):
    rows = FieldList(FormField(FixedPointForm))


class OpenQuestionForm(RowForm):
    id = RowNumber()
    question = Words("De vraag aan bewoners")
    can_change = Words("Wat kan er anders worden door hun antwoord?")
    limits = Words("Binnen welke grenzen?")
    example = Words("Een voorbeeld van een antwoord waar u iets mee kunt")


class OpenForm(StepForm):
    rows = FieldList(FormField(OpenQuestionForm))


class UnknownPointForm(RowForm):
    id = RowNumber()
    text = Words("Wat weten we nog niet?")
    known_by = DayField("Wanneer weten we het?")
    who = Line("Wie zoekt het uit of beslist?")


class UnknownForm(StepForm):
    rows = FieldList(FormField(UnknownPointForm))


class ConstraintForm(RowForm):
    id = RowNumber()
    kind = Pick("Wat voor grens is het?", ConstraintKind)
    text = Words("Wat is de grens?")
    room_left = Words("Welke ruimte blijft er over?")


class LimitsForm(StepForm):
    rows = FieldList(FormField(ConstraintForm))


class CriterionForm(RowForm):
    id = RowNumber()
    text = Words("Waar letten wij op?")


class WeighingForm(StepForm):
    rows = FieldList(FormField(CriterionForm))


class PartnerForm(RowForm):
    id = RowNumber()
    name = Line("Welke organisatie?")
    person = Line("Wie spreekt u daar?")
    email = Line("Op welk e-mailadres?", [address])


class DecisionForm(StepForm):
    decider = Line("Wie besluit?")
    mandate_user_id = OneNumber("Wie heeft het mandaat om dit toe te zeggen?")
    mandate_holder = Line("Of: iemand zonder account hier")
    mandate_covers = Words("Wat mag die persoon toezeggen?")
    mandate_until = DayField("Tot en met welke dag?")
    consent_organ = Line("Welk bestuur stemt ermee in dat bewoners meebeslissen?")
    consent_on = DayField("Wanneer stemde het in?")
    consent_source = Line("Waar staat dat?")
    capacity_hours = HoursField("Hoeveel uren zijn er om iedereen antwoord te geven?")
    execution_consulted = YesNo("Hebben de uitvoerders meegekeken?")
    execution_note = Words("Wat zeiden zij?")
    rows = FieldList(FormField(PartnerForm))

    def offer(self, colleagues: list[tuple[int, str]]) -> None:
        """Set who can be chosen as the holder of the mandate."""
        self.mandate_user_id.offer(colleagues, "Nog niemand, of iemand zonder account")


class LandingPathForm(RowForm):
    id = RowNumber()
    kind = Pick("Waar komt het in terecht?", PathKind)
    document = Line("In welk stuk?")
    organ = Line("Wie besluit daarover?")
    decides_on = DayField("Wanneer besluiten zij?")
    latest_input_on = DayField("Tot en met welke dag kan inbreng nog mee?")
    executor = Line("Wie voert het uit?")
    work_from = DayField("Vanaf wanneer zien mensen het buiten?")
    work_is_sure = BooleanField("Deze dag staat vast")
    questions = SomeNumbers("Welke open vragen komen hier terecht?")


class PathsForm(StepForm):
    rows = FieldList(FormField(LandingPathForm))


class MomentForm(RowForm):
    id = RowNumber()
    title = Line("Wat is het?")
    day = DayField("Op welke dag?")
    begins = TimeField("Hoe laat begint het?")
    ends = TimeField("Hoe laat is het klaar?")
    place = Line("Waar?")
    note = Words("Wie kan er binnen, en hoe?")

    def validate(self, extra_validators: Any = None) -> bool:
        """A moment can only be kept when it stands somewhere in time; an empty row is no moment."""
        fine = super().validate(extra_validators)
        if not is_empty(self.data):
            for field in (self.day, self.begins):
                if field.data is None and not field.errors:
                    field.errors = ["Vul dit nog in. Een moment zonder dag en tijd kunnen wij niet bewaren."]
                    fine = False
        return fine


class MomentsForm(StepForm):
    rows = FieldList(FormField(MomentForm))

    def values(self) -> dict[str, Any]:
        """Only moments that can be placed in time."""
        typed = super().values()
        placed = [row for row in typed["rows"] if is_empty(row) or (row["day"] and row["begins"])]
        return {**typed, "rows": placed}


class PlanForm(StepForm):
    title = Line("Titel", [named])
    summary = Words("Waar gaat het over? In één of twee zinnen")
    slug = Line("Adres op de website", [web_address])
    areas = SomeNumbers("Welke buurten merken er iets van?")
    opens_on = DayField("Vanaf welke dag kunnen bewoners reageren?")
    closes_on = DayField("Tot en met welke dag?")
    promised_on = DayField("Uiterlijk welke dag heeft iedereen antwoord?")
    contact_id = OneNumber("Wie kunnen bewoners bellen?")
    contact_email = Line("Op welk e-mailadres?", [address])
    departments = SomeNumbers("Welke afdelingen doen mee?")
    members = SomeNumbers("Welke collega’s schrijven mee?")
    shared_question_id = OneNumber("Bij welk gedeeld vraagstuk hoort dit?")
    no_programme_reason = Words("Hoort het nergens bij? Leg uit waarom")

    def validate_closes_on(self, field: DayField) -> None:
        """The database keeps no track that closes before it opens."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError("Deze dag ligt vóór de dag waarop het opengaat. Kies een latere dag.")

    def offer(self, choices: PlanChoices) -> None:
        """Set what can be chosen."""
        self.areas.offer(choices.areas)
        self.departments.offer(choices.departments)
        self.members.offer(choices.colleagues)
        self.contact_id.offer(choices.colleagues, "Nog niemand")
        self.shared_question_id.offer(choices.shared_questions, "Bij geen vraagstuk")


class ReadForm(StepForm):
    """The last step holds nothing of its own."""


FORMS: dict[Step, type[StepForm]] = {
    Step.why: WhyForm,
    Step.fixed: FixedForm,
    Step.open: OpenForm,
    Step.unknown: UnknownForm,
    Step.limits: LimitsForm,
    Step.weighing: WeighingForm,
    Step.decision: DecisionForm,
    Step.paths: PathsForm,
    Step.moments: MomentsForm,
    Step.plan: PlanForm,
    Step.check: ReadForm,
}


def form_of(
    room: DeclaredRoom, step: Step, *, typed: MultiDict[str, str] | None = None, choices: Choices = None
) -> StepForm:
    """The form of *step*, with what stands in the room, or what was *typed*. An empty list begins with an empty row."""
    data: dict[str, Any] = {**contents(room, step), "seen": mark_of(room, step)}
    house = house_of(room) if step is Step.why else None
    if house is not None:
        said = data["deviations"]
        data["deviations"] = [{"principle_id": one, "reason": said.get(one, "")} for one in house.principles]
    form = FORMS[step](formdata=typed, data=data)
    if isinstance(form, WhyForm) and house is not None:
        form.show(house)
    if isinstance(form, PlanForm) and isinstance(choices, PlanChoices):
        form.offer(choices)
    if isinstance(form, DecisionForm) and isinstance(choices, list):
        form.offer(choices)
    rows = form["rows"] if PARTS[step].rows else None
    if isinstance(rows, FieldList) and typed is None and not rows.entries:
        rows.append_entry()
    if isinstance(form, PathsForm):
        for row in form.rows:
            row.form.questions.offer([(question.id, question.question) for question in room.open_questions])
    return _without_the_track(form, step) if changes_only_rules(room) else form


def _without_the_track(form: StepForm, step: Step) -> StepForm:
    """What belongs to a track that runs is not asked with its rules; the templates say where it is done."""
    for name in PARTS[step].track:
        del form[name]
    return form
