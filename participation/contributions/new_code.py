"""A code that was lost: a new one for who stands before us, and the code once more by mail for who still has it.

The old code is nowhere and stays nowhere; a new one takes its place, so it is dead at once. Who left an address
is told, and so is every own overview with this contribution, so that somebody who never asked for it notices.
"""

import enum
import hashlib
from datetime import datetime

from participation import history, mail
from participation.accounts.models import User
from participation.contributions import receipt
from participation.contributions.holding import hold
from participation.contributions.models import Contribution
from participation.contributions.own import queries as own
from participation.db import db
from participation.refusals import Conflict, Refused


class CodeCheck(enum.Enum):
    """How a colleague knew that this is who said it. What is not here is not enough (`docs/operations.md`)."""

    told = "told"
    wrote_down = "wrote_down"
    showed_mail = "showed_mail"

    @property
    def label(self) -> str:
        return {
            CodeCheck.told: "De bewoner vertelde wat erin staat, ook iets dat niet op de website staat",
            CodeCheck.wrote_down: "Ik schreef de woorden zelf op, en herken wie hier staat",
            CodeCheck.showed_mail: "De bewoner liet onze mail over deze bijdrage zien",
        }[self]


class NobodyHeldIt(Refused):
    """It was brought in from a sheet: nobody ever had its code, so nobody can have lost it."""


class CodeChanged(Conflict):
    """A colleague gave a new code since this page was opened."""


def mark_of(contribution: Contribution) -> str:
    """What the form carries to notice that the code changed meanwhile; it opens nothing."""
    return hashlib.sha256(contribution.code_hash.encode()).hexdigest()[:16]


def refuse_where_none_can_be_given(contribution: Contribution) -> None:
    """Refuses (`NobodyHeldIt`) what came from a sheet, and what was taken back."""
    if contribution.import_key is not None:
        raise NobodyHeldIt(
            "Deze bijdrage kwam uit een bestand. Niemand kreeg er een code van, dus u kunt niet nagaan van wie hij is."
        )
    if contribution.withdrawn_at is not None:
        raise Refused("De bewoner trok deze bijdrage in. Er valt niets meer te volgen.")


def give_new_code(
    contribution: Contribution, check: CodeCheck | None, reason: str, *,
    base: str, form_key: str, key: str, actor: User, now: datetime,
) -> str:  # fmt: skip
    """The new code, to be shown once. The very same form sent twice gives the same code.

    Refuses to do it without a check and a reason, where nobody can be known (`refuse_where_none_can_be_given`), and
    (`CodeChanged`) when a colleague did it since *base* (`mark_of`).
    """
    hold(contribution)
    refuse_where_none_can_be_given(contribution)
    if check is None:
        raise Refused("Kies hoe u zeker weet dat deze persoon de bijdrage gaf.", field="check")
    if not reason.strip():
        raise Refused("Schrijf op wat u vroeg en wat u hoorde. Zo kan een ander het nagaan.", field="reason")
    content = receipt.content_of("new code", contribution.id, base, actor.id)
    code = receipt.derive(key, form_key, content)
    code_hash = receipt.hash_of(key, code)
    if contribution.code_hash == code_hash:
        return code
    if mark_of(contribution) != base:
        raise CodeChanged("Een collega gaf net een nieuwe code. De code van u zou die meteen laten vervallen.")
    contribution.code_hash = code_hash
    history.record(
        "contribution.code_renewed", now=now, actor=actor, why=reason.strip(), track_id=contribution.track_id,
        contribution_id=contribution.id, check=check.value,
    )  # fmt: skip
    _tell(contribution, now)
    db.session.flush()
    return code


def _tell(contribution: Contribution, now: datetime) -> None:
    """Everybody who would miss the old code, in their own language, each address once. Without the new code."""
    addresses = {account.email: account.language for account in own.accounts_with(contribution)}
    if contribution.email:
        addresses[contribution.email] = contribution.language
    for to, language in addresses.items():
        mail.queue(
            "code_changed", to=to, language=language, now=now, contribution_id=contribution.id,
            context={"number": contribution.number, "track": contribution.track, "at": now},
        )  # fmt: skip


def mail_code(contribution: Contribution, code: str, *, to: str, language: str, now: datetime) -> None:
    """Mail the code to who just got it. The address is for this one mail: it is not kept with the contribution.

    Refuses (`Refused`, field `email`) what is no address. Whoever calls this saw the code.
    """
    mail.queue(
        "code_kept", to=to.strip(), language=language, now=now, contribution_id=contribution.id,
        code="-".join(receipt.groups(code)), context={"number": contribution.number, "track": contribution.track},
    )  # fmt: skip
    history.record("contribution.code_mailed", now=now, track_id=contribution.track_id, contribution_id=contribution.id)
