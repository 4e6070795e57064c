"""The photos and documents of a contribution at the desk: one statement, and none when nothing came along."""

from collections.abc import Mapping
from dataclasses import dataclass

from wtforms import StringField

from participation.contributions.files.models import ContributionFile, FileState
from participation.web.desk.answering_desk import Desk
from participation.web.file_views import FileView, desk_files
from participation.web.filters import short_day
from participation.web.forms import SHORT, Form, TextLength, storable


class FileForm(Form):
    alt = StringField("Wat is er te zien?", [storable, TextLength(SHORT)])
    reason = StringField("Waarom niet?", [storable, TextLength(SHORT)])


@dataclass(frozen=True)
class FileAtDesk:
    """One file with its form; `state` in words, `waits` when nobody looked yet."""

    view: FileView
    form: FileForm
    state: str
    waits: bool


def prefix_of(file: ContributionFile) -> str:
    """What tells the fields of one file from those of the next."""
    return f"bestand{file.position}-"


def block(desk: Desk, sent: Mapping[int, FileForm] | None = None) -> list[FileAtDesk]:
    """Each file with its form, the one that was *sent* as it was typed."""
    sent = sent or {}
    return [
        FileAtDesk(view, sent.get(file.id) or _fresh(file), _state(file), file.state is FileState.unchecked)
        for file, view in desk_files(desk.contribution)
    ]


def _fresh(file: ContributionFile) -> FileForm:
    told = {"alt": file.public_alt, "reason": file.hidden_reason or ""}
    return FileForm(formdata=None, prefix=prefix_of(file), data=told)


def _state(file: ContributionFile) -> str:
    if file.checked_at is None:
        return "Nog niet nagekeken. Niemand ziet dit op de website."
    who = file.checked_by.name if file.checked_by else "Een collega"
    day = short_day(file.checked_at)
    if file.state is FileState.hidden:
        return f"{who} hield dit van de website op {day}. De bewoner leest waarom."
    if file.is_public:
        return f"Iedereen kan dit zien. {who} keek het na op {day}."
    return f"{who} keek het na op {day}. Het is te zien zodra de tekst op de website staat."
