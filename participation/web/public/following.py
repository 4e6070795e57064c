"""Being told by mail: ask, confirm from the mail, and stop with one click. No account, and nothing is given away."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import Email

from participation import clock
from participation.accounts import throttle
from participation.contributions import queries as contributions
from participation.outcomes.following_by_mail import actions, queries, words
from participation.outcomes.following_by_mail.models import MailSubscription, Rhythm
from participation.outcomes.following_by_mail.rules import About
from participation.places import queries as places
from participation.refusals import Refused
from participation.tracks import queries as tracks
from participation.tracks.models import Track
from participation.web import language
from participation.web.access import everybody
from participation.web.answer_view import spoken
from participation.web.filters import dutch
from participation.web.forms import NOT_THERE, SHORT, Form, OneOf, TextLength, storable
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.security import csrf, settings, source

WHOLE = "alles"


def _whole_address(form: Any, field: Any) -> None:
    Email(_("Vul uw hele e-mailadres in, bijvoorbeeld naam@voorbeeld.nl"))(form, field)


class FollowForm(Form):
    email = EmailField(_l("Uw e-mailadres"), [storable, TextLength(SHORT), _whole_address])
    rhythm = OneOf(_l("Hoe vaak?"), Rhythm)

    def prepare(self) -> "FollowForm":
        """With the labels in this language; once a week unless somebody wants it otherwise."""
        self.rhythm.choices = [SelectChoice(str(one.value), _(one.label)) for one in Rhythm]
        if self.rhythm.data is None:
            self.rhythm.data = Rhythm.weekly
        return self


class FollowTrackForm(FollowForm):
    about = RadioField(_l("Waarover?"), default=WHOLE, **NOT_THERE)

    def ask_about(self, track: Track) -> "FollowTrackForm":
        """The whole track, or one of its questions."""
        assert track.room is not None
        asked = [SelectChoice(str(one.lineage), dutch(one.question)) for one in track.room.open_questions]
        self.about.choices = [SelectChoice(WHOLE, _("Het hele traject")), *asked]
        self.prepare()
        return self


@bp.route("/trajecten/<slug>/meldingen", methods=["GET", "POST"])
@everybody
def follow_track(slug: str) -> ResponseReturnValue:
    """A public track, or one open question of it."""
    track = tracks.receiving_track(slug)
    if track is None:
        abort(404)
    form = FollowTrackForm().ask_about(track)
    root = int(form.about.data) if (form.about.data or "").isdecimal() else None
    crumbs = [(_("Trajecten"), url_for("public.tracks")), (dutch(track.title), url_for("public.track", slug=slug))]
    return _answer(form, About(track_id=track.id, question_root=root), dutch(track.title), crumbs)


@bp.route("/buurten/<code>/meldingen", methods=["GET", "POST"])
@everybody
def follow_area(code: str) -> ResponseReturnValue:
    """An area, with every track in it and in what lies in it."""
    here = places.place(code)
    if here is None:
        abort(404)
    crumbs = [(_("Buurten"), url_for("public.areas")), (here.name, url_for("public.area", code=code))]
    return _answer(FollowForm().prepare(), About(area_id=here.id), here.name, crumbs)


@bp.route("/bijdragen/<number>/meldingen", methods=["GET", "POST"])
@everybody
def follow_contribution(number: str) -> ResponseReturnValue:
    """One contribution, as long as everybody may read it."""
    header = contributions.public_header(number)
    if header is None:
        abort(404)
    name = _("Bijdrage %(number)s", number=number)
    crumbs = [(name, url_for("public.contribution", number=number))]
    return _answer(FollowForm().prepare(), About(contribution_id=header.id), name, crumbs)


def _answer(form: FollowForm, about: About, name: str, crumbs: list[tuple[Any, str]]) -> ResponseReturnValue:
    """The form, and what happens next: the same for every address."""
    page = {"form": form, "name": name, "crumb_list": crumbs, "back": crumbs[-1][1]}
    if request.method == "GET":
        return render_template("public/following.html", **page)
    if not form.validate():
        return render_template("public/following.html", **page), 422
    now, where = clock.now(), source()
    if throttle.is_blocked(throttle.FOLLOW, where, now):
        form.form_errors = [_("Er kwamen net veel aanvragen van dezelfde plek. Wacht een kwartier en probeer het opnieuw. Of bel ons.")]  # fmt: skip # noqa: E501
        return render_template("public/following.html", **page), 429
    rhythm = form.rhythm.data if isinstance(form.rhythm.data, Rhythm) else Rhythm.weekly
    try:
        actions.ask(
            form.email.data or "", about, rhythm, language=language.current(), key=settings().receipt_key, now=now
        )
    except Refused as refusal:
        form.email.errors = [_(refusal.sentence)]
        return render_template("public/following.html", **page), 422
    throttle.note_failure(throttle.FOLLOW, where, now)
    flash(_("Kijk in uw mail. Open de link die daarin staat en druk op de knop. Doet u dat niet, dan hoort u niets van ons."), "success")  # fmt: skip # noqa: E501
    return redirect(crumbs[-1][1], 303)


@bp.get("/meldingen/bevestig/<token>")
@everybody
def confirming(token: str) -> ResponseReturnValue:
    """The page behind the link in the mail. It changes nothing: programs that look at mail open links as well."""
    one = queries.to_confirm(token, key=settings().receipt_key)
    return _shown("public/following_confirm.html", one, token)


@bp.post("/meldingen/bevestig/<token>")
@everybody
def confirm_following(token: str) -> ResponseReturnValue:
    """The button on that page."""
    one = actions.confirm(token, key=settings().receipt_key, now=clock.now())
    return _shown("public/following_confirm.html", one, token)


@bp.get("/meldingen/stop/<token>")
@everybody
def stopping(token: str) -> ResponseReturnValue:
    """What this link ends, and a button; it says no more of the address than its first letter."""
    one = queries.to_end(token, key=settings().receipt_key)
    return _shown("public/following_stop.html", one, token)


@bp.post("/meldingen/stop/<token>")
@csrf.exempt
@everybody
def stop_following(token: str) -> ResponseReturnValue:
    """End exactly this one. Mail programs press this button themselves (RFC 8058), so it asks for no token of a form:
    whoever holds the link may end it, and nobody can do anything else with it. Pressed again it says the same.
    """
    actions.end(token, key=settings().receipt_key, now=clock.now())
    return _shown("public/following_stop.html", None, token)


@bp.post("/meldingen/stop/<token>/alles")
@everybody
def stop_all(token: str) -> ResponseReturnValue:
    """End everything that this address follows: only from the page, never by a mail program."""
    actions.end_all(token, key=settings().receipt_key, now=clock.now())
    return _shown("public/following_stop.html", None, token, all_of_it=True)


def _shown(template: str, one: MailSubscription | None, token: str, *, all_of_it: bool = False) -> str:
    return render_template(
        template, token=token, one=one, followed=spoken([words.followed(one)])[0] if one else "",
        path=words.path(one) if one else "", all_of_it=all_of_it,
    )  # fmt: skip
