"""What an address for a letter needs. Pure."""

import re
from dataclasses import dataclass

from participation.refusals import Refused

LONGEST_LINE = 45
"""What fits on one line behind the window of an envelope."""
_POSTCODE = re.compile(r"([1-9]\d{3}) ?([A-Z]{2})", re.ASCII)


class NoWholeAddress(Refused):
    """A letter cannot arrive with this."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address as it was typed, and whether the letters are in large print."""

    street: str
    postcode: str
    town: str
    name: str = ""
    large_print: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in at all: then nobody asked for a letter."""
        return not any(part.strip() for part in (self.street, self.postcode, self.town, self.name))


def checked(address: Address) -> Address:
    """*address* as it stands on the envelope. Refuses (`NoWholeAddress`, with the field) what cannot arrive."""
    street, town, name = (" ".join(part.split()) for part in (address.street, address.town, address.name))
    postcode = _POSTCODE.fullmatch(" ".join(address.postcode.upper().split()))
    if not any(letter.isdigit() for letter in street):
        raise NoWholeAddress("Vul de straat en het huisnummer in, bijvoorbeeld Molenstraat 12.", field="street")
    if postcode is None:
        raise NoWholeAddress("Vul de postcode in, bijvoorbeeld 1234 AB.", field="postcode")
    if not town:
        raise NoWholeAddress("Vul de plaats in.", field="town")
    for field, line in (("name", name), ("street", street), ("town", f"1234 AB  {town}")):
        if len(line) > LONGEST_LINE:
            raise NoWholeAddress("Dit past niet achter het venster van de envelop. Maak het korter.", field=field)
    return Address(
        name=name, street=street, postcode=f"{postcode[1]} {postcode[2]}", town=town, large_print=address.large_print
    )
