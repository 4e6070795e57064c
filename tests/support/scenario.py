"""One of everything, for tests that walk past every door."""

from dataclasses import dataclass
from datetime import timedelta

from participation import clock
from participation.config import Municipality
from participation.contributions.models import BringIn, Contribution
from participation.contributions.moderation.models import Report, ReportReason
from participation.contributions.moderation.reporting import report
from participation.db import db
from participation.mail import MailState, OutboundMail
from participation.outcomes.experience.models import Experience
from participation.outcomes.texts.actions import write_text
from participation.outcomes.texts.models import AnswerText
from participation.promises.models import Promise
from participation.tracks import actions
from participation.tracks.models import Moment, Track
from participation.tracks.review import Review
from participation.tracks.room import Partner
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_bring_in
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast

CONFIRMING = (
    "desk.confirming", "desk.confirm_room", "desk.ask_confirmation", "desk.written_answer", "desk.record_answer",
)  # fmt: skip


@dataclass(frozen=True)
class Scenario:
    """Bram's open track with a contribution, his draft, his request for review, a question to Chantal, a failed mail."""

    track: Track
    draft: Track
    contribution: Contribution
    review: Review
    bring_in: BringIn
    promise: Promise
    moment: Moment
    mail: OutboundMail
    experience: Experience
    report: Report
    answer_text: AnswerText
    asked: Track

    def address(self, rule: str, endpoint: str) -> str:
        """The address of a route, with the things of this scenario filled in."""
        slug = self.draft.slug if endpoint in ("desk.room", "desk.save_room") else self.track.slug
        if endpoint in CONFIRMING:
            slug = self.asked.slug
        values = {
            "<slug>": slug, "<number>": self.contribution.number, "<step>": "waarom", "<int:review_id>": self.review.id,
            "<int:bring_in_id>": self.bring_in.id, "<int:promise_id>": self.promise.id, "<int:mail_id>": self.mail.id,
            "<int:experience_id>": self.experience.id, "<int:report_id>": self.report.id, "<party>": self.asked.rooms[0].partners[0].id,
            "<int:moment_id>": self.moment.id, "<int:user_id>": self.track.author_id,
            "<int:text_id>": self.answer_text.id, "<code>": self.track.areas[0].code,
        }  # fmt: skip
        for name, value in values.items():
            rule = rule.replace(name, str(value))
        return rule


def _asked(cast: Cast) -> Track:
    """A draft of which Chantal's department, Esther as who holds the mandate, and a partner are asked."""
    track = make_track(cast.bram, slug="gevraagd", title="Gevraagd", departments=[cast.streets, cast.parks])
    room = track.rooms[0]
    room.mandate_user, room.partners = cast.esther, [Partner(position=1, name="De Waterlelie")]
    db.session.flush()
    actions.ask_for_confirmation(room, actor=cast.bram, now=clock.now(), terms=Municipality())
    return track


def _experience_of(contribution: Contribution) -> Experience:
    told = Experience(
        contribution=contribution, track=contribution.track, sentence="Ik werd gehoord.", given_at=clock.now()
    )
    db.session.add(told)
    db.session.flush()
    return told


def make_scenario(cast: Cast) -> Scenario:
    track = make_open_track(cast.bram, departments=[cast.streets])
    moment = Moment(track=track, title="Inloop", starts_at=clock.now() + timedelta(days=8), place="De school")
    db.session.add(moment)
    waiting = make_track(cast.bram, slug="wacht-op-toets", title="Wacht op toets")
    review = actions.request_review(waiting, actor=cast.bram, now=clock.now(), terms=Municipality())
    contribution = check_public(make_contribution(track))
    bring_in = make_bring_in(contribution.points[0], cast.chantal, accepted=False)
    mail = OutboundMail(
        name="contribution_received", to="iemand@example.org", subject="Uw bijdrage", body_text="", body_html="",
        message_id="<een@doorwerking.example>", state=MailState.failed, queued_at=clock.now(), next_try_at=clock.now(),
        last_error="550",
    )  # fmt: skip
    db.session.add(mail)
    db.session.flush()
    scenario = Scenario(
        track=track,
        draft=make_track(cast.bram, slug="concept", title="Een concept"),
        contribution=contribution,
        review=review,
        bring_in=bring_in,
        promise=db.session.query(Promise).filter_by(contribution_id=contribution.id).one(),
        moment=moment,
        mail=mail,
        experience=_experience_of(contribution),
        report=report(contribution, ReportReason.people, "", form_key_hash="een", now=clock.now()),
        answer_text=write_text("Een titel", "Een hele zin om mee te beginnen.", (), actor=cast.bram, now=clock.now()),
        asked=_asked(cast),
    )
    db.session.commit()
    return scenario
