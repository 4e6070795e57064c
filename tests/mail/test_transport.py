"""A real mail server, or files on your own machine; never an unencrypted surprise."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from participation import clock, mail
from participation.config import Settings, SettingsError
from participation.mail import MailState
from participation.mail.transport import Folder, Server, Unreachable, server_of
from tests.mail.outbox import AMINA, CODE, queue, row
from tests.support.post import PostOffice


def test_without_a_server_every_mail_is_a_file_that_only_we_can_read(tmp_path: Path) -> None:
    queue(code=CODE)
    mail.deliver(clock.now(), Folder(tmp_path / "post"))
    (file,) = (tmp_path / "post").iterdir()
    assert file.name.startswith("20261124-120000-") and file.suffix == ".eml"
    assert file.stat().st_mode & 0o077 == 0
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["To"] == AMINA


def test_a_folder_that_cannot_be_written_makes_the_mail_wait(tmp_path: Path) -> None:
    (tmp_path / "post").write_text("not a folder")
    mail_id = queue()
    assert mail.deliver(clock.now(), Folder(tmp_path / "post")).unreachable
    assert row(mail_id).state is MailState.queued


def test_the_address_of_a_server_is_read_in_full() -> None:
    assert server_of("smtp://post:p%40ss@mail.example:587?starttls=1") == Server(
        "mail.example", 587, "post", "p@ss", starttls=True
    )
    assert server_of("smtps://mail.example") == Server("mail.example", 465, implicit_tls=True)
    assert not server_of("smtp://mail.example?starttls=0").is_encrypted


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:none"])
def test_what_is_no_server_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL"):
        server_of(url)


def test_a_server_without_a_valid_certificate_gets_nothing(office: PostOffice) -> None:
    with pytest.raises(Unreachable), Server("127.0.0.1", office.port, starttls=True).connection():
        pass


def test_the_settings_choose_between_server_and_folder(tmp_path: Path) -> None:
    assert mail.transport_for(Settings(data_dir=tmp_path)) == Folder(tmp_path / "mail")
    assert mail.transport_for(Settings(smtp_url="smtp://127.0.0.1:25")) == Server("127.0.0.1", 25)
