"""`flask --app wsgi import-contributions FILE --track SLUG --text COLUMN …`: what was said elsewhere comes in.

Every row is accounted for in a report. A hundred rows are saved at a time, so an interrupted run is simply started
again: what is in already is skipped.
"""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from participation import clock
from participation.config import Settings
from participation.contributions import queries
from participation.contributions.actions import Terms
from participation.contributions.importing import (
    BadRow,
    Columns,
    Known,
    Parsed,
    Row,
    batches,
    keys_for,
    parse,
    rows_of,
)
from participation.contributions.models import Channel
from participation.db import writing
from participation.house import queries as house
from participation.outcomes import importing
from participation.places import queries as places
from participation.refusals import Refused
from participation.tracks.models import Track

BATCH = 100
IMPORTED, KNOWN, REJECTED = "binnen", "was al binnen", "geweigerd"


@dataclass(frozen=True)
class Told:
    """What became of one row."""

    row: int
    result: str
    number: str = ""
    reason: str = ""


@dataclass
class Report:
    """What became of every row so far."""

    path: Path
    told: list[Told] = field(default_factory=list)
    drafts: int = 0
    unclear: int = 0

    def write(self) -> None:
        """Save it beside the file; the words of residents do not stand in it."""
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["rij", "resultaat", "nummer", "reden"])
            writer.writerows([told.row, told.result, told.number, told.reason] for told in self.told)

    @property
    def summary(self) -> str:
        counted = Counter(told.result for told in self.told)
        return ", ".join(f"{counted[result]} {result}" for result in (IMPORTED, KNOWN, REJECTED))


@click.command("import-contributions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--track", "slug", required=True, help="The track, by the last part of its address.")
@click.option("--text", required=True, help="The column with what the resident said.")
@click.option("--answer", help="The column with the official answer: becomes the reason of a draft.")
@click.option("--outcome", help="The column with the outcome: becomes the kind of the draft, when it is clear.")
@click.option("--received", help="The column with the day of receipt, in Dutch or as 2026-11-24.")
@click.option("--question", help="The column with the number or the words of an open question.")
@click.option("--channel", help="The column with the channel.")
@click.option("--kind", help="The column with the kind of contribution.")
@click.option("--title", help="The column with a title: comes first, on a line of its own.")
@click.option("--area", help="The column with the name or the code of an area.")
@click.option("--source", help="The column with the number that the source gave it.")
@click.option("--via", type=click.Choice([channel.value for channel in Channel]), default=Channel.paper.value,
              show_default=True, help="The channel of rows that name none.")  # fmt: skip
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Default: FILE.report.csv")
@with_appcontext
def import_contributions(file: Path, *, slug: str, via: str, report: Path | None, **columns: str | None) -> None:
    """Bring in what residents said elsewhere. Running it twice brings in nothing twice."""
    wanted = Columns(**{name: value for name, value in columns.items() if value is not None})
    try:
        rows = rows_of(file, wanted)
        _track(slug)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    told = Report(report or file.with_name(f"{file.name}.report.csv"))
    try:
        _run(rows, wanted, slug, Channel(via), told)
    finally:
        told.write()
    click.echo(f"{len(told.told)} rijen: {told.summary}.")
    if told.drafts:
        click.echo(
            f"{told.drafts} concept-antwoorden, waarvan {told.unclear} nog zonder uitkomst. Een collega maakt ze af."
        )
    click.echo(f"Verslag: {told.path}")


def _track(slug: str) -> Track:
    found = queries.track_for_intake(slug)
    if found is None:
        raise Refused(f"Er is geen traject ‘{slug}’ dat open is of nog antwoorden geeft.")
    return found


@dataclass(frozen=True)
class _Reading:
    """How the rows of this file are read."""

    columns: Columns
    via: Channel
    areas: dict[str, int]
    key_for: Callable[[Parsed], str]


def _run(rows: Sequence[Row], columns: Columns, slug: str, via: Channel, report: Report) -> None:
    reading = _Reading(columns, via, places.by_words(), keys_for(_track(slug).id))
    for batch in batches(rows, BATCH):
        drafts: Counter[bool] = Counter()
        with writing():
            track = _track(slug)
            terms = _terms()
            told = [_one(track, row, reading, drafts, terms) for row in batch]
        report.told.extend(told)
        report.drafts += drafts.total()
        report.unclear += drafts[False]
        click.echo(f"{len(report.told)} van {len(rows)} rijen …", err=True)


def _one(track: Track, row: Row, reading: _Reading, drafts: Counter[bool], terms: Terms) -> Told:
    """Bring in one row; *drafts* counts the drafts that have an outcome (True) and those that have none."""
    assert track.room is not None
    known = Known(questions=track.room.open_questions, via=reading.via, today=clock.today(), areas=reading.areas)
    try:
        parsed = parse(row, reading.columns, known)
        key = reading.key_for(parsed)
        taken = importing.take_over(track, parsed, import_key=key, terms=terms, now=clock.now())
    except (BadRow, Refused) as fault:
        return Told(row.number, REJECTED, reason=str(fault))
    if taken is None:
        return Told(row.number, KNOWN)
    if taken.has_draft:
        drafts[taken.draft_kind is not None] += 1
    return Told(row.number, IMPORTED, number=taken.contribution.number)


def _terms() -> Terms:
    settings = current_app.config["SETTINGS"]
    assert isinstance(settings, Settings)
    return Terms(receipt_key=settings.receipt_key, feedback_weeks=house.terms(settings.municipality).feedback_weeks)
