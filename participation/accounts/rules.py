"""What a password must be. No rules about signs and capitals: length is what counts."""

from participation.refusals import Refused

SHORTEST_PASSWORD = 12
KNOWN_TO_EVERYBODY = frozenset({"doorwerking-demo"})


class PasswordTooWeak(Refused):
    """Too short, or known to everybody."""


def check_password(password: str) -> None:
    """Refuses (`PasswordTooWeak`) less than twelve characters, one character all along, and the one of the demo."""
    if len(password) < SHORTEST_PASSWORD or len(set(password)) == 1:
        raise PasswordTooWeak(f"Kies een wachtwoord van {SHORTEST_PASSWORD} tekens of meer.", field="password")
    if password.lower() in KNOWN_TO_EVERYBODY:
        raise PasswordTooWeak("Dit wachtwoord kent iedereen. Kies een ander.", field="password")
