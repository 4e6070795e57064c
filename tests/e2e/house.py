"""The running house of a journey: Granian and the worker on a port of their own, with the demo municipality loaded."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 240
CODE = re.compile(r"^\s+([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\s+(.+) \(\d{4}-\d{5}\)$", re.MULTILINE)


@dataclass
class House:
    """The server, its receipt codes by what there is to see, and the cookies of who signed in before."""

    url: str
    folder: Path
    environ: dict[str, str]
    codes: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    def flask(self, *words: str, typed: str = "") -> str:
        """What `flask --app wsgi …` prints in this house."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words], cwd=TOP, env=self.environ, input=typed,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """Start as `make run` does, wait until it is ready, and stop it cleanly; whatever went wrong inside fails."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        **os.environ, "MODE": "development", "DATA_DIR": str(folder), "PORT": str(port), "HTMX_SOURCE": "local",
        "DATABASE_URL": "", "SMTP_URL": "", "BASE_URL": f"http://127.0.0.1:{port}", "CHEAP_PASSWORDS": "1",
    }  # fmt: skip
    log = folder / "server.log"
    with log.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "participation.serve"], cwd=TOP, env=environ, stdout=told, stderr=told
        )
        try:
            house = House(f"http://127.0.0.1:{port}", folder, environ)
            _until_ready(f"{house.url}/healthz/ready", process, log)
            house.codes = {what: code for code, what in CODE.findall(house.flask("demo", "codes"))}
            yield house
        finally:
            process.terminate()
            process.wait(60)
    assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


def _until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """The one place that waits by the clock: there is nothing else to listen to."""
    for _ in range(PATIENCE * 2):
        with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return
        assert process.poll() is None, log.read_text()[-4000:]
        time.sleep(0.5)
    raise AssertionError(log.read_text()[-4000:])
