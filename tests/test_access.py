"""Every route, for every person of the cast. A new route without a row fails; a page that is read never writes.

`in` means that the person gets in (a form that is sent empty may still be refused with 400, 409 or 422); `sign in` that
the visitor is sent to the door for colleagues; `403` and `404` that the door is shut, or not there.
"""

import pytest
from flask import Flask
from sqlalchemy import text

from participation.accounts import throttle
from participation.db import db
from tests.support.cast import Cast
from tests.support.page import Browser
from tests.support.scenario import make_scenario

PEOPLE = ("visitor", "bram", "chantal", "dirk", "esther", "fatima")
EVERYBODY = dict.fromkeys(PEOPLE, "in")


def colleagues(**exceptions: str) -> dict[str, str]:
    """Everybody who signs in, except who is named."""
    return {**EVERYBODY, "visitor": "sign in", **exceptions}


COLLEAGUES = colleagues()
MEMBERS = colleagues(chantal="403", dirk="403", esther="403", fatima="403")
MEMBERS_AND_COORDINATORS = colleagues(chantal="403", fatima="403")
MEMBERS_AND_DIRECTOR = colleagues(chantal="403", dirk="403", fatima="403")
COORDINATORS = colleagues(bram="403", chantal="403", fatima="403")
DIRECTOR = colleagues(bram="403", chantal="403", dirk="403", fatima="403")
KEEPERS_OF_MAIL = colleagues(bram="403", chantal="403")
WHO_IS_ASKED = colleagues(bram="403", dirk="403", fatima="403")
ONLY_CHANTAL = colleagues(bram="403", dirk="403", esther="403", fatima="403")

TABLE: dict[str, dict[str, str]] = {
    "public.home GET": EVERYBODY,
    "public.tracks GET": EVERYBODY,
    "public.track GET": EVERYBODY,
    "public.room GET": EVERYBODY,
    "public.plan GET": EVERYBODY,
    "public.paper_form GET": EVERYBODY,
    "public.paper_poster GET": EVERYBODY,
    "public.news GET": EVERYBODY,
    "public.contributions GET": EVERYBODY,
    "public.themes GET": EVERYBODY,
    "public.theme GET": EVERYBODY,
    "public.contribute GET": EVERYBODY,
    "public.contribute POST": EVERYBODY,
    "public.contribution GET": EVERYBODY,
    "public.experience POST": EVERYBODY,
    "public.experiences GET": EVERYBODY,
    "public.file GET": EVERYBODY,
    "public.describe_file POST": EVERYBODY,
    "public.follow GET": EVERYBODY,
    "public.follow POST": EVERYBODY,
    "public.add POST": EVERYBODY,
    "public.withdraw POST": EVERYBODY,
    "public.second_look POST": EVERYBODY,
    "public.answer_question POST": EVERYBODY,
    "public.objection POST": EVERYBODY,
    "public.join POST": EVERYBODY,
    "public.part POST": EVERYBODY,
    "public.report GET": EVERYBODY,
    "public.report POST": EVERYBODY,
    "public.house_rules GET": EVERYBODY,
    "public.download_receipt POST": EVERYBODY,
    "public.mail_receipt POST": EVERYBODY,
    "public.receipt_kept POST": EVERYBODY,
    "public.mine GET": EVERYBODY,
    "public.mine_sign_in GET": EVERYBODY,
    "public.mine_sign_in POST": EVERYBODY,
    "public.mine_link GET": EVERYBODY,
    "public.mine_link POST": EVERYBODY,
    "public.mine_sign_out POST": EVERYBODY,
    "public.mine_contribution GET": EVERYBODY,
    "public.mine_add POST": EVERYBODY,
    "public.mine_take_out POST": EVERYBODY,
    "public.mine_mail POST": EVERYBODY,
    "public.mine_address POST": EVERYBODY,
    "public.mine_leave GET": EVERYBODY,
    "public.mine_leave POST": EVERYBODY,
    "public.mine_json GET": EVERYBODY,
    "public.mine_pdf GET": EVERYBODY,
    "public.areas GET": EVERYBODY,
    "public.area GET": EVERYBODY,
    "public.promises GET": EVERYBODY,
    "public.vision GET": EVERYBODY,
    "public.not_asked GET": EVERYBODY,
    "public.words GET": EVERYBODY,
    "public.privacy GET": EVERYBODY,
    "public.accessibility GET": EVERYBODY,
    "public.moment_ics GET": EVERYBODY,
    "public.meeting GET": EVERYBODY,
    "public.moments_ics GET": EVERYBODY,
    "public.news_feed GET": EVERYBODY,
    "public.area_feed GET": EVERYBODY,
    "public.follow_track GET": EVERYBODY,
    "public.follow_track POST": EVERYBODY,
    "public.follow_area GET": EVERYBODY,
    "public.follow_area POST": EVERYBODY,
    "public.follow_contribution GET": EVERYBODY,
    "public.follow_contribution POST": EVERYBODY,
    "public.confirming GET": EVERYBODY,
    "public.confirm_following POST": EVERYBODY,
    "public.stopping GET": EVERYBODY,
    "public.stop_following POST": EVERYBODY,
    "public.stop_all POST": EVERYBODY,
    "account.sign_in GET": EVERYBODY,
    "account.sign_in POST": EVERYBODY,
    "account.sign_out POST": EVERYBODY,
    "account.password GET": COLLEAGUES,
    "account.password POST": COLLEAGUES,
    "account.away GET": COLLEAGUES,
    "account.be_away POST": COLLEAGUES,
    "health.live GET": EVERYBODY,
    "health.ready GET": EVERYBODY,
    "health.security_text GET": EVERYBODY,
    "health.robots GET": EVERYBODY,
    "desk.inbox GET": COLLEAGUES,
    "desk.contributions GET": COLLEAGUES,
    "desk.tracks GET": COLLEAGUES,
    "desk.new_track GET": COLLEAGUES,
    "desk.consider POST": COLLEAGUES,
    "desk.considered GET": COLLEAGUES,
    "desk.intake GET": COLLEAGUES,
    "desk.intake POST": COLLEAGUES,
    "desk.imports GET": COLLEAGUES,
    "desk.new_import GET": MEMBERS,
    "desk.send_import POST": MEMBERS,
    "desk.an_import GET": MEMBERS,
    "desk.import_columns GET": MEMBERS,
    "desk.try_import POST": MEMBERS,
    "desk.begin_import POST": MEMBERS,
    "desk.stop_import POST": MEMBERS,
    "desk.throw_import_away POST": MEMBERS,
    "desk.refused_rows GET": MEMBERS,
    "desk.take_out_list POST": COLLEAGUES,
    "desk.answer_sheets GET": COLLEAGUES,
    "desk.send_answers POST": COLLEAGUES,
    "desk.answers_back GET": MEMBERS,
    "desk.try_answers POST": MEMBERS,
    "desk.begin_answers POST": MEMBERS,
    "desk.stop_answers POST": MEMBERS,
    "desk.throw_answers_away POST": MEMBERS,
    "desk.track GET": MEMBERS_AND_COORDINATORS,
    "desk.room GET": MEMBERS_AND_COORDINATORS,
    "desk.change GET": MEMBERS_AND_COORDINATORS,
    "desk.start_change POST": MEMBERS,
    "desk.confirm_direction POST": MEMBERS,
    "desk.publish_change POST": MEMBERS_AND_COORDINATORS,
    "desk.abandon_change POST": MEMBERS,
    "desk.make_known POST": MEMBERS,
    "desk.room_check GET": MEMBERS_AND_COORDINATORS,
    "desk.save_room POST": MEMBERS,
    "desk.ask_review POST": MEMBERS,
    "desk.explain_finding POST": MEMBERS_AND_DIRECTOR,
    "desk.confirming GET": WHO_IS_ASKED,
    "desk.confirm_room POST": WHO_IS_ASKED,
    "desk.ask_confirmation POST": MEMBERS,
    "desk.written_answer GET": MEMBERS,
    "desk.record_answer POST": MEMBERS,
    "desk.open_track POST": MEMBERS_AND_COORDINATORS,
    "desk.close_track POST": MEMBERS_AND_COORDINATORS,
    "desk.track_promises GET": MEMBERS_AND_COORDINATORS,
    "desk.move_for_all POST": MEMBERS_AND_COORDINATORS,
    "desk.news GET": MEMBERS_AND_COORDINATORS,
    "desk.publish_news POST": MEMBERS_AND_COORDINATORS,
    "desk.stop_track POST": MEMBERS_AND_COORDINATORS,
    "desk.contact GET": MEMBERS_AND_COORDINATORS,
    "desk.give_contact POST": MEMBERS_AND_COORDINATORS,
    "desk.decisions GET": MEMBERS_AND_COORDINATORS,
    "desk.record_decision POST": MEMBERS_AND_COORDINATORS,
    "desk.moments GET": MEMBERS_AND_COORDINATORS,
    "desk.add_moment POST": MEMBERS_AND_COORDINATORS,
    "desk.moment GET": MEMBERS_AND_COORDINATORS,
    "desk.change_moment POST": MEMBERS_AND_COORDINATORS,
    "desk.cancel_moment POST": MEMBERS_AND_COORDINATORS,
    "desk.meetings GET": MEMBERS_AND_COORDINATORS,
    "desk.write_down_meeting POST": MEMBERS_AND_COORDINATORS,
    "desk.meeting GET": MEMBERS_AND_COORDINATORS,
    "desk.keep_minutes POST": MEMBERS_AND_COORDINATORS,
    "desk.publish_minutes POST": MEMBERS_AND_COORDINATORS,
    "desk.take_back_minutes POST": MEMBERS_AND_COORDINATORS,
    "desk.letters GET": COLLEAGUES,
    "desk.make_letter_run POST": MEMBERS,
    "desk.letter_run GET": MEMBERS,
    "desk.letter_run_pdf GET": MEMBERS,
    "desk.confirm_posted POST": MEMBERS,
    "desk.lay_back_letters POST": MEMBERS,
    "desk.do_not_send POST": MEMBERS,
    "desk.send_letter_again POST": MEMBERS,
    "desk.change_dates POST": MEMBERS_AND_COORDINATORS,
    "desk.contribution GET": MEMBERS_AND_COORDINATORS,
    "desk.write_note POST": MEMBERS_AND_COORDINATORS,
    "desk.read_notes POST": MEMBERS_AND_COORDINATORS,
    "desk.take_note_back POST": MEMBERS_AND_COORDINATORS,
    "desk.strike_note POST": MEMBERS_AND_COORDINATORS,
    "desk.ask_back POST": MEMBERS,
    "desk.read_answer POST": MEMBERS,
    "desk.call_question_back POST": MEMBERS,
    "desk.earlier_answers GET": MEMBERS_AND_COORDINATORS,
    "desk.undo_public_check POST": MEMBERS,
    "desk.put_away_draft POST": MEMBERS,
    "desk.take_up_draft POST": MEMBERS,
    "desk.experiences GET": MEMBERS_AND_COORDINATORS,
    "desk.check_experience POST": MEMBERS,
    "desk.answer POST": MEMBERS,
    "desk.look_on POST": MEMBERS_AND_COORDINATORS,
    "desk.keep_typed POST": MEMBERS,
    "desk.throw_away POST": MEMBERS,
    "desk.check_public POST": MEMBERS,
    "desk.file GET": MEMBERS_AND_COORDINATORS,
    "desk.check_file POST": MEMBERS,
    "desk.keep_hidden POST": MEMBERS,
    "desk.reports GET": COLLEAGUES,
    "desk.report GET": MEMBERS_AND_COORDINATORS,
    "desk.settle_report POST": MEMBERS,
    "desk.make_point POST": MEMBERS,
    "desk.change_point POST": MEMBERS,
    "desk.make_whole POST": MEMBERS,
    "desk.theme_point POST": MEMBERS,
    "desk.similar_points GET": MEMBERS_AND_COORDINATORS,
    "desk.themes GET": MEMBERS_AND_COORDINATORS,
    "desk.make_theme POST": MEMBERS,
    "desk.gather_in POST": MEMBERS,
    "desk.theme GET": MEMBERS_AND_COORDINATORS,
    "desk.change_theme POST": MEMBERS,
    "desk.gather POST": MEMBERS,
    "desk.remove_theme POST": MEMBERS,
    "desk.all_grouped GET": COLLEAGUES,
    "desk.new_grouped GET": COLLEAGUES,
    "desk.start_grouped POST": COLLEAGUES,
    "desk.group_theme POST": MEMBERS,
    "desk.grouped GET": MEMBERS_AND_COORDINATORS,
    "desk.grouped_progress GET": MEMBERS_AND_COORDINATORS,
    "desk.write_grouped POST": MEMBERS,
    "desk.move_grouped POST": MEMBERS,
    "desk.grouped_letter GET": MEMBERS_AND_COORDINATORS,
    "desk.write_own POST": MEMBERS,
    "desk.take_letter_out POST": MEMBERS,
    "desk.put_letter_back POST": MEMBERS,
    "desk.merge POST": MEMBERS,
    "desk.answer_together POST": MEMBERS,
    "desk.new_code_form GET": MEMBERS,
    "desk.give_new_code POST": MEMBERS,
    "desk.assign POST": MEMBERS,
    "desk.divide POST": COLLEAGUES,
    "desk.choose_divide GET": COLLEAGUES,
    "desk.dealing_rules GET": MEMBERS,
    "desk.add_dealing_rule POST": MEMBERS,
    "desk.change_dealing_rule POST": MEMBERS,
    "desk.team GET": COLLEAGUES,
    "desk.team_member GET": MEMBERS_AND_COORDINATORS,
    "desk.ask_colleague POST": MEMBERS,
    "desk.record_work POST": MEMBERS,
    "desk.move_promise POST": MEMBERS,
    "desk.answer_second_look POST": MEMBERS,
    "desk.new_saved_search GET": COLLEAGUES,
    "desk.save_search POST": COLLEAGUES,
    "desk.saved_search GET": MEMBERS,
    "desk.edit_saved_search GET": MEMBERS,
    "desk.rename_saved_search POST": MEMBERS,
    "desk.remove_saved_search POST": MEMBERS,
    "desk.place GET": MEMBERS,
    "desk.place_contribution POST": MEMBERS,
    "desk.answer_texts GET": COLLEAGUES,
    "desk.new_answer_text GET": COLLEAGUES,
    "desk.write_answer_text POST": COLLEAGUES,
    "desk.answer_text GET": COLLEAGUES,
    "desk.change_answer_text POST": MEMBERS_AND_COORDINATORS,
    "desk.archive_answer_text POST": MEMBERS_AND_COORDINATORS,
    "desk.bring_in GET": ONLY_CHANTAL,
    "desk.answer_bring_in POST": ONLY_CHANTAL,
    "desk.write_part POST": ONLY_CHANTAL,
    "desk.take_along POST": MEMBERS,
    "desk.withdraw_bring_in POST": MEMBERS,
    "desk.leave_out_part POST": MEMBERS,
    "desk.formal_letter GET": MEMBERS,
    "desk.record_arrival POST": MEMBERS,
    "coordination.formal_desks GET": COORDINATORS,
    "coordination.keep_formal_desk POST": COORDINATORS,
    "coordination.overview GET": COORDINATORS,
    "coordination.reviews GET": COORDINATORS,
    "coordination.review GET": COORDINATORS,
    "coordination.judge POST": COORDINATORS,
    "coordination.explain POST": MEMBERS_AND_DIRECTOR,
    "coordination.override_review POST": DIRECTOR,
    "coordination.overdue GET": COORDINATORS,
    "coordination.overdue_promise GET": COORDINATORS,
    "coordination.hand_over_promise POST": COORDINATORS,
    "coordination.colleagues GET": KEEPERS_OF_MAIL,
    "coordination.colleague GET": KEEPERS_OF_MAIL,
    "coordination.hand_over_work POST": KEEPERS_OF_MAIL,
    "coordination.close_account POST": KEEPERS_OF_MAIL,
    "coordination.left_behind GET": KEEPERS_OF_MAIL,
    "coordination.vision GET": COLLEAGUES,
    "coordination.write_vision POST": COORDINATORS,
    "coordination.agreements GET": COLLEAGUES,
    "coordination.set_terms POST": COORDINATORS,
    "coordination.names GET": COORDINATORS,
    "coordination.keep_names POST": COORDINATORS,
    "coordination.mail GET": KEEPERS_OF_MAIL,
    "coordination.retry_mail POST": KEEPERS_OF_MAIL,
}
REFUSED_AS_A_FORM = {400, 409, 422}


def routes(app: Flask) -> dict[str, str]:
    """Every route as "endpoint METHOD", with its rule."""
    return {
        f"{rule.endpoint} {method}": rule.rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint != "static"
    }


def test_every_route_stands_in_the_table(app: Flask) -> None:
    assert set(routes(app)) == set(TABLE)


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(
    app: Flask, cast: Cast, person: str, htmx: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # More forms ask for a code than anybody may try wrong ones.
    monkeypatch.setitem(throttle.LIMITS, throttle.RECEIPT, 100)
    scenario = make_scenario(cast)
    found = {}
    for route, rule in routes(app).items():
        endpoint, method = route.rsplit(" ", 1)
        browser = Browser(app)
        if person != "visitor":
            browser.sign_in(getattr(cast, person))
        # The two forms that have to say which point or promise they are about.
        fields = {"point": "1", "belofte": str(scenario.promise.id)}
        found[route] = _meets(browser, scenario.address(rule, endpoint), method, fields, htmx)
        db.session.rollback()
    assert found == {route: who[person] for route, who in TABLE.items()}


def _meets(browser: Browser, address: str, method: str, fields: dict[str, str], htmx: bool) -> str:
    """What the person meets at *address*: in, sign in, 403 or 404."""
    headers = {"HX-Request": "true"} if htmx else {}
    if method == "GET":
        response = browser.client.get(address, headers=headers)
    else:
        response = browser.client.post(address, data={"csrf_token": browser.token(), **fields}, headers=headers)
    target = response.headers.get("Location", "") + response.headers.get("HX-Redirect", "")
    if response.status_code == 401 or (target.startswith("/inloggen") and not address.startswith("/inloggen")):
        return "sign in"
    if response.status_code in (403, 404):
        return str(response.status_code)
    refused = (
        response.status_code in REFUSED_AS_A_FORM or address == "/healthz/ready"
    )  # Not ready: no worker runs here.
    assert response.status_code < 400 or refused, (address, response.status_code)
    return "in"


@pytest.mark.parametrize("route", [route for route in TABLE if route.endswith("GET")])
def test_a_page_that_is_read_writes_nothing(app: Flask, cast: Cast, route: str) -> None:
    scenario = make_scenario(cast)
    browser = Browser(app).sign_in(cast.esther)
    before = _fingerprint()
    browser.client.get(scenario.address(routes(app)[route], route.split(maxsplit=1)[0]))
    assert _fingerprint() == before


def _fingerprint() -> tuple[int, int]:
    db.session.rollback()
    events = db.session.execute(text("SELECT count(*) FROM event")).scalar_one()
    attempts = db.session.execute(text("SELECT count(*) FROM attempt")).scalar_one()
    return events, attempts


@pytest.mark.parametrize(
    "address",
    [
        "/trajecten/bestaat-niet", "/trajecten/bestaat-niet/ruimte", "/trajecten/bestaat-niet/plan",
        "/trajecten/bestaat-niet/bijdragen", "/trajecten/bestaat-niet/bijdragen/nieuw", "/bijdragen/2026-99999",
        "/bijdragen/x", "/bijdragen/2026-" + "9" * 40, "/buurten/x", "/momenten/999999.ics", "/momenten/99999999999999999999.ics",
        "/trajecten/molenstraat/bijdragen?uitkomst=x", "/trajecten/molenstraat/bijdragen?voor=x",
        "/trajecten/molenstraat/bijdragen?voor=99999999999999999999999", "/trajecten?fase=x", "/trajecten?buurt=%00",
        "/werk?na=x", "/werk?na=2026-99-99-1", "/werk?na=2026-01-01-99999999999999999999", "/werk?van=x", "/werk?traject=x",
        "/werk/bijdragen/2026-99999", "/werk/bijdragen/x", "/werk/bijdragen?zoek=%00", "/werk/bijdragen?zoek=%22*",
        "/werk/trajecten/x", "/werk/trajecten/concept/ruimte/x", "/werk/erbij/99999999999999999999",
        "/werk/bijdragen?staat=x", "/regie/toetsen/99999999999999999999", "/regie/achterstand/99999999999999999999",
        "/regie/achterstand?na=x", "/beloften?na=x", "/beloften?voor=99999999999999999999999", "/x", "/%00", "/?taal=x",
        "/trajecten/%F0%9F%98%80", "/inloggen?next=//elders.example", "/begrippen?taal=en&taal=nl",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_gets_a_clear_answer(app: Flask, cast: Cast, address: str) -> None:
    make_scenario(cast)
    response = Browser(app).sign_in(cast.esther).client.get(address)
    assert response.status_code in (200, 303, 404, 422, 400, 403), response.status_code
    assert response.mimetype != "text/html" or "</html>" in response.get_data(as_text=True)
