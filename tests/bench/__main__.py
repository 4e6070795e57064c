"""`python -m tests.bench` (what `make bench` runs): counters first, then ratios, each beside its goal. About a minute."""

import os

os.environ["CHEAP_PASSWORDS"] = "1"

import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from participation import clock
from participation.db import db
from tests.bench import grouped, sheets, timing
from tests.bench import server as servers
from tests.bench.data import SLUG, house
from tests.bench.floor import bare
from tests.bench.requests import Client, Counters, count, faults, plans

LIST = f"/trajecten/{SLUG}/bijdragen"
DETAIL = "/bijdragen/2026-00002"
CALLS = 5  # How often `count` asks: twice to warm up, then for statements, for steps and for calls.
DESK = "/werk/bijdragen"
TWO_WORDS, LONG_WORD, BEGINNING = "bank+halte", "rollator", "spe"
BIG = ("point", "contribution", "outcome", "promise", "event", "contribution_words_index", "public_words_index")
BRAM, ESTHER = 1, 3
VISITS = 2_000
ANSWER = {
    "kind": "not_adopted", "reason_kind": "other_interest", "interest": "de veiligheid van kinderen op de fiets",
    "reason": "Wij hebben uw idee met de ontwerper besproken. De plek past niet bij de looproute.", "doe": "publiceer",
}  # fmt: skip
SAID = {"text": "Zet een bank bij de halte."}


@dataclass
class Line:
    """One goal: what was found, what is asked."""

    number: str
    what: str
    found: str
    asked: str
    met: bool


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        apps = {"1k": house(small, 1_000), "100k": house(large, 100_000)}
        print(f"data: {time.monotonic() - started:.0f} s; load {os.getloadavg()[0]:.1f}; "
              f"{timing.syncs_per_second(Path(folder)):.0f} syncs/s\n", flush=True)  # fmt: skip
        lines = [*counters(apps), *ratios(apps, large), *writes(apps["1k"], small), *grouped_answer(apps["100k"]),
                 *sheet(apps["100k"]), *as_shipped(large)]  # fmt: skip
    for line in lines:
        print(
            f"{'met ' if line.met else 'MISSED'}  {line.number:>4}  {line.what:<58} {line.found:>22}   goal {line.asked}"
        )
    print(f"\n{time.monotonic() - started:.0f} s")
    return 0 if all(line.met for line in lines) else 1


def counters(apps: dict[str, Flask]) -> list[Line]:
    """Goals 1 to 4 and 15: exact, the same on every machine."""
    few, many = (counted(apps[size]) for size in ("1k", "100k"))
    lines = [
        _at_most("1", "Python calls: list of 50, third time", many["list, kept"].calls, 18_000),
        _at_most("1", "Python calls: list of 50, drawn afresh", many["list"].calls, 18_000),
        _at_most("2", "Python calls: detail, third time", many["detail, kept"].calls, 5_000),
        _told("2", "Python calls: detail, drawn afresh", many["detail"].calls),
        _at_most("2", "Python calls: submit", many["submit"].calls, 8_000),
        _at_most("2", "Python calls: publish an answer", many["publish"].calls, 8_000),
        _at_most("3", "statements: list", len(many["list"].statements), 6),
        _at_most("3", "statements: inbox, signed in", len(many["inbox"].statements), 8),
        *(_at_most("3", f"statements: {name}", len(many[name].statements), 12) for name in many if "desk" in name),
        _at_most("3", "statements: detail", len(many["detail"].statements), 8),
        _at_most("3", "statements: submit", len(many["submit"].statements), 12),
        _at_most("3", "statements: publish an answer", len(many["publish"].statements), 12),
        _at_most("15", "bytes: list of 50", many["list"].size, 60_000),
        _at_most("15", "bytes: detail", many["detail"].size, 25_000),
    ]
    for name in (name for name in many if name not in ("submit", "publish")):
        steps = many[name].steps, few[name].steps
        lines.append(Line("4", f"VM steps at 100k : 1k, {name}", f"{steps[0]} : {steps[1]}", "<= 1.05",
                          steps[0] <= 1.05 * steps[1]))  # fmt: skip
        bad = faults(plans(apps["100k"], many[name].statements, BIG), BIG)
        lines.append(Line("4", f"query plans, {name}", "; ".join(bad) or "no scan, no sort", "none", not bad))
    return lines


def counted(app: Flask) -> dict[str, Counters]:
    """Every request, each from a visitor who has been there before; what is sent is prepared outside the count."""
    client, keeping = Client(app), Client(app, keeps=True)
    bram, esther = client.signed_in(BRAM), client.signed_in(ESTHER)
    pages = {
        "list": LIST, "list filtered": f"{LIST}?uitkomst=niet-overgenomen", "list waiting": f"{LIST}?uitkomst=wacht",
        "search": f"{LIST}?zoek={TWO_WORDS}", "search, nothing found": f"{LIST}?zoek=vijver",
        "track": f"/trajecten/{SLUG}", "detail": DETAIL,
    }  # fmt: skip
    desk = {
        "inbox": "/werk", "answering": f"{DESK}/2026-00001", "desk list": DESK,
        "desk list answered": f"{DESK}?stand=beantwoord", "desk search": f"{DESK}?zoek={TWO_WORDS}",
    }  # fmt: skip
    desk |= {f"desk list, {what}": f"{DESK}?{asked}" for what, asked in narrowed(app).items()}
    found = {name: count(app, partial(client.call, page)) for name, page in pages.items()}
    found |= {f"{name}, kept": count(app, partial(keeping.call, pages[name])) for name in ("list", "detail")}
    found |= {name: count(app, partial(bram.call, page)) for name, page in desk.items()}
    found["overdue"] = count(app, partial(esther.call, "/regie/achterstand"))
    found["submit"] = count(app, client.submits("", [f"{LIST}/nieuw"] * CALLS, SAID))
    found["publish"] = count(app, bram.submits("/uitkomst", _waiting(app), ANSWER))
    return found


def narrowed(app: Flask) -> dict[str, str]:
    """The list of the desk narrowed in every way; the last two look through a window of the newest."""
    with app.app_context():
        theme, question = (db.session.execute(text(f"SELECT min(id) FROM {name}")).scalar()
                           for name in ("theme", "open_question"))  # fmt: skip
        team = db.session.execute(text("SELECT department_id FROM track WHERE slug = :slug"), {"slug": SLUG}).scalar()
        db.session.remove()
    here, owed = f"traject={SLUG}", (clock.today() - timedelta(days=35)).isoformat()
    return {
        "handler": "van=mij", "theme": f"thema={theme}", "question": f"vraag={question}", "channel": f"{here}&kanaal=papier",
        "team": f"{here}&team={team}", "kind": f"{here}&soort=idee", "area": f"{here}&gebied=LINDE",
        "promise date": f"{here}&uiterlijk={owed}", "combined": f"{here}&van=mij&soort=idee",
        "ranked": "zoek=bank&volgorde=beste",
    }  # fmt: skip


def _waiting(app: Flask) -> list[str]:
    """Pages of contributions that wait for an answer, of the track that Bram answers for."""
    with app.app_context():
        rows = db.session.execute(text(
            "SELECT contribution_id FROM point WHERE track_id = 1 AND outcome_id IS NULL AND is_public "
            "ORDER BY contribution_id LIMIT :rows"), {"rows": CALLS}).scalars()  # fmt: skip
        pages = [f"{DESK}/2026-{number:05d}" for number in rows]
        db.session.remove()
    return pages


def _told(number: str, what: str, found: float) -> Line:
    """A figure beside a goal, that no gate is set on."""
    return Line(number, what, f"{found:,.0f}", "told, not judged", met=True)


def _at_most(number: str, what: str, found: float, most: float) -> Line:
    return Line(number, what, f"{found:,.0f}" if found >= 100 else f"{found:.3g}", f"<= {most:,}", found <= most)


def ratios(apps: dict[str, Flask], large: Path) -> list[Line]:
    """Goals 5 to 9: interleaved in this process."""
    few, many, keeping = Client(apps["1k"]), Client(apps["100k"]), Client(apps["100k"], keeps=True)
    _, page, headers = many.call(LIST)
    rows = count(apps["100k"], partial(many.call, LIST)).statements[-1]
    ground = Client(bare(large / "doorwerking.sqlite3", *rows, len(page)))
    etag = headers.get("ETag", "")
    seen = timing.interleaved({
        "hello": lambda: ground.call("/hello"),
        "floor": lambda: ground.call("/floor"),
        "list 1k": lambda: few.call(LIST),
        "list 100k": lambda: many.call(LIST),
        "304": lambda: many.call(LIST, IF_NONE_MATCH=etag),
        "kept": lambda: keeping.call(LIST),
        "two words": lambda: many.call(f"{LIST}?zoek={TWO_WORDS}"),
        "a long word": lambda: many.call(f"{LIST}?zoek={LONG_WORD}"),
        "three letters": lambda: many.call(f"{LIST}?zoek={BEGINNING}"),
    })  # fmt: skip
    not_modified = many.call(LIST, IF_NONE_MATCH=etag)[0]
    return [
        _at_most("5", "time: list at 100k : 1k (median)", timing.ratio_of_medians(seen, "list 100k", "list 1k"), 1.10),
        _at_most("6", "time: list : floor page (minimum)", timing.ratio_of_minima(seen, "list 100k", "floor"), 3.0),
        _at_most("7", "time: list : hello (minimum)", timing.ratio_of_minima(seen, "list 100k", "hello"), 40),
        _at_least(
            "8", f"speed: {not_modified} : full list (median)", timing.ratio_of_medians(seen, "list 100k", "304"), 2.0
        ),
        _at_least(
            "8", "speed: kept list : full list (median)", timing.ratio_of_medians(seen, "list 100k", "kept"), 2.0
        ),
        *(
            _at_most("9", f"time: search {name} : list (median)", timing.ratio_of_medians(seen, name, "list 100k"), 1.5)
            for name in ("two words", "a long word", "three letters")
        ),
    ]


def _at_least(number: str, what: str, found: float, least: float) -> Line:
    return Line(number, what, f"{found:.3g}", f">= {least}", found >= least)


def writes(app: Flask, folder: Path) -> list[Line]:
    """Goal 10: durable POSTs in one thread, as a share of what the disk acknowledges in the same round."""
    client = Client(app)
    shares, calls = [], 20
    for _ in range(7):
        submit = client.submits("", [f"{LIST}/nieuw"] * calls, SAID)
        disk = timing.syncs_per_second(folder)
        started = time.perf_counter()
        assert all(submit()[0] == 200 for _ in range(calls))
        shares.append(calls / (time.perf_counter() - started) / disk)
    return [_at_least("10", "durable submits : disk syncs (best of 7 rounds)", max(shares), 0.06)]


def grouped_answer(app: Flask) -> list[Line]:
    """A grouped answer to 2,000 contributions, while residents go on submitting."""
    found = grouped.measure(app, f"{LIST}/nieuw", SAID)
    refused = sum(status != 200 for status in found.answers)
    what = f"grouped answer, {found.letters:,} letters"
    return [
        _at_most("G", f"{what}: seconds of the worker", found.seconds, 60),
        _at_most("G", f"{what}: longest write lock, ms", found.longest * 1000, 200),
        _at_most("G", f"{what}: errors in {len(found.answers)} submits meanwhile", refused, 0),
    ]


def sheet(app: Flask) -> list[Line]:
    """A sheet of 1,000 rows; ten thousand may take a minute."""
    found = sheets.measure(app)
    what = f"sheet of {found.rows:,} rows"
    return [
        _at_most("S", f"{what}: seconds", found.seconds, 6),
        _at_most("S", f"{what}: longest write lock, ms", found.longest * 1000, 200),
    ]


def as_shipped(folder: Path) -> list[Line]:
    """Goals 11, 12 and 14: the server with two workers."""
    server = servers.Server(folder)
    try:
        tail = servers.storm(server)
        lines = [
            _at_most("11", "64 clients: errors", len(tail.errors), 0),
            _at_most(
                "11",
                f"64 clients: p99 : p50 ({len(tail.codes)} submits)",
                tail.percentile(0.99) / tail.percentile(0.5),
                5,
            ),
        ]
        first, then = _memory_after(server, VISITS // 2), _memory_after(server, VISITS // 2)
        written = len(tail.codes) + 2 * len(range(0, VISITS // 2, 20)) + 1
        growth = max(after - before for before, after in zip(first, then, strict=True))
        lines.append(_at_most("14", f"memory of a worker after {VISITS:,} requests, MiB", max(then), 100))
        lines.append(_at_most("14", f"growth over the last {VISITS // 2:,}, MiB", max(0.0, growth), 3))
        last = servers.submit(server.url, "Storm laatste: dit mag niet verloren gaan.")
    finally:
        server.kill()
    kept = servers.stored(folder)
    lines.append(Line("12", "acknowledged and stored after kill -9", f"{written} : {kept}", "equal",
                      bool(last) and kept == written))  # fmt: skip
    return lines


def _memory_after(server: servers.Server, requests: int) -> list[float]:
    """MiB of each worker."""
    servers.visit(server, requests)
    return [servers.resident_set_mib(pid) for pid in server.workers()]


if __name__ == "__main__":
    sys.exit(main())
