"""One contribution laid open on the desk, with the point that is looked at: what every part of its page starts from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import abort, request, url_for
from werkzeug.datastructures import MultiDict

from participation import clock
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.models import Contribution, Point
from participation.contributions.points.queries import Cut, cut_of
from participation.outcomes import actions, desk_queries, helping, trying
from participation.outcomes.desk_queries import Folder
from participation.outcomes.models import Outcome
from participation.outcomes.second_look.models import SecondLook
from participation.web.desk import answering_form
from participation.web.desk.answering_form import AnswerForm


@dataclass(frozen=True)
class Desk:
    """One contribution on the desk, with the point that is looked at."""

    contribution: Contribution
    folder: Folder
    point: Point
    today: date

    @cached_property
    def cut(self) -> Cut:
        """Which words belong to which point: read once, when somebody asks."""
        return cut_of(self.contribution)

    @property
    def current(self) -> Outcome | None:
        """The answer that residents read now."""
        return next(iter(self.folder.published(self.point)), None)

    @property
    def draft(self) -> Outcome | None:
        return self.folder.draft(self.point)

    @property
    def look(self) -> SecondLook | None:
        """The second look at the answer that residents read now, as long as it waits."""
        look = self.current.second_look if self.current else None
        return look if look is not None and look.verdict is None else None

    @property
    def helped(self) -> list[BringIn]:
        """Everybody who was brought in on this point."""
        return self.folder.bring_ins_of(self.point)

    def form(self, typed: MultiDict[str, str] | None = None) -> AnswerForm:
        """The form of this point: the draft, or what is published, or empty."""
        seen = {
            "point": str(self.point.position), "base_version": str(self.current.version if self.current else 0),
            "base_draft": actions.mark_of(self.draft), "base_parts": helping.mark_of(self.helped),
        }  # fmt: skip
        return answering_form.form_for(
            trying.decision_of(self.draft or self.current), self.contribution.track.room,
            self.folder.accepted(self.point), seen=seen, typed=typed,
        )  # fmt: skip


def open_desk(contribution: Contribution, position: str | None = None) -> Desk:
    """Lay everything ready for one point (the first when none is named); a point that is not there is a 404."""
    point = point_of(contribution, position if position is not None else request.args.get("punt", "1"))
    return Desk(contribution, desk_queries.folder(contribution), point, clock.today())


def point_of(contribution: Contribution, position: str) -> Point:
    """The point with this number within its contribution; one that is not there is a 404."""
    point = next((point for point in contribution.points if str(point.position) == position), None)
    if point is None:
        abort(404)
    return point


def address_of(contribution: Contribution, point: Point | None = None, place: str | None = None) -> str:
    """Where this point is answered, at *place* on that page."""
    punt = point.position if point is not None and len(contribution.points) > 1 else None
    return url_for("desk.contribution", number=contribution.number, punt=punt, _anchor=place)
