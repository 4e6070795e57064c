"""Three short questions after the last answer, and one sentence: each may be left out, and changed later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import Optional

from participation.contributions import personal
from participation.contributions.models import INFLUENCE, Contribution, PublicState
from participation.contributions.personal import Choice, PersonalKind
from participation.outcomes.experience import queries, rules
from participation.outcomes.experience.actions import told_by
from participation.outcomes.experience.models import Again, Experience, Understood
from participation.outcomes.experience.rules import Told
from participation.web.filters import quoting
from participation.web.forms import Form, LongTextField
from participation.web.language import gettext as _
from participation.web.public.contribute_form import MaySkip
from participation.web.public.personal_question import AsksAboutPeople, Question, first_of_each_kind

LONGEST = 600


def _members(kind: type[Understood] | type[Again]) -> list[SelectChoice]:
    return [SelectChoice(str(member.value), _l(member.label)) for member in kind]


class ExperienceForm(AsksAboutPeople, Form):
    code = HiddenField()
    influence = MaySkip(
        _l("Hoeveel invloed had u?"),
        [Optional()],
        choices=[SelectChoice(str(value), _l(label)) for value, label in enumerate(INFLUENCE, 1)],
    )
    understood = MaySkip(_l("Begrijpt u waarom wij dit besloten?"), [Optional()], choices=_members(Understood))
    again = MaySkip(_l("Zou u nog een keer meedoen?"), [Optional()], choices=_members(Again))
    sentence = LongTextField(_l("Wat wilt u daar nog over zeggen, in één zin?"), longest=LONGEST)

    def __init__(self, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not rules.asks_influence(contribution):
            del self.influence

    def told(self, chosen: Mapping[PersonalKind, Choice]) -> Told:
        """What was answered, with data of people taken away where the resident *chose* that."""
        influence = self.influence.data if self.influence else None
        return Told(
            influence=int(influence) if influence else None,
            understood=Understood(self.understood.data) if self.understood.data else None,
            again=Again(self.again.data) if self.again.data else None,
            sentence=personal.apply(self.sentence.data or "", chosen, _),
        )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The questions on the own page: the form, what was told before, and how its sentence stands."""

    form: ExperienceForm
    questions: list[Question]
    is_given: bool
    sentence: str
    stands: list[str]


def asked_of(contribution: Contribution, sent: ExperienceForm | None) -> Asked | None:
    """What the own page asks; nothing before the last answer. *sent* is the form as it was typed, when it came back."""
    if not rules.is_asked(contribution):
        return None
    found = queries.of_contribution(contribution.id)
    told = told_by(found) if found else Told()
    form = sent or ExperienceForm(contribution, formdata=None, data=_values(told))
    findings = first_of_each_kind(form.sentence.data or "") if sent else []
    return Asked(
        form=form, questions=[form.ask_about(finding, form.sentence.data or "") for finding in findings],
        is_given=not told.is_empty, sentence=told.sentence, stands=_stands(found) if found else [],
    )  # fmt: skip


def _values(told: Told) -> dict[str, str | None]:
    return {
        "influence": str(told.influence) if told.influence else None,
        "understood": told.understood.value if told.understood else None,
        "again": told.again.value if told.again else None,
        "sentence": told.sentence,
    }


def _stands(experience: Experience) -> list[str]:
    """Whether everybody can read the sentence, and why not."""
    if not experience.sentence:
        return []
    if experience.sentence_state is PublicState.public:
        return [_("Iedereen kan uw zin lezen.")]
    if experience.sentence_state is PublicState.hidden:
        words = _("Wij zetten uw zin niet op de website. Dit is waarom: %(why)s")
        return [quoting(words, {"why": experience.hidden_reason or ""})]
    return [_("Een collega leest uw zin eerst. Daarna kan iedereen hem lezen.")]
