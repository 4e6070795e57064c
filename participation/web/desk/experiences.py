"""What residents found of taking part: read a sentence before everybody does, and see when people expect too much."""

from dataclasses import dataclass

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from participation import clock
from participation.contributions.models import PublicState
from participation.outcomes import public_list
from participation.outcomes.experience import actions, gap, queries, rules
from participation.outcomes.experience.models import Experience
from participation.outcomes.experience.queries import Sentence
from participation.outcomes.experience.rules import Gap
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_fields import Words
from participation.web.experience_view import ExperienceView, experience_view
from participation.web.forms import Form

STATES = {"lezen": PublicState.unchecked, "website": PublicState.public, "niet": PublicState.hidden}
NAMES = {"lezen": "Nog lezen", "website": "Op de website", "niet": "Niet op de website"}
FEW = 3


class CheckForm(Form):
    mark = HiddenField()
    reason = Words("Waarom zet u deze zin niet op de website?")


@dataclass(frozen=True)
class ToCheck:
    """One sentence with its buttons; the form is open again when a reason was missing."""

    sentence: Sentence
    form: CheckForm

    @property
    def mark(self) -> str:
        return actions.mark_of(self.sentence.words)


@dataclass(frozen=True, kw_only=True)
class DeskExperience:
    """What the page of a track shows about expecting and experiencing."""

    gap: Gap | None
    what_to_do: tuple[str, ...]
    view: ExperienceView | None
    waiting: list[ToCheck]
    more: bool


def of_track(track: Track) -> DeskExperience | None:
    """The part about *track* on its page; none before residents can see it. Three statements."""
    if not track.state.is_public:
        return None
    counts = queries.tallies(track.id)
    unread = queries.sentences(track.id, PublicState.unchecked, rows=FEW)
    return DeskExperience(
        gap=gap.gap_of(track, counts.get(rules.EXPECTED, {})), what_to_do=gap.WHAT_TO_DO,
        view=experience_view(track.id, track.room, counts), waiting=[_to_check(one) for one in unread.rows],
        more=unread.older is not None,
    )  # fmt: skip


def _to_check(sentence: Sentence, form: CheckForm | None = None) -> ToCheck:
    form = form or CheckForm(formdata=None)
    form.reason.id = f"reden-{sentence.id}"
    return ToCheck(sentence, form)


@bp.get("/trajecten/<slug>/ervaringen")
@requires(Permission.see_track, load=queries.track_at_desk)
def experiences(track: Track) -> ResponseReturnValue:
    """The sentences of a track in one state, the newest first; an unknown state or mark is not found."""
    shown, mark = request.args.get("toon", "lezen"), request.args.get("voor", "")
    if shown not in STATES or not public_list.is_mark(mark):
        abort(404)
    return _page(track, shown, before=int(mark) if mark else public_list.LAST)


@bp.post("/ervaringen/<int:experience_id>")
@requires(Permission.handle_contribution, load=queries.experience)
def check_experience(experience: Experience) -> ResponseReturnValue:
    """Let everybody read the sentence, or keep it from the website with a reason that the resident reads."""
    form, hides = CheckForm(), request.form.get("doe") == "verberg"
    shown = next(name for name, state in STATES.items() if state is experience.sentence_state)
    if not hides:
        mark = form.mark.data or ""
        actions.publish_sentence(experience, mark=mark, actor=actor(), now=clock.now())
        return _done(experience, shown, "Iedereen kan deze zin nu lezen.")
    if form.validate():
        try:
            actions.hide_sentence(
                experience, form.reason.data or "", mark=form.mark.data or "", actor=actor(), now=clock.now()
            )
            return _done(experience, shown, "Deze zin staat niet op de website. De bewoner leest waarom.")
        except Conflict:
            raise
        except Refused as refusal:
            form.reason.errors = [refusal.sentence]
    return _page(experience.track, shown, before=experience.id + 1, refused=(experience.id, form)), 422


def _done(experience: Experience, shown: str, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return htmx.go_to(url_for("desk.experiences", slug=experience.track.slug, toon=shown))


def _page(track: Track, shown: str, *, before: int, refused: tuple[int, CheckForm] | None = None) -> str:
    found = queries.sentences(track.id, STATES[shown], before=before)
    number, form = refused or (0, None)
    tabs = [
        {"text": text, "href": url_for("desk.experiences", slug=track.slug, toon=name), "here": name == shown}
        for name, text in NAMES.items()
    ]
    return render_template(
        "desk/experiences.html", track=track, shown=shown, tabs=tabs,
        rows=[_to_check(one, form if one.id == number else None) for one in found.rows], form=form,
        first=tabs[list(NAMES).index(shown)]["href"] if before <= public_list.LAST - 1 else None,
        older=url_for("desk.experiences", slug=track.slug, toon=shown, voor=found.older) if found.older else None,
    )  # fmt: skip
