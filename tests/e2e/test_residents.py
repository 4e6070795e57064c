"""Residents: from the front page to an answer, with and without JavaScript, with and without a mouse."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.steps import follow, is_headed, receipt_on
from tests.e2e.visit import Visit

FIELD = "Wat wilt u ons vertellen?"


def test_a_resident_contributes_from_the_front_page_and_follows_it_with_the_code(visit):
    tab = visit(refusals=(422,))
    page: Page = tab.go("/")
    tab.follow("Herinrichting Molenstraat", within=page.get_by_role("region", name="Dit loopt nu"))
    tab.follow("Geef uw bijdrage", within=page.get_by_role("region", name="Wat kan er nog?"))

    words = "Mijn rollator blijft haken bij de put voor nummer 31."
    _stays_on_this_device_only(tab, words)
    page.get_by_label(FIELD).fill(f"{words} Bel mij gerust op 06 12345678, ik ben altijd thuis.")
    tab.press("Verstuur uw bijdrage")
    expect(page.get_by_role("alert")).to_be_focused()
    asked = page.get_by_role("group", name="Staat er een telefoonnummer in uw tekst?")
    expect(asked).to_contain_text("06 12345678")
    expect(page.get_by_label(FIELD)).to_have_value(re.compile("06 12345678"))
    asked.get_by_label("Haal het weg").check()
    tab.press("Verstuur uw bijdrage")

    receipt, promised = receipt_on(page), page.get_by_role("main").locator("b").first.inner_text()
    assert re.fullmatch(r"[a-z]+dag \d{1,2} [a-z]+ 20\d\d", promised), promised
    tab.leave(page.reload)
    assert receipt_on(page) == receipt, "sending the same form again is the same contribution"
    assert page.evaluate("localStorage.length") == 0, "what was sent is no longer kept on the device"

    follow(tab, receipt.code.lower().replace(" ", "-"))
    story = page.get_by_role("main")
    expect(story).to_contain_text("Bel mij gerust op [telefoonnummer], ik ben altijd thuis.")
    expect(story).not_to_contain_text("06 12345678")
    expect(story).to_contain_text(receipt.number)
    page.get_by_label("Wat wilt u toevoegen?").fill("De put zit onder de lantaarnpaal.")
    tab.press("Voeg dit toe")
    expect(page.get_by_role("status").first).to_contain_text("Wij hebben dit toegevoegd.")
    expect(page.get_by_role("region", name="Uw eigen woorden")).to_contain_text("De put zit onder de lantaarnpaal.")
    expect(page.get_by_role("region", name="Wat er gebeurde")).to_contain_text("U voegde iets toe")

    desk = visit(who="bram")
    desk.go("/werk/bijdragen?zoek=rollator+lantaarnpaal")
    expect(desk.page.get_by_role("main").get_by_role("link", name=receipt.number)).to_have_count(1)
    expect(desk.page.get_by_role("blockquote").filter(has_text="rollator blijft haken")).to_have_count(1)


def test_a_resident_without_javascript_contributes_follows_and_withdraws(visit):
    tab = visit(javascript=False, refusals=(422,))
    page: Page = tab.go("/")
    tab.follow("Het Zuiderpark voor jong en oud", within=page.get_by_role("region", name="Dit loopt nu"))
    tab.follow("Geef uw bijdrage", within=page.get_by_role("region", name="Wat kan er nog?"))

    words = "Een bankje in de zon, <b>dicht</b> bij de ingang.\n\nMijn man & ik lopen niet ver meer."
    page.get_by_label(FIELD).fill(words)
    page.get_by_label("een idee").check()
    page.get_by_label("Ja, stuur mij een e-mail").check()
    page.get_by_label("Uw e-mailadres").fill("toos@voorbeeld")
    tab.press("Verstuur uw bijdrage")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Vul uw hele e-mailadres in")
    expect(page.get_by_label(FIELD)).to_have_value(words)
    expect(page.get_by_label("een idee")).to_be_checked()
    tab.follow("Vul uw hele e-mailadres in", within=alert)
    page.get_by_label("Uw e-mailadres").fill("toos@voorbeeld.example")
    tab.press("Verstuur uw bijdrage")
    receipt = receipt_on(page)
    expect(page.get_by_role("main")).to_contain_text("Ja, als er antwoord is")

    follow(tab, "0000 0000 0000 0000")
    expect(page.get_by_role("alert")).to_contain_text("Deze code kennen wij niet.")
    follow(tab, receipt.code)
    expect(page.get_by_role("blockquote").first).to_contain_text("<b>dicht</b> bij de ingang")
    tab.press("Trek mijn bijdrage in")
    is_headed(page, "Wilt u uw bijdrage intrekken?")
    tab.press("Nee, ga terug")
    expect(page.get_by_role("button", name="Voeg dit toe")).to_be_visible()
    tab.press("Trek mijn bijdrage in")
    tab.press("Ja, trek mijn bijdrage in")
    is_headed(page, "U trok deze bijdrage in.")
    expect(page.get_by_role("main")).not_to_contain_text("U krijgt antwoord")
    expect(page.get_by_role("button", name="Voeg dit toe")).to_have_count(0)


def test_a_resident_with_only_a_keyboard_contributes_mends_a_mistake_and_follows(visit):
    tab = visit(refusals=(422,))
    page: Page = tab.go("/")
    keys = page.keyboard
    keys.press("Tab")
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_in_viewport()
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    _tab_to(page, "Veilig naar De Waterlelie")
    tab.leave(lambda: keys.press("Enter"))
    _tab_to(page, "Geef uw bijdrage")
    tab.leave(lambda: keys.press("Enter"))

    _tab_to(page, "Verstuur uw bijdrage")
    tab.leave(lambda: keys.press("Enter"))
    expect(page.get_by_role("alert")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_label(FIELD)).to_be_focused()
    keys.type("Laat de grote kinderen om half negen de kleintjes naar binnen brengen.")
    keys.press("Tab")
    expect(page.locator("input[type=file]")).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    keys.press("ArrowDown")
    expect(page.get_by_role("group", name="Waar gaat het over?").get_by_role("radio").nth(1)).to_be_checked()
    _tab_to(page, "Verstuur uw bijdrage")
    tab.leave(lambda: keys.press("Space"))
    receipt = receipt_on(page)

    _tab_to(page, "Volg uw bijdrage")
    tab.leave(lambda: keys.press("Enter"))
    _tab_to(page, "Uw code")
    keys.type(receipt.code)
    tab.leave(lambda: keys.press("Enter"))
    expect(page.get_by_role("main")).to_contain_text("Laat de grote kinderen om half negen")


def _stays_on_this_device_only(tab: Visit, words: str) -> None:
    """Typed text outlives a reload and a lost connection, unless others use this device as well."""
    page, field = tab.page, tab.page.get_by_label(FIELD)
    field.fill(words)
    page.get_by_label("een zorg").check()
    tab.context.set_offline(True)
    page.get_by_role("button", name="Verstuur uw bijdrage").click()
    expect(page.get_by_role("main")).to_contain_text("U hebt nu geen verbinding. Uw tekst staat hier nog.")
    tab.context.set_offline(False)
    expect(page.get_by_role("main")).to_contain_text("De verbinding is er weer.")
    tab.leave(page.reload)
    expect(field).to_have_value(words)
    expect(page.get_by_label("een zorg")).to_be_checked()
    expect(page.get_by_role("main")).to_contain_text("U had het nog niet verstuurd. Wij zetten het voor u terug.")
    page.get_by_label("Anderen gebruiken dit apparaat ook").check()
    tab.leave(page.reload)
    expect(field).to_have_value("")
    expect(page.get_by_label("Anderen gebruiken dit apparaat ook")).to_be_checked()
    page.get_by_label("Anderen gebruiken dit apparaat ook").uncheck()


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called *name*, and see that it can be seen there."""
    here = page.locator("*:focus")
    for _ in range(80):
        page.keyboard.press("Tab")
        called = here.evaluate("e => (e.labels && e.labels.length ? e.labels[0] : e).innerText.trim()")
        if called.startswith(name):
            expect(here).to_be_in_viewport()
            return
    raise AssertionError(f"the keyboard never reaches '{name}'")
