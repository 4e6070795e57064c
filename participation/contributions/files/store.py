"""Where the bytes stand: `<two letters>/<sha>` under one folder, named after what is in them, outside the static files.

A file is written before the row that names it is committed. What no row names is swept up a day later (`sweeping.py`).
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

SMALL = "-klein"
AGREE = 60.0
"""For how many seconds a process remembers how much is in use."""


def store_of(data_dir: Path, megabytes: int) -> "Store":
    """Where files stand with these settings, and how many megabytes they may take in all."""
    return Store(data_dir / "files", megabytes * 1_000_000)


class StoreFull(Exception):
    """No place is left: by what the municipality set, or on the disk."""


class Store:
    """The files of residents, under *root*; *most* bytes in all."""

    _used: dict[Path, tuple[float, int]] = {}

    def __init__(self, root: Path, most: int) -> None:
        self.root, self.most = root, most

    def keep(self, content: bytes, small: bytes = b"") -> str:
        """Write it down and give its name back. Refuses (`StoreFull`) when that would be too much."""
        size = len(content) + len(small)
        if self.used() + size > self.most:
            raise StoreFull
        sha = hashlib.sha256(content).hexdigest()
        try:
            self._write(self._path(sha), content)
            if small:
                self._write(self._path(sha + SMALL), small)
        except OSError as fault:
            raise StoreFull from fault
        at, used = self._used[self.root]
        self._used[self.root] = (at, used + size)
        return sha

    def read(self, sha: str, *, small: bool = False) -> bytes | None:
        """The bytes, or None when they are not there."""
        try:
            return self._path(sha + SMALL if small else sha).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, sha: str) -> bool:
        return self._path(sha).is_file()

    def used(self) -> int:
        """How many bytes are in use, also by what no row names yet; looked at once a minute."""
        at, used = self._used.get(self.root, (-AGREE, 0))
        if time.monotonic() - at > AGREE:
            at, used = time.monotonic(), sum(path.stat().st_size for path in self.paths())
            self._used[self.root] = (at, used)
        return used

    def paths(self) -> Iterator[Path]:
        """Every file there is."""
        yield from self.root.glob("??/*")

    def _path(self, name: str) -> Path:
        return self.root / name[:2] / name

    def _write(self, path: Path, content: bytes) -> None:
        """Whole or not at all, and on the disk before anybody is told."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        being_written = self.root / f".{secrets.token_hex(8)}"
        try:
            with being_written.open("xb") as file:
                os.fchmod(file.fileno(), 0o600)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            being_written.replace(path)
        except BaseException:
            being_written.unlink(missing_ok=True)
            raise
