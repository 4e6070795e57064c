"""What the own page asks and shows of other contributions of the same resident."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from participation.contributions.models import Contribution
from participation.contributions.said_together import queries
from participation.contributions.said_together.queries import Joined
from participation.web.forms import Form


class OtherForm(Form):
    code = HiddenField()
    other = StringField(_l("De code van uw andere bijdrage"))


@dataclass(frozen=True)
class SaidToo:
    """The form, and the numbers of what belongs to it. Never the words: who has one code may not read the other."""

    form: OtherForm
    others: list[Joined]


def said_too(contribution: Contribution, sent: OtherForm | None) -> SaidToo:
    """What the own page shows of it; one statement."""
    form = sent or OtherForm(formdata=None)
    form.other.id = "andere-code"
    return SaidToo(form, list(queries.joined_to(contribution)))
