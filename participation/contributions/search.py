"""Finding what somebody said: all words must occur, the newest comes first.

There is no ranking and no number of hits: both would cost more with every contribution, and a count says nothing.
What is asked is read into words before it comes near a database, so no quote or operator has a meaning.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import Integer, TextClause, and_, bindparam, select, text

from participation.contributions.models import Addition, Contribution, Point, PublicState
from participation.contributions.stems import stem, stems, token, words
from participation.db import db, run
from participation.refusals import Refused

LONGEST = 100
"""Characters that somebody can search with."""
SHORTEST_START = 3
"""Letters from which the beginning of the last word is enough."""
LONGEST_INDEXED_START = 7
"""Up to here (the mark of a word included) SQLite indexes beginnings; of a longer word the whole is tried first."""
BATCH = 1_000

_UPSERT = (
    "INSERT INTO {0} ({1}, stems) VALUES (:id, :stems) "
    "ON CONFLICT ({1}) DO UPDATE SET stems = excluded.stems WHERE {0}.stems <> excluded.stems"
)
WRITE = text(_UPSERT.format("contribution_words", "contribution_id"))
WRITE_PUBLIC = text(_UPSERT.format("public_words", "point_id"))
FORGET_PUBLIC = text("DELETE FROM public_words WHERE point_id = :id")

_SQLITE = "SELECT rowid FROM {0}_index WHERE {0}_index MATCH :query AND rowid < :mark ORDER BY rowid DESC LIMIT :rows"
_POSTGRESQL = (
    "SELECT {1} FROM {0} WHERE lexemes @@ to_tsquery('simple', :query) AND {1} < :mark ORDER BY {1} DESC LIMIT :rows"
)


def _the_other_way(statement: str) -> str:
    """The oldest after the mark instead of the newest before it."""
    return statement.replace("< :mark", "> :mark").replace(" DESC", "")


CONTRIBUTIONS = {
    "sqlite": text(_SQLITE.format("contribution_words")),
    "postgresql": text(_POSTGRESQL.format("contribution_words", "contribution_id")),
}
NEWER_CONTRIBUTIONS = {
    "sqlite": text(_the_other_way(_SQLITE).format("contribution_words")),
    "postgresql": text(_the_other_way(_POSTGRESQL).format("contribution_words", "contribution_id")),
}
_AFTER, _UNTIL = bindparam("last", type_=Integer), bindparam("until", type_=Integer)
TEXTS = (
    select(Contribution.id, Contribution.track_id, Contribution.original_text)
    .where(Contribution.id > _AFTER)
    .order_by(Contribution.id)
    .limit(bindparam("rows", type_=Integer))
)
POINTS = (
    select(
        Point.contribution_id, Point.id, Point.track_id, Point.title, Point.public_text,
        and_(Point.is_public, Contribution.public_state == PublicState.public, Contribution.withdrawn_at.is_(None)),
    )
    .join(Contribution, Contribution.id == Point.contribution_id)
    .where(Point.contribution_id > _AFTER, Point.contribution_id <= _UNTIL)
    .order_by(Point.contribution_id, Point.position)
)  # fmt: skip
ADDITIONS = (
    select(Addition.contribution_id, Addition.text)
    .where(Addition.contribution_id > _AFTER, Addition.contribution_id <= _UNTIL)
    .order_by(Addition.id)
)
PUBLIC_POINTS = {
    "sqlite": text(_SQLITE.format("public_words")),
    "postgresql": text(_POSTGRESQL.format("public_words", "point_id")),
}


class TooLong(Refused):
    """More words than anybody searches with."""


@dataclass(frozen=True)
class Query:
    """What is looked for: all of these stems. Instead of the last one a word that begins with `start` will do."""

    stems: tuple[str, ...]
    start: str = ""


def read(typed: str) -> Query | None:
    """What *typed* looks for; None when nothing was typed. A text without any word looks for nothing that exists.

    Refuses (`TooLong`) more than a hundred characters.
    """
    typed = typed.strip()
    if len(typed) > LONGEST:
        raise TooLong(f"Zoek met minder woorden. Er passen {LONGEST} tekens in.", field="zoek")
    if not typed:
        return None
    found = words(typed)
    looks_for = [token(stem(word)) for word in found]
    others = [one for one in dict.fromkeys(looks_for) if one != looks_for[-1]]
    unfinished = bool(found) and typed[-1].isalnum() and len(found[-1]) >= SHORTEST_START
    return Query((*others, *looks_for[-1:]), token(found[-1]) if unfinished else "")


def index_new(contribution_id: int, track_id: int, said: str) -> None:
    """Let colleagues find what just came in. Nothing of it is public yet (I16)."""
    _write({contribution_id: _all_words(track_id, said, [], [])}, [])


def index(contribution: Contribution) -> None:
    """Bring what can be found in step with how *contribution* stands now. Call it after every change of its words."""
    db.session.flush()
    points = [
        Told(point.id, point.track_id, point.title, point.public_text, point.is_public and contribution.is_public)
        for point in contribution.points
    ]
    added = [addition.text for addition in contribution.additions]
    document = _all_words(contribution.track_id, contribution.original_text, added, points)
    _write({contribution.id: document}, points)


def forget(point_ids: Sequence[int]) -> None:
    """Let nobody find these points any more: they are about to go."""
    run(FORGET_PUBLIC, [{"id": number} for number in point_ids])


class Told(NamedTuple):
    """What the index has to know of a point."""

    id: int
    track_id: int
    title: str
    public_text: str | None
    is_public: bool


def _write(documents: dict[int, str], points: list[Told]) -> None:
    public = {point.id: _document(point.track_id, [point.public_text or ""]) for point in points if point.is_public}
    gone = {point.id: "" for point in points if not point.is_public}
    for statement, rows in ((WRITE, documents), (WRITE_PUBLIC, public), (FORGET_PUBLIC, gone)):
        if rows:
            run(statement, [{"id": number, "stems": found} for number, found in rows.items()])


def _all_words(track_id: int, original: str, added: Iterable[str], points: Iterable[Told]) -> str:
    return _document(track_id, [original, *added, *(point.title for point in points if point.title)])


def _document(track_id: int, texts: Sequence[str]) -> str:
    return " ".join([_track(track_id), *stems("\n".join(texts))])


def _track(track_id: int) -> str:
    return f"t{track_id}"


def contributions(track_ids: Sequence[int], query: Query, *, before: int, rows: int) -> list[int]:
    """The numbers of the newest contributions in these tracks with all words of *query*, for colleagues."""
    return _nearest(CONTRIBUTIONS, track_ids, query, before, rows)


def newer_contributions(track_ids: Sequence[int], query: Query, *, after: int, rows: int) -> list[int]:
    """The same the other way round: the first ones that came in after number *after*."""
    return _nearest(NEWER_CONTRIBUTIONS, track_ids, query, after, rows)


def public_points(track_id: int, query: Query, *, before: int, rows: int) -> list[int]:
    """The numbers of the newest points of a track with all words of *query* in their public version."""
    return _nearest(PUBLIC_POINTS, [track_id], query, before, rows)


def _nearest(
    statements: dict[str, TextClause], track_ids: Sequence[int], query: Query, mark: int, rows: int
) -> list[int]:
    if not track_ids or not query.stems:
        return []
    if len(query.start) > LONGEST_INDEXED_START:
        whole = _ask(statements, track_ids, replace(query, start=""), mark, rows)
        if whole:
            return whole
    return _ask(statements, track_ids, query, mark, rows)


def _ask(statements: dict[str, TextClause], track_ids: Sequence[int], query: Query, mark: int, rows: int) -> list[int]:
    engine = db.engine.dialect.name
    asked = _fts5(track_ids, query) if engine == "sqlite" else _tsquery(track_ids, query)
    return list(run(statements[engine], {"query": asked, "mark": mark, "rows": rows}).scalars())


def _fts5(track_ids: Sequence[int], query: Query) -> str:
    return _asked(track_ids, query, " OR ", " AND ", "*")


def _tsquery(track_ids: Sequence[int], query: Query) -> str:
    return _asked(track_ids, query, " | ", " & ", ":*")


def _asked(track_ids: Sequence[int], query: Query, either: str, both: str, begins: str) -> str:
    """One of the tracks and all of the words, in the language of an engine. Every part is letters and digits only."""
    *others, last = query.stems
    last = last if not query.start else f"({either.join([last, query.start + begins])})"
    return both.join([f"({either.join(_track(track_id) for track_id in track_ids)})", *others, last])


NEWEST_STEMS = text(
    "SELECT stems FROM contribution_words WHERE contribution_id IN "
    "(SELECT id FROM contribution WHERE track_id = :track_id ORDER BY id DESC LIMIT :rows)"
)


def newest_stems(track_id: int, rows: int) -> list[str]:
    """The stems of the newest contributions of a track, without the mark of the track: how common each word is."""
    found = run(NEWEST_STEMS, {"track_id": track_id, "rows": rows}).scalars()
    return [stems_of.partition(" ")[2] for stems_of in found]


def with_any(track_id: int, tokens: Sequence[str], *, rows: int) -> list[int]:
    """The numbers of the newest contributions of a track with at least one of *tokens* (as the index writes them)."""
    if not tokens:
        return []
    engine = db.engine.dialect.name
    either, both = (" OR ", " AND ") if engine == "sqlite" else (" | ", " & ")
    asked = both.join([_track(track_id), f"({either.join(tokens)})"])
    values = {"query": asked, "mark": 2_147_483_647, "rows": rows}
    return list(run(CONTRIBUTIONS[engine], values).scalars())


def rebuild_after(last: int) -> int | None:
    """Bring the next thousand contributions after number *last* in step; the number of the last of them, or None."""
    batch = db.session.execute(TEXTS, {"last": last, "rows": BATCH}).all()
    if not batch:
        return None
    span = {"last": last, "until": batch[-1].id}
    points, added = defaultdict(list), defaultdict(list)
    for point in db.session.execute(POINTS, span):
        points[point.contribution_id].append(Told._make(point[1:]))
    for addition in db.session.execute(ADDITIONS, span):
        added[addition.contribution_id].append(addition.text)
    documents = {row.id: _all_words(row.track_id, row.original_text, added[row.id], points[row.id]) for row in batch}
    _write(documents, [point for row in batch for point in points[row.id]])
    return int(batch[-1].id)


def renew() -> None:
    """Let SQLite make its own part of the index anew from our rows; PostgreSQL keeps its part itself."""
    if db.engine.dialect.name == "sqlite":
        for table in ("contribution_words", "public_words"):
            db.session.execute(text(f"INSERT INTO {table}_index ({table}_index) VALUES ('rebuild')"))  # noqa: S608
