"""The last step: a real mail server, or files on your own machine when there is none."""

import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from participation.config import Settings, SettingsError

TIMEOUT = 10
SHUTTING_DOWN = 421


class Unreachable(Exception):
    """There is no talking to the server, or it does not want us at all: no message is to blame."""


class Rejected(Exception):
    """The server did not take this one message. *for_good*: asking again will not help."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Lost(Exception):
    """The connection broke while a message was under way: it may have arrived."""


Send = Callable[[EmailMessage], None]


class Transport(Protocol):
    """Opens a connection (`Unreachable` when there is none) that hands over messages one by one.

    Handing over raises `Rejected` for this one message, `Lost` or `Unreachable` when the rest has to wait too.
    """

    def connection(self) -> AbstractContextManager[Send]: ...


def transport_for(settings: Settings) -> Transport:
    """The mail server of `SMTP_URL`, or `.eml` files under `DATA_DIR/mail` when none is set."""
    return server_of(settings.smtp_url) if settings.smtp_url else Folder(settings.data_dir / "mail")


def server_of(url: str) -> "Server":
    """Read `smtp://name:password@host:587?starttls=1` or `smtps://…`; refuse (`SettingsError`) anything else."""
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError(
            "SMTP_URL is not an address of a mail server. Write smtp://name:password@host:587?starttls=1."
        )
    implicit = parts.scheme == "smtps"
    return Server(
        host=parts.hostname, port=port or (465 if implicit else 25), user=unquote(parts.username or ""),
        password=unquote(parts.password or ""), implicit_tls=implicit,
        starttls=parse_qs(parts.query).get("starttls", ["0"])[-1] not in ("0", ""),
    )  # fmt: skip


@dataclass(frozen=True)
class Server:
    """A mail server that speaks SMTP. With TLS its certificate is checked, always."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    implicit_tls: bool = False
    starttls: bool = False

    @property
    def is_encrypted(self) -> bool:
        return self.implicit_tls or self.starttls

    @contextmanager
    def connection(self) -> Iterator[Send]:
        try:
            smtp = self._open()
        except (OSError, smtplib.SMTPException) as fault:
            raise Unreachable(_reason(fault)) from fault
        try:
            yield lambda message: _hand_over(smtp, message)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()

    def _open(self) -> smtplib.SMTP:
        if self.implicit_tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.starttls:
                smtp.starttls(context=ssl.create_default_context())
            if self.user:
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _hand_over(smtp: smtplib.SMTP, message: EmailMessage) -> None:
    """Translate what the server says into the three things that matter to us."""
    try:
        smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise _judged(code, words) from refused
    except smtplib.SMTPSenderRefused as refused:
        raise Unreachable(f"De mailserver wil niets van ons aannemen: {_reason(refused)}") from refused
    except smtplib.SMTPResponseException as refused:
        raise _judged(refused.smtp_code, refused.smtp_error) from refused
    except smtplib.SMTPNotSupportedError as refused:
        raise Rejected(_reason(refused), for_good=True) from refused
    except (OSError, smtplib.SMTPException) as fault:
        raise Lost(_reason(fault)) from fault


def _judged(code: int, words: bytes | str) -> Exception:
    reason = f"{code} {_one_line(words)}"
    return Unreachable(reason) if code == SHUTTING_DOWN else Rejected(reason, for_good=code >= 500)


def _reason(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_one_line(fault.smtp_error)}"
    return _one_line(str(fault) or type(fault).__name__)


def _one_line(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:300]


@dataclass(frozen=True)
class Folder:
    """No server: each message becomes a file that any mail program opens. A message sent twice is one file."""

    path: Path

    @contextmanager
    def connection(self) -> Iterator[Send]:
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as fault:
            raise Unreachable(_reason(fault)) from fault
        yield self._write

    def _write(self, message: EmailMessage) -> None:
        moment = parsedate_to_datetime(message["Date"])
        target = self.path / f"{moment:%Y%m%d-%H%M%S}-{message['Message-ID'].strip('<>').split('@')[0]}.eml"
        unfinished = target.with_suffix(".part")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(message.as_bytes())
            unfinished.replace(target)
        except OSError as fault:
            raise Unreachable(_reason(fault)) from fault
