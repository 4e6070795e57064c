"""A room is declared, judged by a second person, mended, and opened: from an idea to a door that stands open."""

from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from participation import clock
from tests.e2e.steps import choose, is_headed
from tests.e2e.visit import Visit, answered_to

TITLE = "Een fontein op het Beursplein"
SLUG = "een-fontein-op-het-beursplein"
GO_ON = "Bewaar en ga verder"


def test_a_civil_servant_declares_a_track_a_coordinator_judges_it_and_the_door_opens(visit):
    bram: Visit = visit(who="bram")
    page = bram.go("/werk/trajecten")
    bram.follow("Begin een traject")
    page.get_by_label("Hoe heet het traject?").fill(TITLE)
    page.get_by_label("Waar gaat het over?").fill("Op het plein komt een fontein waar kinderen in kunnen spelen.")
    bram.press("Begin", exact=True)

    page.get_by_label("Waarom vraagt u bewoners hierbij?").fill("U zit er elke dag. U weet waar de zon staat.")
    choose(page, "In welk deel van het werk?", "Voorbereiding")
    choose(page, "Hoeveel invloed krijgen bewoners?", "Raadplegen")
    choose(page, "Kan het antwoord nog anders uitvallen dan wij nu denken?", "Ja")
    bram.press(GO_ON)
    _what_is_fixed_in_rows(bram)
    _what_is_open_and_where_it_lands(bram)
    _plan(page)
    bram.press(GO_ON)

    is_headed(page, "Nakijken")
    page.get_by_text("Leg uit waarom dit hier toch zo gaat: de uitvoerders keken nog niet mee").click()
    page.get_by_role("textbox").fill(
        "De aannemer is nog niet gekozen. In januari kijkt hij mee, en dan vertellen wij het."
    )
    bram.press("Bewaar deze uitleg")
    expect(page.get_by_role("main")).to_contain_text("De aannemer is nog niet gekozen.")
    bram.press("Vraag een toets")
    expect(page.get_by_role("region", name="Wat nu?")).to_contain_text("Ligt bij de toetser")

    dirk: Visit = visit(who="dirk")
    _judge(dirk, "Terug met vragen", asks="Is een kind van vijf ook een omwonende? Zet een voorbeeld erbij.")
    bram.go(f"/werk/trajecten/{SLUG}")
    expect(page.get_by_role("region", name="Wat de toetser vraagt")).to_contain_text("Is een kind van vijf")
    bram.follow("Naar de eerste vraag: wat nog open is")
    expect(page.get_by_role("main")).to_contain_text("Is een kind van vijf")
    page.get_by_label("Een voorbeeld van een antwoord").fill(
        "Zet hem bij de boom, daar zitten de ouders in de schaduw."
    )
    bram.press("Bewaar", exact=True)
    bram.go(f"/werk/trajecten/{SLUG}/ruimte/nakijken")
    bram.press("Vraag een toets")

    _judge(dirk, "Akkoord")
    bram.go(f"/werk/trajecten/{SLUG}")
    bram.press("Zet het traject nu open")
    expect(page.get_by_role("status").first).to_contain_text("Het traject is open.")
    resident: Visit = visit()
    resident.go(f"/trajecten/{SLUG}")
    expect(resident.page.get_by_role("main")).to_contain_text("De aannemer is nog niet gekozen.")
    resident.follow("Geef uw bijdrage", within=resident.page.get_by_role("region", name="Wat kan er nog?"))
    is_headed(resident.page, "Geef uw bijdrage")


def _what_is_fixed_in_rows(tab: Visit) -> None:
    """Rows come and go without losing a word, the focus follows, and the check beside the form keeps up."""
    page = tab.page
    is_headed(page, "Wat staat al vast")
    seen, needed = page.get_by_role("region", name="Zo zien bewoners het"), _needed(page)
    first = page.get_by_role("group", name="Vast punt 1")
    with answered_to(page, "/ruimte/vast"):
        first.get_by_label("Wat staat vast?").fill("De oude pomp blijft staan.")
    expect(seen).to_contain_text("De oude pomp blijft staan.")
    expect(needed).to_contain_text("vast punt 1 is niet uitgelegd")

    _button(page, "Nog een vast punt")
    second = page.get_by_role("group", name="Vast punt 2")
    expect(second.get_by_label("Wat staat vast?")).to_be_focused()
    expect(first.get_by_label("Wat staat vast?")).to_have_value("De oude pomp blijft staan.")
    page.keyboard.type("Er komt geen drinkwater uit.")
    first.get_by_label("Waarom kan dit niet meer anders?").fill("Hij is een monument.")
    first.get_by_label("Waar komt het vandaan?").select_option("Wet of regel")
    first.get_by_label("Waar staat het?").fill("Monumentenlijst Waterdam")
    expect(needed).not_to_contain_text("vast punt 1 is niet uitgelegd")
    expect(needed).to_contain_text("vast punt 2 is niet uitgelegd")
    tab.look()

    _button(page, "Haal weg vast punt 1")
    expect(page.get_by_role("group", name="Vast punt 2")).to_have_count(0)
    expect(first.get_by_label("Wat staat vast?")).to_have_value("Er komt geen drinkwater uit.")
    _button(page, "Zet terug")
    expect(first.get_by_label("Wat staat vast?")).to_have_value("De oude pomp blijft staan.")
    expect(first.get_by_label("Waar staat het?")).to_have_value("Monumentenlijst Waterdam")
    _button(page, "Haal weg vast punt 2")
    expect(needed).to_contain_text("De controle vraagt niets op deze stap.")
    tab.look()
    tab.press(GO_ON)


def _what_is_open_and_where_it_lands(tab: Visit) -> None:
    page, today = tab.page, clock.today()
    page.get_by_label("De vraag aan bewoners").fill("Waar komt de fontein?")
    page.get_by_label("Wat kan er anders worden").fill("De plek op het plein.")
    page.get_by_label("Een voorbeeld van een antwoord").fill("Bij de boom.")
    tab.press(GO_ON)
    page.get_by_label("Wat weten we nog niet?").fill("Mag het water ’s avonds aan?")
    page.get_by_label("Wanneer weten we het?").fill(str(today + timedelta(days=40)))
    tab.press(GO_ON)
    tab.press(GO_ON)
    page.get_by_label("Waar letten wij op?").fill("Kinderen spelen er veilig.")
    tab.press(GO_ON)
    page.get_by_label("Wie besluit?").fill("De wethouder buitenruimte")
    page.get_by_label("Hoeveel uren zijn er").fill("40")
    choose(page, "Hebben de uitvoerders meegekeken?", "Nee")
    tab.press(GO_ON)
    page.get_by_label("Waar komt het in terecht?").select_option(index=1)
    page.get_by_label("In welk stuk?").fill("Ontwerp Beursplein")
    page.get_by_label("Wie besluit daarover?").fill("Het college")
    page.get_by_label("Wanneer besluiten zij?").fill(str(today + timedelta(days=110)))
    page.get_by_label("Tot en met welke dag kan inbreng nog mee?").fill(str(today + timedelta(days=70)))
    choose(page, "Welke open vragen komen hier terecht?", "Waar komt de fontein?")
    tab.press(GO_ON)
    tab.press(GO_ON)


def _plan(page: Page) -> None:
    is_headed(page, "Plan en mensen")
    today = clock.today()
    choose(page, "Welke buurten merken er iets van?", "Havenkwartier")
    page.get_by_label("Vanaf welke dag kunnen bewoners reageren?").fill(str(today + timedelta(days=14)))
    page.get_by_label("Tot en met welke dag?", exact=True).fill(str(today + timedelta(days=40)))
    page.get_by_label("Uiterlijk welke dag heeft iedereen antwoord?").fill(str(today + timedelta(days=80)))
    page.get_by_label("Wie kunnen bewoners bellen?").select_option("Bram de Boer (Straten)")
    page.get_by_label("Hoort het nergens bij? Leg uit waarom").fill("Het is één fontein op één plein.")


def _judge(tab: Visit, verdict: str, asks: str = "") -> None:
    """Answer the fifteen questions; with *asks* the third one gets a question."""
    page = tab.go("/regie/toetsen")
    tab.follow(TITLE, within=page.get_by_role("region", name="Wacht op een oordeel"))
    for question in page.get_by_role("region", name="Vijftien vragen").get_by_role("group").all():
        question.get_by_label("In orde", exact=True).check()
    if asks:
        choose(page, "Wat kan nog écht veranderen?", "Ik heb een vraag")
        page.get_by_label("Uw vraag of opmerking bij vraag 3").fill(asks)
    choose(page, "Uw oordeel", verdict)
    page.get_by_label("Waarom?").fill("Ik las de ruimte zoals een bewoner die leest, van boven naar beneden.")
    tab.press("Geef uw oordeel")
    expect(page.get_by_role("heading", name=f"Het oordeel: {verdict.lower()}")).to_be_visible()


def _needed(page: Page) -> Locator:
    return page.get_by_role("region", name="Wat nog nodig is")


def _button(page: Page, name: str) -> None:
    with answered_to(page, "/ruimte/vast"):
        page.get_by_role("button", name=name).click()
