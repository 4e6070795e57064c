"""A message in between for everybody who took part, or about one question or theme: read first what they will read."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types

from participation import clock
from participation.contributions.themes.models import Theme
from participation.contributions.themes.queries import theme_at_desk, themes_of
from participation.outcomes.news import interim
from participation.outcomes.news import words as told
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.room import DeclaredRoom, OpenQuestion
from participation.web import htmx, news_view
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.answering_forms import refuse
from participation.web.desk.room_fields import DayField, Words
from participation.web.desk.tracks import room_of
from participation.web.forms import NOT_THERE, Form
from participation.web.news_view import NewsLine

THEME = "thema-"


class NewsForm(Form):
    text = Words("Hoe gaat het ermee?")
    question = SelectField("Voor wie is dit bericht?", coerce=str, **NOT_THERE)
    next_on = DayField("Wanneer horen zij weer iets?")


@bp.get("/trajecten/<slug>/nieuws")
@requires(Permission.run_track, load=room_of)
def news(room: DeclaredRoom) -> ResponseReturnValue:
    """Write a message, and read what was told before."""
    return _page(room.track, _form(room.track))


@bp.post("/trajecten/<slug>/nieuws")
@requires(Permission.run_track, load=room_of)
def publish_news(room: DeclaredRoom) -> ResponseReturnValue:
    """Show what residents will read; with `doe=verstuur` tell them. It is never an answer."""
    track = room.track
    form = _form(track)
    if not form.validate():
        return _page(track, form), 422
    text, next_on = form.text.data or "", form.next_on.data
    question, theme = _question(track, form), _theme(form)
    try:
        if request.form.get("doe") != "verstuur":
            interim.check(track, text, question=question, theme=theme, next_on=next_on, today=clock.today())
            return _page(track, form, preview=_preview(form, theme))
        interim.publish_news(
            track, text, question=question, theme=theme, next_on=next_on, actor=actor(), now=clock.now()
        )
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _page(track, form), 422
    flash("Bewoners lezen dit nu bij hun bijdrage. Wie een e-mailadres gaf, krijgt een mail.", "success")
    return htmx.go_to(url_for("desk.track", slug=track.slug))


def _form(track: Track) -> NewsForm:
    form = NewsForm()
    questions = track.room.open_questions if track.room else []
    form.question.choices = [
        SelectChoice("", "Iedereen die reageerde"),
        *(SelectChoice(str(one.id), f"Wie reageerde op: {one.question}") for one in questions),
        *(
            SelectChoice(f"{THEME}{one.id}", f"Wie iets zei over het thema: {one.title}")
            for one in themes_of(track)
            if one.summary
        ),
    ]
    return form


def _question(track: Track, form: NewsForm) -> OpenQuestion | None:
    questions = track.room.open_questions if track.room else []
    return next((one for one in questions if str(one.id) == form.question.data), None)


def _theme(form: NewsForm) -> Theme | None:
    """The theme that was chosen; the form offers those of this track only."""
    chosen = form.question.data or ""
    return theme_at_desk(int(chosen.removeprefix(THEME))) if chosen.startswith(THEME) else None


def _preview(form: NewsForm, theme: Theme | None) -> NewsLine:
    """What residents will read, said by the very sentences that they will read."""
    later = {"next_on": form.next_on.data.isoformat()} if form.next_on.data else {}
    if theme is not None:
        later["theme"] = theme.title
    notice = Notice(kind=NoticeKind.interim_news, text=(form.text.data or "").strip(), data=later,
                    published_at=clock.now(), published_by=actor())  # fmt: skip
    return news_view.lines_of([notice])[0]


def _page(track: Track, form: NewsForm, *, preview: NewsLine | None = None) -> str:
    before, more = told.newest(told.of_track(track.id, rows=told.NEWEST), told.NEWEST)
    return render_template(
        "desk/news.html", track=track, form=form, preview=preview, lines=news_view.lines_of(before), has_more=more
    )
