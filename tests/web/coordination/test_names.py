"""The page where coordinators keep the names to watch for."""

from participation import clock
from participation.contributions.moderation import names
from participation.db import db
from tests.support.cast import Cast
from tests.support.page import Browser


def test_the_list_is_kept_and_read_again(dirk: Browser) -> None:
    page = dirk.get("/regie/namen")
    dirk.post("/regie/namen", {**page.form("/regie/namen"), "names": "Noud\r\nAmina", "why": "Vaak genoemd."})
    again = dirk.get("/regie/namen")
    assert again.form("/regie/namen")["names"].split() == ["Amina", "Noud"]
    assert "Versie 1, van Dirk Visser" in again.text


def test_what_is_no_name_comes_back_with_a_sentence_and_the_list_as_typed(dirk: Browser) -> None:
    page = dirk.post("/regie/namen", {"seen": "0", "names": "Noud\nx"}, status=422)
    assert page.errors == ["‘x’ is te kort om naar te zoeken. Schrijf minstens twee letters."]
    assert page.form("/regie/namen")["names"] == "Noud\nx"


def test_who_was_second_keeps_the_own_list_and_sees_the_other(dirk: Browser, cast: Cast) -> None:
    names.keep_names("Amina", seen=0, actor=cast.esther, now=clock.now())
    db.session.commit()
    page = dirk.post("/regie/namen", {"seen": "0", "names": "Noud"}, status=409)
    assert (page.form("/regie/namen")["names"], page.form("/regie/namen")["seen"]) == ("Noud", "1")
    assert "Amina" in page.text
    dirk.post("/regie/namen", page.form("/regie/namen"))
    held = names.name_list()
    assert held is not None
    assert held.names == "Noud"
