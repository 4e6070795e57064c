"""An address is built once for the same values: it may never be that of another page, house or host."""

from collections import Counter

from flask import Flask, url_for


def test_the_same_address_is_built_once(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("public.track", slug="molenstraat") is url_for("public.track", slug="molenstraat")
        assert url_for("public.track", slug="zuiderpark") == "/trajecten/zuiderpark"
        assert url_for("public.track", slug="zuiderpark", _anchor="besluiten") == "/trajecten/zuiderpark#besluiten"


def test_an_address_belongs_to_where_the_house_stands(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("public.home") == "/"
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/inspraak"}):
        assert url_for("public.home") == "/inspraak/"


def test_the_address_of_a_contribution_at_the_desk_is_that_of_this_request(app: Flask) -> None:
    """It carries the list from which the reader came, which is another one in the next request."""
    for asked in ("", "?lijst=inbox", ""):
        with app.test_request_context(f"/werk/bijdragen/2026-00001{asked}"):
            assert url_for("desk.contribution", number="2026-00002") == f"/werk/bijdragen/2026-00002{asked}"


def test_a_whole_address_is_built_each_time(app: Flask) -> None:
    with app.test_request_context(base_url="https://een.example"):
        assert url_for("public.home", _external=True) == "https://een.example/"
    with app.test_request_context(base_url="https://twee.example"):
        assert url_for("public.home", _external=True) == "https://twee.example/"


def test_no_page_has_two_addresses(app: Flask) -> None:
    """Else the address would depend on the method of the request as well."""
    counted = Counter(rule.endpoint for rule in app.url_map.iter_rules())
    assert [endpoint for endpoint, rules in counted.items() if rules > 1] == []
