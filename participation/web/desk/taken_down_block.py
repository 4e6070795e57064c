"""Beside words that a colleague wrote down: who said it, the note of the taker, the meeting, and letters on paper."""

from dataclasses import dataclass

from flask import url_for

from participation.contributions.models import Channel
from participation.outcomes.letters import queries
from participation.outcomes.letters.models import Letter
from participation.web.desk.answering_desk import Desk
from participation.web.desk.intake_form import meeting_in_words
from participation.web.filters import short_day


@dataclass(frozen=True)
class TakenDown:
    """What a colleague should know besides the words. None of it is of the resident, and none of it is public."""

    speaker: str
    note: str
    meeting: str
    meeting_href: str
    letters: list[str]
    by_post: bool


def block(desk: Desk) -> TakenDown | None:
    """Nothing for what came through the website; a few rows for what somebody wrote down."""
    contribution = desk.contribution
    if contribution.channel is Channel.web:
        return None
    moment = contribution.moment
    return TakenDown(
        speaker=contribution.speaker.label if contribution.speaker else "", note=contribution.taker_note,
        meeting=meeting_in_words(moment) if moment else "",
        meeting_href=url_for("desk.meeting", moment_id=moment.id) if moment else "",
        letters=[_line(one) for one in queries.of_contribution(contribution.id)] if contribution.by_post else [],
        by_post=contribution.by_post,
    )  # fmt: skip


def _line(letter: Letter) -> str:
    told = f"Brief van {short_day(letter.made_at)}"
    if letter.not_sent_at is not None:
        return f"{told}: niet verstuurd, want: {letter.not_sent_reason}"
    if letter.run is None:
        return f"{told}: wacht om geprint te worden."
    if letter.run.posted_at is None:
        return f"{told}: ligt in stapel {letter.run.id}, nog niet op de post."
    return f"{told}: op de post op {short_day(letter.run.posted_at)}."
