"""Together with others: in which grouped answer this point waits, and putting near-identical points together."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from participation.outcomes.grouped import queries
from participation.outcomes.grouped.models import Standing
from participation.web.desk import grouped_words
from participation.web.desk.answering_desk import Desk
from participation.web.desk.room_fields import Line
from participation.web.forms import Form


class MergeForm(Form):
    others = Line("Met welke bijdragen?")


@dataclass(frozen=True)
class Together:
    """The grouped answer in which the point waits. `takes_over`: what is written here can become its text."""

    said: str
    title: str
    href: str
    letter: str
    is_bundle: bool
    takes_over: str
    stopped: str


@dataclass(frozen=True)
class MergingBlock:
    """What `desk/_merging.html` shows; `together` is none when the point waits by itself."""

    together: Together | None
    form: MergeForm
    may_merge: bool


def block(desk: Desk) -> MergingBlock:
    """Where it waits, and an empty form. One statement."""
    return block_with(desk)


def block_with(desk: Desk, form: MergeForm | None = None) -> MergingBlock:
    """The same, with the form as it was typed."""
    waits = desk.point.outcome_id is None and desk.contribution.withdrawn_at is None
    found = queries.waiting_for([desk.point.id]) if waits else []
    together = _together(desk, found)
    return MergingBlock(
        together=together, form=form or MergeForm(None, prefix="merge-"),
        may_merge=waits and (together is None or together.is_bundle),
    )  # fmt: skip


def _together(desk: Desk, found: Sequence[queries.Waits]) -> Together | None:
    if not found:
        return None
    row = found[0]
    others = row.letters - 1
    said = {0: "Er staan nu geen andere bijdragen bij.", 1: "Er staat nog één bijdrage bij."}.get(
        others, f"Er staan nog {grouped_words.number(others)} andere bijdragen bij."
    )
    may_write = row.answer.standing is Standing.draft
    return Together(
        said=said, title=row.answer.title, href=url_for("desk.grouped", grouped_id=row.answer.id),
        letter=url_for("desk.grouped_letter", grouped_id=row.answer.id, letter_id=row.letter_id),
        is_bundle=row.answer.is_bundle,
        takes_over=url_for("desk.answer_together", number=desk.contribution.number) if may_write else "",
        stopped=row.answer.stopped_why,
    )  # fmt: skip
