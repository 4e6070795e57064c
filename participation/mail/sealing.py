"""A receipt code is kept nowhere in clear: in the outbox it waits encrypted; it is put in at the very last moment."""

import base64
import json
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def marker() -> str:
    """What stands in the text where the code will come; different each time, so that no resident's text can hold it."""
    return f"CODE-{secrets.token_hex(12)}"


def seal(key: str, mark: str, code: str) -> str:
    """Encrypt *code* together with the mark that it will replace."""
    return _box(key).encrypt(json.dumps([mark, code]).encode()).decode()


def put_in(key: str, sealed: str, text: str) -> str:
    """*text* with the code at its place; behind a # (a link) without spaces."""
    mark, code = json.loads(_box(key).decrypt(sealed.encode()))
    return text.replace(f"#{mark}", "#" + code.replace(" ", "")).replace(mark, code)


def _box(key: str) -> "Fernet":
    # Six MiB, for who wants an e-mail only: most processes that receive contributions never need it.
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"receipt code in the outbox").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
