"""The press: one sheet at a time, in a process of its own, with an end to how long and how large.

It needs no database. A view reads first, lets go (`transaction.done_reading`), and then comes here.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

TYPESETTER = Path(__file__).with_name("typesetter.py")
SECONDS = 6
"""How long one sheet may take; usually it is less than half a second."""
LARGEST = 1_000_000
"""How large a sheet may be, in bytes; usually it is 60,000."""
_press = Lock()


class NotPrinted(RuntimeError):
    """There is no sheet: the press was taken, it took too long, or what came out was refused."""


def pressed(sheet: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of *sheet* (a name in templates/paper/) with these words, made on the day *at*.

    Refuses (`NotPrinted`) when another sheet keeps the press for too long, and when it fails, is late or too large.
    """
    order = json.dumps({"sheet": sheet, "data": data, "timestamp": int(at.timestamp())})
    if not _press.acquire(timeout=SECONDS):
        raise NotPrinted("The press was taken")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(TYPESETTER)], input=order.encode(), capture_output=True, timeout=SECONDS,
            env={"LANG": "C.UTF-8"}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotPrinted(f"'{sheet}' took more than {SECONDS} seconds") from None
    finally:
        _press.release()
    if done.returncode != 0:
        raise NotPrinted(f"'{sheet}' was refused: {done.stderr.decode(errors='replace')[-600:]}")
    if len(done.stdout) > LARGEST:
        raise NotPrinted(f"'{sheet}' is {len(done.stdout)} bytes")
    return done.stdout
