"""Small screens: a telephone of 320 px, and a desktop at 400 %, which leaves the same width and little height."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.steps import contribute, follow
from tests.e2e.visit import Visit

PUBLIC = (
    "/", "/trajecten", "/trajecten/molenstraat", "/trajecten/molenstraat/ruimte", "/trajecten/molenstraat/plan",
    "/trajecten/molenstraat/bijdragen", "/trajecten/molenstraat/nieuws", "/trajecten/banken-in-het-havenpark/ervaringen",
    "/trajecten/groen-op-het-kadeplein", "/trajecten/nieuw-riool-dijkweg",
    "/buurten", "/buurten/BU99990102", "/beloften", "/volg", "/begrippen", "/visie", "/niet-gevraagd", "/privacy", "/toegankelijkheid",
    "/inloggen",
)  # fmt: skip
DESK = (
    "/werk", "/werk/trajecten", "/werk/trajecten/nieuw", "/werk/trajecten/molenstraat",
    "/werk/trajecten/molenstraat/ruimte/nakijken", "/werk/bijdragen", "/werk/bijdragen/2026-00030", "/werk/invoer",
    "/account/wachtwoord", "/werk/afwegingen", "/werk/trajecten/molenstraat/contact", "/werk/trajecten/molenstraat/besluiten",
    "/werk/trajecten/molenstraat/momenten", "/werk/trajecten/molenstraat/beloften", "/werk/trajecten/molenstraat/nieuws",
    "/werk/trajecten/molenstraat/ervaringen", "/werk/trajecten/molenstraat/verandering",
    "/werk/trajecten/jongerenplek-parkzicht", "/werk/trajecten/jongerenplek-parkzicht/bevestigen",
)  # fmt: skip
COORDINATION = (
    "/regie", "/regie/toetsen", "/regie/achterstand", "/regie/mail", "/regie/visie", "/regie/afspraken",
    "/regie/medewerkers", "/regie/overdracht",
)  # fmt: skip


def test_every_page_fits_a_screen_of_320_px_and_keeps_its_one_button_in_reach(visit, house):
    phone: Visit = visit(width=320, height=640, refusals=(422,))
    for path in PUBLIC:
        phone.go(path)
    phone.go("/trajecten/zuiderpark")
    _can_press(phone.page, "link", "Geef uw bijdrage")
    phone.follow("Geef uw bijdrage", within=phone.page.get_by_role("region", name="Wat kan er nog?"))
    _can_press(phone.page, "button", "Verstuur uw bijdrage")
    phone.press("Verstuur uw bijdrage")
    expect(phone.page.get_by_role("alert")).to_be_in_viewport()
    receipt = contribute(phone, "zuiderpark", "Een lamp bij de wip.")
    follow(phone, receipt.code)
    _can_press(phone.page, "button", "Voeg dit toe")
    follow(phone, house.codes["niet overgenomen, met de reden"])
    phone.page.get_by_text("Klopt dit antwoord niet?").click()
    _can_press(phone.page, "button", "Vraag om nog eens te kijken")
    _can_press(phone.page, "button", "Verstuur uw antwoorden")
    phone.look()

    zoomed: Visit = visit(width=320, height=256)
    for path, button in (("/", "Bekijk"), ("/volg", "Bekijk uw bijdrage"), ("/inloggen", "Inloggen")):
        _can_press(zoomed.go(path), "button", button)
    _can_press(zoomed.go("/trajecten/zuiderpark"), "link", "Geef uw bijdrage")

    for who, paths in (("bram", DESK), ("dirk", COORDINATION)):
        colleague: Visit = visit(width=320, height=640, who=who)
        for path in paths:
            colleague.go(path)
    colleague.go("/regie/toetsen")
    colleague.follow("Zitten op het Marktplein")
    _can_press(colleague.page, "button", "Geef uw oordeel")
    colleague.go("/regie/medewerkers")
    colleague.follow("Wim Scholten")
    _can_press(colleague.page, "button", "Draag over")
    _changes_its_mind(visit(width=320, height=640, who="bram"))
    desk: Visit = visit(width=320, height=256, who="bram")
    _can_press(desk.go("/werk/bijdragen/2026-00030"), "button", re.compile("Publiceer dit antwoord"))
    desk.go("/werk/trajecten/molenstraat/besluiten")
    desk.follow(
        re.compile("Leg dit besluit vast"), within=desk.page.get_by_role("listitem").filter(has_text="Werkplan")
    )
    _can_press(desk.page, "button", "Zet het op de website")


def _changes_its_mind(tab: Visit) -> None:
    """A change of the rules with long lines in it, and then not."""
    page = tab.go("/werk/trajecten/fietsroute-havendijk/verandering")
    tab.press("Begin een nieuwe versie")
    tab.go("/werk/trajecten/fietsroute-havendijk/ruimte/open")
    page.get_by_label("Binnen welke grenzen?").first.fill("Niet bij de " + "vrachtwagenlaadplaatsen" * 4)
    tab.press("Bewaar", exact=True)
    tab.go("/werk/trajecten/fietsroute-havendijk/verandering")
    _can_press(page, "button", "Bevestig wat het betekent")
    page.get_by_text("Deze verandering niet doen").click()
    page.get_by_label("Waarom gaat dit niet door?").fill("De laadplaatsen verhuizen.")
    tab.press("Zet deze verandering weg")
    expect(page.get_by_role("status").first).to_contain_text("De verandering gaat niet door.")


def _can_press(page: Page, role, name: str | re.Pattern[str]) -> None:
    """What the page is for can be scrolled to, is whole, and nothing lies over it."""
    button = page.get_by_role("main").get_by_role(role, name=name, exact=isinstance(name, str)).first
    button.click(trial=True)
    box, width = button.bounding_box(), page.viewport_size
    assert box and width and box["x"] >= 0 and box["x"] + box["width"] <= width["width"], f"{name}: {box}"
    assert box["height"] >= 24, f"{name}: {box}"
