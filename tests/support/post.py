"""A mail server of our own, that says what a test wants it to say, and a mail to send."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from participation.mail.transport import Server


@dataclass
class PostOffice:
    """What the server got; `refuses` holds its answer to an address, `unwilling` its answer to every message."""

    port: int
    refuses: dict[str, str] = field(default_factory=dict)
    unwilling: str = ""
    received: list[tuple[str, EmailMessage]] = field(default_factory=list)

    @property
    def server(self) -> Server:
        return Server(host="127.0.0.1", port=self.port)

    @property
    def addresses(self) -> list[str]:
        return [address for address, _message in self.received]

    def message(self) -> EmailMessage:
        """The only mail that arrived."""
        assert len(self.received) == 1, f"{len(self.received)} mails arrived"
        return self.received[0][1]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.unwilling:
            return self.unwilling
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append((envelope.rcpt_tos[0], message))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A real SMTP server on this machine, for the length of the block."""
    office = PostOffice(free_port())
    with running(office):
        yield office


@contextmanager
def running(office: PostOffice) -> Iterator[None]:
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
