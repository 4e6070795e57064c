"""A reason is a reason for this resident, in own words (I17)."""

import pytest

from participation.outcomes.wording import fault_of

SHORT = "Deze reden is te kort. Schrijf minstens één hele zin die de bewoner begrijpt."
READY_MADE = "Dit is een standaardzin. Schrijf erbij waarom dat voor deze bewoner zo is."
PLACE_LEFT = "Er staat nog een lege plek of een teken in de tekst. Vul die in, of haal hem weg."


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Schrijf waarom, in uw eigen woorden. Minstens één zin."),
        (" \n ", "Schrijf waarom, in uw eigen woorden. Minstens één zin."),
        ("…", SHORT),
        ("Nee.", SHORT),
        ("Dat kan helaas echt niet.", ""),
        ("12345 67890 12345 67890", SHORT),
        ("🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳", SHORT),
        ("nee nee nee nee nee nee nee", SHORT),
        ("Dank u wel voor uw bijdrage.", READY_MADE),
        ("Uw zienswijze leidt niet tot aanpassing van het plan.", READY_MADE),
        ("Wij nemen uw reactie mee. We houden u op de hoogte.", READY_MADE),
        ("Dank u wel voor uw bijdrage. De bomen komen bij de school.", ""),
        ("Wij doen dit niet, want {reden}. Dat weegt zwaarder.", PLACE_LEFT),
        ("Wij doen dit niet, want [hier de reden]. Dat weegt zwaarder.", PLACE_LEFT),
        ("Wij doen dit niet, want ______. Dat weegt zwaarder.", PLACE_LEFT),
        ("Wij doen dit niet, want xxx. Dat weegt zwaarder.", PLACE_LEFT),
        ("Wij doen dit niet, want dat moet ik nog invullen.", PLACE_LEFT),
        ("Het wordt daar warmer dan 30 graden als [30 > 25] klopt.", ""),
        ("Er ligt een gasleiding onder het gras. Bomen mogen daar niet staan.", ""),
    ],
)
def test_what_is_a_reason_and_what_is_not(reason: str, sentence: str) -> None:
    assert fault_of(reason) == sentence


def test_giving_the_words_of_the_resident_back_explains_nothing() -> None:
    said = "Zet de bomen aan de kant van de school. Dat is beter."
    assert fault_of("zet de bomen aan de kant van de school; dat is beter!", said=said) == (
        "Dit zijn de woorden van de bewoner. Schrijf waarom u dit besluit, in uw eigen woorden."
    )
