"""What pages show of a file: its addresses, the words for who cannot see it, and how it stands."""

from dataclasses import dataclass

from flask import url_for

from participation.contributions.files import queries
from participation.contributions.files.models import ContributionFile, FileState
from participation.contributions.models import Contribution
from participation.web.file_answers import address_for_author
from participation.web.filters import quoting
from participation.web.language import gettext as _


@dataclass(frozen=True)
class FileView:
    """One file on a page. `small` is empty for what is no picture; `state` says to its author how it stands."""

    id: str
    href: str
    small: str
    alt: str
    name: str
    width: int
    height: int
    megabytes: str
    state: str = ""

    @property
    def is_picture(self) -> bool:
        return bool(self.small)


def public_files(contribution: Contribution) -> list[FileView]:
    """What everybody may see; one statement, and none when nothing came along."""
    return [
        _view(one, url_for("public.file", public_id=one.public_id),
              url_for("public.file", public_id=one.public_id, klein=1), alt=one.public_alt,
              name=_("Document bij deze bijdrage"))
        for one in queries.files_of(contribution) if one.state is FileState.public
    ]  # fmt: skip


def own_files(contribution: Contribution) -> list[FileView]:
    """Everything that its author sent, with how it stands."""
    return [
        _view(one, address_for_author(one), address_for_author(one, small=True), alt=one.alt, name=one.name,
              state=_state(one))
        for one in queries.files_of(contribution)
    ]  # fmt: skip


def desk_files(contribution: Contribution) -> list[tuple[ContributionFile, FileView]]:
    """Everything, for the colleague who looks at it."""
    return [
        (one, _view(one, url_for("desk.file", public_id=one.public_id),
                    url_for("desk.file", public_id=one.public_id, klein=1), alt=one.alt, name=one.name))
        for one in queries.files_of(contribution)
    ]  # fmt: skip


def _view(one: ContributionFile, href: str, small: str, *, alt: str, name: str, state: str = "") -> FileView:
    longest = max(one.width, one.height, 1)
    scale = min(1.0, 480 / longest)
    return FileView(
        id=one.public_id, href=href, small=small if one.is_picture else "", alt=alt, name=name,
        width=round(one.width * scale), height=round(one.height * scale),
        megabytes=f"{max(one.size / 1_000_000, 0.1):.1f}".replace(".", ","), state=state,
    )  # fmt: skip


def _state(one: ContributionFile) -> str:
    if one.state is FileState.hidden:
        return str(quoting(_("Dit staat niet op de website. Dit is waarom: %(why)s"), {"why": one.hidden_reason or ""}))
    if one.is_public:
        return _("Iedereen kan dit zien.")
    if one.state is FileState.public:
        return _("Een collega heeft dit bekeken. Iedereen kan het zien als uw bijdrage op de website staat.")
    return _("Een collega bekijkt dit eerst. Tot dan ziet niemand het op de website.")
