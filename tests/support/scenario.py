"""One of everything, for tests that walk past every door."""

from dataclasses import dataclass
from datetime import timedelta

from participation import clock
from participation.config import Municipality
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.by_post import actions as by_post
from participation.contributions.by_post.rules import Address
from participation.contributions.dividing.actions import add_rule
from participation.contributions.dividing.models import DealingRule
from participation.contributions.dividing.rules import Asks
from participation.contributions.files import actions as files
from participation.contributions.files import queries as file_queries
from participation.contributions.files.models import ContributionFile, FileKind
from participation.contributions.files.taking import Taken
from participation.contributions.models import Channel, Contribution
from participation.contributions.moderation.models import Report, ReportReason
from participation.contributions.moderation.reporting import report
from participation.contributions.sheets.models import Sheet, SheetState, SheetUse
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.mail import MailState, OutboundMail
from participation.outcomes.experience.models import Experience
from participation.outcomes.finding.keeping import keep
from participation.outcomes.finding.models import SavedSearch
from participation.outcomes.grouped import actions as grouped
from participation.outcomes.grouped.models import GroupedLetter
from participation.outcomes.letters import actions as letters
from participation.outcomes.letters.models import Letter
from participation.outcomes.texts.actions import write_text
from participation.outcomes.texts.models import AnswerText
from participation.promises.models import Promise
from participation.tracks import actions
from participation.tracks.models import Moment, Track
from participation.tracks.review import Review
from participation.tracks.room import Partner
from participation.web.files_field import store
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_bring_in
from tests.factories.themes import make_theme
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
    held: Moment
    posted: Letter
    mail: OutboundMail
    experience: Experience
    report: Report
    answer_text: AnswerText
    asked: Track
    theme: Theme
    rule: DealingRule
    kept: SavedSearch
    letter: GroupedLetter
    sheet: Sheet
    answers: Sheet
    file: ContributionFile

    def address(self, rule: str, endpoint: str) -> str:
        """The address of a route, with the things of this scenario filled in."""
        slug = self.draft.slug if endpoint in ("desk.room", "desk.save_room") else self.track.slug
        if endpoint in CONFIRMING:
            slug = self.asked.slug
        values = {
            "<slug>": slug, "<number>": self.contribution.number, "<step>": "waarom", "<int:review_id>": self.review.id,
            "<int:bring_in_id>": self.bring_in.id, "<int:promise_id>": self.promise.id, "<int:mail_id>": self.mail.id,
            "<int:experience_id>": self.experience.id, "<int:report_id>": self.report.id, "<party>": self.asked.rooms[0].partners[0].id,
            "<int:moment_id>": self.held.id if endpoint == "public.meeting" else self.moment.id,
            "<int:run_id>": self.posted.run_id, "<int:post_id>": self.posted.id, "<int:user_id>": self.track.author_id,
            "<int:search_id>": self.kept.id, "<int:text_id>": self.answer_text.id, "<code>": self.track.areas[0].code,
            "<int:rule_id>": self.rule.id, "<int:position>": 1, "<int:theme_id>": self.theme.id, "<int:number>": self.theme.id,
            "<int:grouped_id>": self.letter.grouped_id, "<int:letter_id>": self.letter.id,
            "<token>": "bestaat-niet", "<public_id>": self.file.public_id,
            "<int:sheet_id>": (self.answers if "_answers" in endpoint or "answers_" in endpoint else self.sheet).id,
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


def _held(track: Track, cast: Cast) -> Moment:
    """A meeting that was, with minutes that everybody may read."""
    held = Moment(
        track_id=track.id, title="Keukentafel", starts_at=clock.now() - timedelta(days=2), announced=False,
        minutes="Het ging over de bank.", minutes_published_at=clock.now(), minutes_published_by_id=cast.bram.id,
    )  # fmt: skip
    db.session.add(held)
    db.session.flush()
    return held


def _posted(track: Track, cast: Cast) -> Letter:
    """A letter about something else that is on the post."""
    said = make_contribution(track, "Op de telefoon gezegd.", channel=Channel.phone, entered_by=cast.bram)
    to = Address(street="Molenstraat 1", postcode="1234 AB", town="Waterdam")
    by_post.keep_address(said, to, actor=cast.bram, now=clock.now())
    letter = Letter(
        track=track, contribution=said, name="outcome_published", subject="Ons antwoord", text="Ja.", language="nl",
        made_at=clock.now(),
    )  # fmt: skip
    db.session.add(letter)
    db.session.flush()
    letters.confirm_posted(letters.make_run(track, actor=cast.bram, now=clock.now()), actor=cast.bram, now=clock.now())
    return letter


def _letter(contribution: Contribution, cast: Cast) -> GroupedLetter:
    """The letter to this resident in a grouped answer that is being written."""
    grouped.start_for_contributions(contribution.track, "Bomen", [contribution.id], actor=cast.bram, now=clock.now())
    return db.session.query(GroupedLetter).one()


def _file(contribution: Contribution, cast: Cast) -> ContributionFile:
    """A document that everybody may see."""
    content = b"%PDF-1.7 een document %%EOF"
    taken = Taken(kind=FileKind.pdf, sha=store().keep(content), name="plan.pdf", size=len(content))
    files.attach(contribution, [taken], now=clock.now())
    (file,) = file_queries.files_of(contribution)
    files.show(file, "", actor=cast.bram, now=clock.now())
    return file


def _sheet(cast: Cast, use: SheetUse, track: Track | None) -> Sheet:
    """A sheet that was brought in."""
    sheet = Sheet(
        use=use, track=track, sent_by=cast.bram, sent_at=clock.now(), name="enquete.csv", fingerprint="een",
        header=["tekst"], said=[], rows=1, state=SheetState.done, done_at=clock.now(), columns={"text": "tekst"},
    )  # fmt: skip
    db.session.add(sheet)
    db.session.flush()
    return sheet


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
        held=_held(track, cast),
        posted=_posted(track, cast),
        mail=mail,
        experience=_experience_of(contribution),
        report=report(contribution, ReportReason.people, "", form_key_hash="een", now=clock.now()),
        answer_text=write_text("Een titel", "Een hele zin om mee te beginnen.", (), actor=cast.bram, now=clock.now()),
        asked=_asked(cast),
        rule=add_rule(track, Asks(channel=Channel.paper), cast.bram, actor=cast.bram, now=clock.now()),
        theme=make_theme(track, "Bomen", contribution.points[0], summary="Mensen willen schaduw."),
        sheet=_sheet(cast, SheetUse.contributions, track),
        letter=_letter(contribution, cast),
        answers=_sheet(cast, SheetUse.answers, None),
        file=_file(contribution, cast),
        kept=keep({"stand": "wacht"}, "Wat wacht", shared=True, actor=cast.bram, now=clock.now()),
    )
    db.session.commit()
    return scenario
