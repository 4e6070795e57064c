"""Mail leaves through an outbox: queued in the transaction of the decision, delivered by the worker.

A failed mail never undoes a decision, and a decision that is rolled back never sends a mail. Delivery is at least
once: a crash between the server's "250" and our mark sends one duplicate, with the same Message-ID.

    mail.queue("outcome_published", to=…, language=contribution.language, now=now, context={…}, contribution_id=…)

writes `templates/mail/outcome_published/{subject.txt,body.txt,body.html}`. The bodies extend `_base.txt` and
`_base.html`; the pieces of `_parts.html` help. They always know `municipality`, `base_url` and `lang`, and the filters
`day`, `short_day`, `brief_day` and `moment`. With `code=…` they may say `{{ code }}`, in a link `/volg#{{ code }}`.
"""

from participation.mail.delivery import Report, deliver, forget_given_up, may_send
from participation.mail.models import MailState, OutboundMail
from participation.mail.outbox import configure, queue, retry, safe_address, settings
from participation.mail.transport import Transport, transport_for

__all__ = [
    "MailState", "OutboundMail", "Report", "Transport", "configure", "deliver", "forget_given_up", "may_send", "queue",
    "retry", "safe_address", "settings", "transport_for",
]  # fmt: skip
