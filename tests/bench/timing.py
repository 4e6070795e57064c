"""Ratios, taken interleaved in one process: the only times on a shared machine that mean something."""

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

Request = Callable[[], object]


def interleaved(requests: dict[str, Request], *, rounds: int = 25, each: int = 8) -> dict[str, list[float]]:
    """Seconds per request, one figure per round, all of them in turn within each round."""
    seen: dict[str, list[float]] = {name: [] for name in requests}
    for request in requests.values():
        request()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, request in requests.items():
                started = time.perf_counter()
                for _ in range(each):
                    request()
                seen[name].append((time.perf_counter() - started) / each)
    finally:
        gc.enable()
    return seen


def ratio_of_minima(seen: dict[str, list[float]], above: str, below: str) -> float:
    return min(seen[above]) / min(seen[below])


def ratio_of_medians(seen: dict[str, list[float]], above: str, below: str) -> float:
    return statistics.median(seen[above]) / statistics.median(seen[below])


def syncs_per_second(folder: Path, count: int = 40) -> float:
    """How often this disk acknowledges 4 KiB per second, now."""
    with tempfile.NamedTemporaryFile(dir=folder) as handle:
        block = os.urandom(4096)
        started = time.perf_counter()
        for _ in range(count):
            handle.write(block)
            handle.flush()
            os.fdatasync(handle.fileno())
        return count / (time.perf_counter() - started)
