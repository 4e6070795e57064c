"""Beginning an answer with a text from the library: what is offered beside the form, and putting one into it."""

from dataclasses import dataclass
from datetime import datetime

from participation.outcomes.texts import queries
from participation.web.desk.answering_form import AnswerForm
from participation.web.due import first_words


@dataclass(frozen=True)
class Start:
    """One block as it is offered beside the form."""

    id: int
    title: str
    words: str
    used_at: datetime | None


def starts_for(form: AnswerForm) -> list[Start]:
    """The blocks that fit the chosen kind, or all of them as long as nothing was chosen."""
    return [
        Start(one.id, one.current.title, first_words(one.current.text), one.last_used_at)
        for one in queries.to_begin_with(form.chosen)
    ]


def insert(form: AnswerForm, number: str) -> bool:
    """Put block *number* behind what was typed as the reason; says whether there was such a block."""
    words = queries.words_of(int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else ""
    if words:
        typed = (form.reason.data or "").rstrip()
        form.reason.data = f"{typed}\n\n{words}" if typed else words
    return bool(words)
