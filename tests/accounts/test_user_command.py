"""`flask user …`: passwords are asked, never shown, and every refusal is a sentence."""

import pytest
from click.testing import Result
from flask import Flask

from participation import clock
from participation.accounts import actions, queries
from participation.db import db, writing
from tests.factories.tracks import make_open_track
from tests.support.cast import PASSWORD, Cast

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def command(app: Flask):  # type: ignore[no-untyped-def]
    def run(*words: str, password: str = "") -> Result:
        result = app.test_cli_runner().invoke(args=["user", *words], input=f"{password}\n")
        db.session.rollback()
        return result

    return run


ADD = ("add", "femke@waterdam.example", "--name", "Femke Smit", "--department", "Straten")


def test_somebody_who_was_added_can_sign_in(command) -> None:  # type: ignore[no-untyped-def]
    result = command(*ADD, "--role", "coordinator", "--job-title", "adviseur", password=PASSWORD)
    assert result.exit_code == 0
    assert result.output.strip().endswith(
        "Femke Smit (coördinator participatie, Straten) kan inloggen met femke@waterdam.example."
    )
    assert PASSWORD not in result.output
    user = queries.user_with_password("femke@waterdam.example", PASSWORD)
    assert user is not None and user.job_title == "adviseur"


def test_a_second_account_with_the_same_address_is_refused(command) -> None:  # type: ignore[no-untyped-def]
    command(*ADD, password=PASSWORD)
    result = command(*ADD, password=PASSWORD)
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: Er is al een account met het adres femke@waterdam.example.\n",
    )


def test_a_short_password_is_refused(command) -> None:  # type: ignore[no-untyped-def]
    result = command(*ADD, password="kort")
    assert (result.exit_code, result.stderr) == (1, "Error: Kies een wachtwoord van 12 tekens of meer.\n")
    assert queries.user_by_email("femke@waterdam.example") is None


def test_an_unknown_role_is_refused_with_the_choices(command) -> None:  # type: ignore[no-untyped-def]
    result = command(*ADD, "--role", "king", password=PASSWORD)
    assert result.exit_code == 2
    assert "civil_servant" in result.stderr


def test_a_new_password_ends_every_sign_in(command, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    with writing():
        token = actions.sign_in(cast.bram, now=clock.now())
    result = command("password", cast.bram.email, password="een heel nieuw wachtwoord")
    assert result.output.strip().endswith("Bram de Boer heeft een nieuw wachtwoord en moet overal opnieuw inloggen.")
    assert queries.user_signed_in_with(token, clock.now()) is None
    assert queries.user_with_password("bram@doorwerking.example", "een heel nieuw wachtwoord") is not None


def test_a_closed_account_says_so_in_the_list(command) -> None:  # type: ignore[no-untyped-def]
    assert "Chantal Mulder kan niet meer inloggen." in command("deactivate", "chantal@doorwerking.example").output
    lines = command("list").output.splitlines()
    assert lines[0] == "bram@doorwerking.example  Bram de Boer  medewerker  Straten"
    assert lines[1] == "chantal@doorwerking.example  Chantal Mulder  medewerker  Groen (gesloten)"


def test_an_account_with_open_work_stays_open(command, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    make_open_track(cast.bram)
    result = command("deactivate", "bram@doorwerking.example")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Bram de Boer heeft nog werk. Draag dat eerst over.")
    assert queries.user_by_email("bram@doorwerking.example").active


def test_the_check_names_what_was_left_with_nobody(app: Flask, cast: Cast) -> None:
    def check() -> Result:
        return app.test_cli_runner().invoke(args=["check", "orphans"])

    make_open_track(cast.bram)
    assert (check().exit_code, check().output) == (0, "Alles heeft iemand die ervoor instaat.\n")
    cast.bram.active = False
    db.session.commit()
    found = check()
    assert found.exit_code == 1
    assert found.output == (
        "Herinrichting Molenstraat (molenstraat): Bewoners hebben geen contact dat hier nog werkt. "
        "Dat was Bram de Boer.\n"
    )


@pytest.mark.parametrize("verb", ["password", "deactivate"])
def test_an_unknown_address_gets_a_sentence(command, verb: str) -> None:  # type: ignore[no-untyped-def]
    result = command(verb, "niemand@waterdam.example", password=PASSWORD)
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: Er is geen account met het adres niemand@waterdam.example.\n",
    )
