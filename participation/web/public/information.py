"""Words, privacy, house rules, and for whom this website works: plain pages that stay true by reading the model."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from participation.house import queries as house
from participation.outcomes.models import OutcomeKind
from participation.web.access import everybody
from participation.web.house import promises, terms
from participation.web.public import bp
from participation.words import N_

STATED_ON = date(2026, 11, 22)
"""The day on which the statement about accessibility was last gone through; change it together with the text."""

MEANINGS: dict[OutcomeKind, str] = {
    OutcomeKind.adopted: N_("We doen wat u voorstelde. U leest waar het staat, en wij volgen het tot het klaar is."),
    OutcomeKind.partly_adopted: N_("Een deel doen we wel, een ander deel niet. U leest welk deel, en waarom."),
    OutcomeKind.not_adopted: N_("We doen het niet. U leest altijd waarom, en wat zwaarder weegt."),
    OutcomeKind.already_done: N_("We doen dit al, of het staat al in het plan. U leest waar."),
    OutcomeKind.outside_room: N_("Dit stond al vast. U leest wat er vaststaat, en wie dat besloot."),
    OutcomeKind.formal_route: N_(
        "Hiervoor is een eigen weg, met eigen regels. Wij stuurden het door. U hoeft niets te doen."
    ),
    OutcomeKind.answered: N_("U vroeg iets. Het antwoord staat erbij."),
    OutcomeKind.brought_in: N_(
        "Een collega weet hier meer van. Wij haalden die collega erbij. Uw contact blijft dezelfde."
    ),
    OutcomeKind.decided_later: N_("We kunnen dit nu nog niet besluiten. U leest wanneer wel. Dan hoort u het."),
}


@bp.get("/begrippen")
@everybody
def words() -> ResponseReturnValue:
    """Difficult words in plain ones; what the levels promise and what we hold ourselves to is what holds now."""
    return render_template(
        "public/words.html", levels=promises(), outcomes=MEANINGS, terms=terms(), vision=house.vision()
    )


@bp.get("/privacy")
@everybody
def privacy() -> ResponseReturnValue:
    """What we keep of somebody, what for, and how to have it removed."""
    return render_template("public/privacy.html")


@bp.get("/huisregels")
@everybody
def house_rules() -> ResponseReturnValue:
    """What may stand on the website, who checks, what we blank, and what somebody can do."""
    return render_template("public/house_rules.html")


@bp.get("/toegankelijkheid")
@everybody
def accessibility() -> ResponseReturnValue:
    """For whom this website works, how that was checked, and what was not."""
    return render_template("public/accessibility.html", stated_on=STATED_ON)
