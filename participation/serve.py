"""Run everything on one machine: migrate, load the demo when there is nothing yet, serve, with the worker beside it.

`python -m participation.serve` (which is what `make run` does). Ctrl-C or SIGTERM stops both processes cleanly.
"""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from participation.config import Settings, SettingsError, from_environment

FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
GRACE = 30


def main() -> int:
    """Return the exit status: 0 after a clean stop, 1 when something refused to start."""
    try:
        settings = from_environment()
    except SettingsError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    if not (_may_open() if settings.is_production else _prepare()):
        return 1
    # One pool of memory for all threads of the server: only one of them runs Python.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    # A session of their own: Ctrl-C reaches only this process, which then stops the two in order.
    processes = [subprocess.Popen(command, start_new_session=True) for command in (server(), [*FLASK, "worker"])]
    _stop_on_signals()
    _tell(settings)
    return _wait(processes)


def _may_open() -> bool:
    """In production: what would refuse to start says so once, before two workers and a worker say it together."""
    return subprocess.run([sys.executable, "-c", "import wsgi"], check=False).returncode == 0


def _prepare() -> bool:
    """On your own machine: bring the schema up to date and fill an empty house."""
    steps = ([*FLASK, "db", "upgrade"], [*FLASK, "demo", "load", "--when-empty"])
    return all(subprocess.run(step, check=False).returncode == 0 for step in steps)


def server(port: str = "") -> list[str]:
    """Granian: two workers with one thread each, and a bound on what may wait (see docs/adr)."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", os.environ.get("HOST", "127.0.0.1"),
        "--port", port or os.environ.get("PORT", "8000"), "--workers", os.environ.get("WORKERS", "2"),
        "--blocking-threads", "1", "--backpressure", "64", "--no-ws", "--log-level", "warning",
        "--workers-kill-timeout", "15", "wsgi:app",
    ]  # fmt: skip


class _Stop(Exception):
    """Somebody asked us to stop."""


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Stop

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def _wait(processes: list[subprocess.Popen[bytes]]) -> int:
    """Until one of them ends or somebody asks to stop; then end both and wait for what is under way."""
    status = 0
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
        status = 1
    except _Stop:
        pass
    for number in (signal.SIGINT, signal.SIGTERM):  # Asked once is enough; a second time may not break off the first.
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
    return status


def _tell(settings: Settings) -> None:
    print(f"\nDoorwerking: {settings.base_url}\nStop met Ctrl-C.\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
