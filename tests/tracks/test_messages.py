"""Colleagues hear by mail what is asked of them, and what was decided about their own work."""

import pytest
from sqlalchemy import select

from participation import clock, mail
from participation.accounts.models import Role, User
from participation.db import db, writing
from participation.mail import OutboundMail
from participation.tracks import actions
from participation.tracks.review import Mark, Review
from participation.tracks.rules import Answer
from tests.factories.tracks import make_track
from tests.support.cast import Cast, make_user
from tests.support.post import post_office
from tests.tracks.steps import EXPLANATION, FINE, REASON, TERMS, asked

ASKS = {**FINE, 3: Answer(3, Mark.question, "Is een kind van vijf <ook> een omwonende?")}


def mails(name: str) -> list[OutboundMail]:
    return list(db.session.scalars(select(OutboundMail).where(OutboundMail.name == name).order_by(OutboundMail.id)))


def readers(name: str) -> list[str]:
    return [one.to.split("@")[0] for one in mails(name)]


def the_mail(name: str) -> OutboundMail:
    (found,) = mails(name)
    return found


def ask_as(user: User) -> Review:
    return actions.request_review(make_track(user), actor=user, now=clock.now(), terms=TERMS)


def test_every_coordinator_hears_that_a_room_waits_and_until_when(cast: Cast) -> None:
    make_user("Gerrit Bos", Role.coordinator, cast.participation)
    make_user("Hans Smit", Role.coordinator, cast.participation).active = False
    review = asked(cast)
    assert readers("review_asked") == ["dirk", "gerrit"]
    first = mails("review_asked")[0]
    assert first.subject == "Vraag om een toets: Herinrichting Molenstraat"
    for body in (first.body_text, first.body_html):
        assert "Bram de Boer vraagt om een toets van versie 1 van de ruimte." in body
        assert "vóór het einde van dinsdag 1 december 2026" in body
        assert f"http://localhost/regie/toetsen/{review.id}" in body


def test_who_may_not_judge_is_not_asked_to(cast: Cast) -> None:
    make_user("Gerrit Bos", Role.coordinator, cast.participation)
    ask_as(cast.dirk)
    assert readers("review_asked") == ["gerrit"]


def test_where_no_coordinator_is_left_the_director_is_asked(cast: Cast) -> None:
    ask_as(cast.dirk)
    assert readers("review_asked") == ["esther"]


@pytest.mark.parametrize(
    ("judge", "subject", "told"),
    [
        (actions.approve, "Akkoord", "Dirk Visser is akkoord met versie 1 van de ruimte."),
        (actions.return_with_questions, "Terug met vragen", "Dirk Visser stuurt versie 1 van de ruimte terug met vragen."),
        (actions.advise_inform_only, "Liever niet openen", "Dirk Visser raadt aan om hier alleen te informeren"),
    ],
)  # fmt: skip
def test_the_author_hears_the_verdict_the_reason_and_the_questions(
    cast: Cast, judge: object, subject: str, told: str
) -> None:
    judge(asked(cast), ASKS, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)  # type: ignore[operator]
    letter = the_mail("review_given")
    assert (letter.to, letter.subject) == (cast.bram.email, f"{subject}: Herinrichting Molenstraat")
    for body in (letter.body_text, letter.body_html):
        assert told in body and REASON in body
        assert "3. Wat kan nog écht veranderen?" in body and "Ik heb een vraag." in body
        assert "2. " not in body, "what is fine and has no note is not worth a mail"
        assert "http://localhost/werk/trajecten/molenstraat" in body
    assert "Is een kind van vijf <ook> een omwonende?" in letter.body_text
    assert "Is een kind van vijf &lt;ook&gt; een omwonende?" in letter.body_html


def test_the_author_hears_that_the_director_opened_without_agreement(cast: Cast) -> None:
    actions.override(asked(cast), EXPLANATION, actor=cast.esther, now=clock.now(), terms=TERMS)
    letter = the_mail("review_given")
    assert "Esther Aydin besloot als directeur om te openen zonder akkoord van een toetser." in letter.body_text
    assert EXPLANATION in letter.body_text and "Dit staat bij de vragen" not in letter.body_text


def test_who_asked_for_the_review_of_another_ones_room_hears_it_as_well(cast: Cast) -> None:
    track = make_track(cast.bram)
    review = actions.request_review(track, actor=cast.esther, now=clock.now(), terms=TERMS)
    actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert readers("review_given") == ["bram", "esther"]


def test_a_refused_judgement_tells_nobody(cast: Cast) -> None:
    review = asked(cast)
    with pytest.raises(actions.NotJudged):
        actions.approve(review, FINE, "", actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert mails("review_given") == []


def test_an_account_with_an_impossible_address_stands_in_nobodys_way(cast: Cast) -> None:
    cast.bram.email = "bram@@straten"
    actions.approve(asked(cast), FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert mails("review_given") == []


def test_who_left_before_the_mail_went_gets_none(cast: Cast) -> None:
    cast.dirk.email = "dirk@bücher.example"
    gerrit = make_user("Gerrit Bos", Role.coordinator, cast.participation)
    asked(cast)
    db.session.commit()
    with writing():
        db.session.merge(gerrit).active = False
    with post_office() as office:
        report = mail.deliver(clock.now(), office.server)
        assert (report.sent, report.dropped, office.addresses) == (1, 1, ["dirk@xn--bcher-kva.example"])
