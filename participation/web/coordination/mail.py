"""Outgoing mail: what waits, and why one failed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock, mail
from participation.mail import OutboundMail, queries
from participation.permissions import Permission
from participation.web.access import actor, requires
from participation.web.coordination import bp


@bp.get("/mail", endpoint="mail")
@requires(Permission.see_mail)
def outbox() -> ResponseReturnValue:
    """What waits (the oldest first) and what was given up (the newest first)."""
    return render_template("coordination/mail.html", outbox=queries.outbox())


@bp.post("/mail/<int:mail_id>/opnieuw", endpoint="retry_mail")
@requires(Permission.see_mail, load=queries.mail_by_id)
def retry(message: OutboundMail) -> ResponseReturnValue:
    """Put a mail that was given up back in the outbox."""
    address = message.short_address
    mail.retry(message, actor=actor(), now=clock.now())
    flash(f"De mail aan {address} gaat opnieuw weg, meestal binnen een minuut.", "success")
    return redirect(url_for("coordination.mail"), 303)
