"""The news of a track, in the sentences residents read: the same on every page and in the mail. None is an answer."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, lazyload, load_only

from participation.accounts.models import User
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.decisions.models import Follows
from participation.outcomes.decisions.words import follows_in_words
from participation.outcomes.sentences import Sentence, own, say
from participation.promises.models import PromiseKind
from participation.tracks.change import Direction
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.room import Level, OpenQuestion
from participation.words import N_

PAGE = 20
NEWEST = 3
_BEFORE_ALL = 2_147_483_647


@cache
def _rows() -> Select[Notice]:
    return (
        select(Notice)
        .options(joinedload(Notice.published_by).options(load_only(User.name), lazyload(User.department)))
        .where(Notice.track_id == bindparam("track_id"))
        .order_by(Notice.id.desc())
        .limit(bindparam("rows"))
    )


@cache
def _of_track(without: tuple[NoticeKind, ...]) -> Select[Notice]:
    return _rows().where(Notice.kind.not_in(without), Notice.id < bindparam("before"))


@cache
def _of_contribution() -> Select[Notice]:
    asked = OpenQuestion.id == bindparam("question_id")
    lineage = select(func.coalesce(OpenQuestion.root_id, OpenQuestion.id)).where(asked).scalar_subquery()
    themes = select(Point.theme_id).where(
        Point.contribution_id == bindparam("contribution_id"), Point.theme_id.is_not(None)
    )
    return _rows().where(
        Notice.published_at >= bindparam("since"),
        or_(Notice.question_root.is_(None), Notice.question_root == lineage),
        or_(Notice.theme_id.is_(None), Notice.theme_id.in_(themes)),
    )


def of_track(
    track_id: int, *, before: int | None = None, rows: int = PAGE, without: tuple[NoticeKind, ...] = ()
) -> list[Notice]:
    """The news of a track, the newest first; one more than *rows*, so that it is known whether there is more."""
    values = {"track_id": track_id, "before": _BEFORE_ALL if before is None else before, "rows": rows + 1}
    return list(db.session.scalars(_of_track(without), values))


def of_contribution(contribution: Contribution, *, rows: int = NEWEST) -> list[Notice]:
    """The news since *contribution* came in that is meant for who sent it, the newest first; one more than *rows*."""
    values = {
        "track_id": contribution.track_id, "since": contribution.received_at, "question_id": contribution.question_id,
        "contribution_id": contribution.id, "rows": rows + 1,
    }  # fmt: skip
    return list(db.session.scalars(_of_contribution(), values))


def told(notice: Notice) -> list[Sentence]:
    """What happened, and in the words of a colleague why. The title (the label of its kind) stands above it."""
    return SENTENCES[notice.kind](notice)


def _because(notice: Notice) -> list[Sentence]:
    return [say(N_("Dit is waarom:")), *own(notice.text)] if notice.text else []


def _room_changed(notice: Notice) -> list[Sentence]:
    words = {
        Direction.narrower.value: N_("U kunt over minder meedenken dan eerst."),
        Direction.wider.value: N_("U kunt over meer meedenken dan eerst."),
    }.get(notice.data.get("direction", ""))
    moved = [_another_day(one) for one in notice.data.get("moved", [])]
    where = say(N_("Op de pagina van het traject leest u wat er anders is."))
    return [*([say(words)] if words else []), *_because(notice), *moved, where]


def _another_day(data: dict[str, str]) -> Sentence:
    return say(N_("Er komt een andere dag voor: %(text)s Dat wordt %(after)s, niet %(before)s."),
               text=data.get("about", ""), after=_day(data, "after"), before=_day(data, "before"))  # fmt: skip


def _promise_moved(notice: Notice) -> list[Sentence]:
    days = {name: _day(notice.data, name) for name in ("after", "before")}
    what = {
        PromiseKind.track_answer.value: say(
            N_("We hebben meer tijd nodig. U hoort van ons op %(after)s, niet op %(before)s."), **days
        ),
        PromiseKind.news.value: say(
            N_("Ons volgende bericht komt later. U leest het op %(after)s, niet op %(before)s."), **days
        ),
    }.get(notice.data.get("what", ""))
    return [what or _another_day(notice.data), *_because(notice)]


def _interim_news(notice: Notice) -> list[Sentence]:
    next_on = notice.data.get("next_on")
    later = [say(N_("U hoort weer van ons, uiterlijk %(day)s."), day=date.fromisoformat(next_on))] if next_on else []
    answer = say(N_("Dit is geen antwoord op uw bijdrage. Wacht u daar nog op? Dan krijgt u dat apart."))
    theme = notice.data.get("theme")
    about = [say(N_("Dit gaat over het thema ‘%(theme)s’."), theme=str(theme))] if theme else []
    return [*about, *own(notice.text), *later, answer]


def _stopped(notice: Notice) -> list[Sentence]:
    return [*_because(notice), say(N_("Iedereen die reageerde, krijgt nog antwoord."))]


def _closed_early(notice: Notice) -> list[Sentence]:
    words = N_("Reageren kon tot en met %(day)s. Dat is eerder dan wij zeiden.")
    first = say(words, day=_day(notice.data, "closes_on"))
    return [first, *_because(notice), say(N_("Iedereen die reageerde, krijgt antwoord."))]


def _contact_changed(notice: Notice) -> list[Sentence]:
    data = notice.data
    words = (
        N_("%(before)s was uw contact. Nu is dat %(name)s.") if data.get("before") else N_("Uw contact is %(name)s.")
    )
    first = say(words, before=str(data.get("before") or ""), name=str(data.get("name") or ""))
    call = [say(N_("Het nummer is %(phone)s."), phone=str(data["phone"]))] if data.get("phone") else []
    return [first, *own(notice.text), *call]


def _moments_changed(notice: Notice) -> list[Sentence]:
    moments = [line for moment in notice.data.get("moments", []) for line in own(str(moment))]
    return [say(N_("Er veranderde iets aan de momenten waarop u kunt komen praten.")), *moments, *own(notice.text)]


def _decision(notice: Notice) -> list[Sentence]:
    level = notice.data.get("level")
    follows = follows_in_words(Level(level) if level else None, Follows(notice.data["follows"]))
    first = say(
        N_("%(organ)s besliste op %(day)s."),
        organ=str(notice.data.get("organ", "")),
        day=_day(notice.data, "decided_on"),
    )
    return [first, *([say(follows)] if follows else []), *own(notice.text)]


def _day(data: dict[str, str], name: str) -> date:
    return date.fromisoformat(data[name])


SENTENCES: dict[NoticeKind, Callable[[Notice], list[Sentence]]] = {
    NoticeKind.room_changed: _room_changed,
    NoticeKind.promise_moved: _promise_moved,
    NoticeKind.interim_news: _interim_news,
    NoticeKind.stopped: _stopped,
    NoticeKind.closed_early: _closed_early,
    NoticeKind.contact_changed: _contact_changed,
    NoticeKind.moments_changed: _moments_changed,
    NoticeKind.decision: _decision,
}


def newest(found: Sequence[Notice], rows: int) -> tuple[list[Notice], bool]:
    """The first *rows* of what was read, and whether there is more."""
    return list(found[:rows]), len(found) > rows
