"""The server as it is shipped: 64 clients that write at once, a kill in the middle, and the memory of a worker."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from participation import serve
from tests.bench.data import SLUG


@dataclass
class Tail:
    """What 64 clients met."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        if len(self.seconds) < 2:
            raise RuntimeError(f"nothing was stored: {self.errors[:3]}")
        return statistics.quantiles(self.seconds, n=100)[round(share * 100) - 1]


class Server:
    """Granian with two workers on a free port."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        environ = {
            **os.environ,
            "MODE": "development",
            "DATA_DIR": str(folder),
            "HTMX_SOURCE": "local",
            "BASE_URL": self.url,
            "MALLOC_ARENA_MAX": "1",
        }
        started = time.perf_counter()
        self.process = subprocess.Popen(serve.server(str(self.port)), env=environ, start_new_session=True)
        self._until_ready()
        self.start_seconds = time.perf_counter() - started

    def _until_ready(self) -> None:
        for _ in range(300):
            with suppress(OSError):
                urllib.request.urlopen(f"{self.url}/healthz/live", timeout=2)
                return
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def workers(self) -> list[int]:
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()]

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def submit(url: str, text: str) -> str:
    """One resident: open the form, send it, and return the receipt code."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    address = f"{url}/trajecten/{SLUG}/bijdragen/nieuw"
    with opener.open(address, timeout=60) as answer:
        page = answer.read().decode()
    fields = {
        name.group(1): value.group(1)
        for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
        if (name := re.search(r'name="([^"]*)"', tag)) and (value := re.search(r'value="([^"]*)"', tag))
    }
    body = urllib.parse.urlencode({**fields, "text": text}).encode()
    with opener.open(address, data=body, timeout=60) as answer:
        receipt = answer.read().decode()
    groups = re.findall(r"<span>([0-9A-HJKMNP-TV-Z]{4})</span>", receipt)
    if len(groups) != 4:
        raise ValueError("no code on the receipt")
    return " ".join(groups)


def storm(server: Server, *, clients: int = 64, seconds: float = 3.0) -> Tail:
    """All clients write as fast as they can; every refusal is kept."""
    tail = Tail()
    guard = threading.Lock()
    until = time.monotonic() + seconds

    def resident(number: int) -> None:
        turn = 0
        while time.monotonic() < until:
            turn += 1
            started = time.perf_counter()
            try:
                code = submit(server.url, f"Storm {number} {turn}: zet een bank bij de halte.")
            except (OSError, ValueError, urllib.error.URLError) as error:
                with guard:
                    tail.errors.append(repr(error))
                return
            with guard:
                tail.seconds.append(time.perf_counter() - started)
                tail.codes.append(code)

    threads = [threading.Thread(target=resident, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tail


def visit(server: Server, requests: int, *, visitors: int = 4) -> None:
    """So many requests of all sorts, by a few visitors at once; one in twenty is somebody who writes."""
    track = f"/trajecten/{SLUG}"

    def walk(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for turn in range(first, requests, visitors):
            if turn % 20 == 0:
                submit(server.url, f"Storm bezoek {turn}")
                continue
            pages = (
                f"{track}/bijdragen", f"/bijdragen/2026-{1 + turn:05d}", track, f"{track}/bijdragen?zoek=bank+halte",
                f"{track}/bijdragen?uitkomst=wacht", f"{track}/bijdragen?voor={1000 + turn}", "/", "/trajecten?taal=en",
                f"{track}/bijdragen/nieuw", f"{track}/plan", "/beloften",
            )  # fmt: skip
            connection.request("GET", pages[turn % len(pages)])
            answer = connection.getresponse()
            answer.read()
            assert answer.status in (200, 404), answer.status
        connection.close()

    with ThreadPoolExecutor(visitors) as all_of_them:
        list(all_of_them.map(walk, range(visitors)))


def stored(folder: Path) -> int:
    """How many contributions of the storm are in the file."""
    connection = sqlite3.connect(folder / "doorwerking.sqlite3")
    try:
        return int(
            connection.execute("SELECT count(*) FROM contribution WHERE original_text LIKE 'Storm %'").fetchone()[0]
        )
    finally:
        connection.close()


def resident_set_mib(pid: int) -> float:
    """Memory of one process that is not shared away, in MiB."""
    found = re.search(r"^Rss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found is not None
    return int(found.group(1)) / 1024
