"""`python -m tests`: the whole suite, on SQLite (with the browser) and on PostgreSQL. What `make test` runs."""

import os
import subprocess
import sys
import time

RUNS = (("sqlite", []), ("postgresql", ["-m", "not browser"]))


def main() -> int:
    """Run both engines, whatever the first one said; extra arguments go to pytest."""
    worst = 0
    for engine, arguments in RUNS:
        print(f"\n=== {engine} ===", flush=True)
        started = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", "-q", *arguments, *sys.argv[1:]]
        status = subprocess.run(command, env={**os.environ, "TEST_DATABASE": engine}, check=False).returncode
        print(
            f"=== {engine}: {'green' if status == 0 else 'red'} in {time.monotonic() - started:.0f} s ===", flush=True
        )
        worst = max(worst, abs(status))
    return worst


if __name__ == "__main__":
    sys.exit(main())
