"""A message in between: "we zijn nog bezig, want…". It never counts as an answer, whatever it says (I17, I21)."""

from datetime import date, datetime

from participation import clock
from participation.accounts.models import User
from participation.contributions.themes.models import Theme
from participation.promises import actions as promises
from participation.promises.models import PromiseKind
from participation.refusals import Conflict, Refused
from participation.tracks import rules
from participation.tracks.actions.holding import hold
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import Notice, NoticeKind, tell_everybody
from participation.tracks.room import OpenQuestion

ADDRESSED = (TrackState.open, TrackState.answering, TrackState.stopped, TrackState.closed)
"""When there is somebody to tell it to: from the day a track opened until it is put away."""


class NothingToTell(Refused):
    """The message says too little to be worth a mail."""


def publish_news(
    track: Track, text: str, *, question: OpenQuestion | None = None, theme: Theme | None = None,
    next_on: date | None = None, actor: User, now: datetime,
) -> Notice:  # fmt: skip
    """Tell how it is going, and perhaps when they hear more: everybody who took part, or who reacted to *question*, or
    whose points stand in *theme*.

    It keeps the news that was promised to the same people. Refused: a track that nobody can have reacted to
    (`Conflict`), too few words (`NothingToTell`), a question or theme of another track, a theme without
    a summary, both at once, and a next day that is no later day (`Refused`).
    """
    hold(track)
    check(track, text, question=question, theme=theme, next_on=next_on, today=clock.local(now).date())
    about = _about(question, theme)
    for promise in promises.to_everybody(track.id):
        if promise.kind is PromiseKind.news and about in ("", promise.about):
            promises.keep(promise, now=now, actor=actor)
    if next_on is not None:
        promises.make(
            PromiseKind.news, due=next_on, track_id=track.id, department_id=track.department_id,
            owner_id=track.contact_id or actor.id, now=now, actor=actor, about=about, text=_words(question, theme),
        )  # fmt: skip
    data = {"next_on": next_on.isoformat()} if next_on else {}
    if theme is not None:
        data["theme"] = theme.title
    return tell_everybody(
        track, NoticeKind.interim_news, text, actor=actor, now=now,
        question_root=question.lineage if question else None, theme_id=theme.id if theme else None, **data,
    )  # fmt: skip


def _about(question: OpenQuestion | None, theme: Theme | None) -> str:
    if question is not None:
        return f"question:{question.lineage}"
    return f"theme:{theme.id}" if theme is not None else ""


def _words(question: OpenQuestion | None, theme: Theme | None) -> str:
    """What is promised, in the words that residents read."""
    if question is not None:
        return f"Nieuws over de vraag: {question.question}"
    return f"Nieuws over het thema: {theme.title}" if theme is not None else "Nieuws over hoe het gaat."


def check(
    track: Track, text: str, *, question: OpenQuestion | None, next_on: date | None, today: date,
    theme: Theme | None = None,
) -> None:  # fmt: skip
    """What is against telling this now; the preview asks it as well. Refuses what `publish_news` refuses."""
    if track.state not in ADDRESSED:
        raise Conflict("Dit traject is nog niet open geweest. Er is nog niemand om dit aan te vertellen.")
    if question is not None and question not in (track.room.open_questions if track.room else []):
        raise Refused("Deze vraag hoort niet bij dit traject.", field="question")
    if theme is not None and (theme.track_id != track.id or question is not None):
        raise Refused("Dit thema hoort niet bij dit traject. Kies wie dit bericht krijgt.", field="question")
    if theme is not None and not theme.is_public:
        raise Refused("Schrijf eerst een samenvatting bij dit thema. Bewoners lezen zijn naam.", field="question")
    if not rules.says_something(text, rules.SHORTEST_EXPLANATION):
        raise NothingToTell("Schrijf in minstens één hele zin waar u mee bezig bent. Bewoners lezen dit.", field="text")
    if next_on is not None and next_on <= today:
        raise Refused("Kies een dag die nog komt, of laat het leeg.", field="next_on")
