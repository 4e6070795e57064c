"""A room is declared, judged by a second person, mended, opened, and changed: every time in the open."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import Locator, Page, Route, expect

from participation import clock
from participation.tracks.rules.considering import QUESTIONS
from tests.e2e.steps import Receipt, choose, contribute, follow, is_headed
from tests.e2e.visit import Visit, answered_to

TITLE = "Een fontein op het Beursplein"
SLUG = "een-fontein-op-het-beursplein"
GO_ON = "Bewaar en ga verder"
ASKED_ANEW = "Aan welke kant van de boom komt de fontein?"
LIMIT = "De fontein komt niet bij de weg."
WHY_LESS = "De brandweer moet over het plein kunnen rijden. Dat wisten wij niet toen wij u vroegen."


def test_a_track_is_declared_and_judged_and_opens_and_its_rules_change_where_everybody_sees_it(visit):
    bram: Visit = visit(who="bram", refusals=(422,))
    page = bram.go("/werk/trajecten")
    bram.follow("Begin een traject")
    page.get_by_label("Waar gaat het over?").fill(TITLE)
    _consider(page)
    bram.press("Bekijk het advies")
    expect(page.get_by_role("heading", name="Ons advies: vraag het bewoners")).to_be_visible()
    choose(page, "Wat kiest u?", "Vragen")
    page.get_by_label("Waarom kiest u dit?").fill("U zit er elke dag. U weet waar de zon staat.")
    bram.press("Bewaar deze keuze")

    expect(page.get_by_label("Waarom vraagt u bewoners hierbij?")).to_have_value(
        "U zit er elke dag. U weet waar de zon staat."
    )
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
    _write_in_a_saved_row_while_another_one_comes_and_moves(page)
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

    receipt = contribute(resident, SLUG, "Zet hem bij de boom. Daar is schaduw voor de ouders.")
    _less_room(bram)
    _judge(dirk, "Akkoord")
    bram.go(f"/werk/trajecten/{SLUG}/verandering")
    bram.press("Laat de nieuwe regels nu ingaan")
    expect(page.get_by_role("status").first).to_contain_text("De nieuwe regels gelden nu.")
    _everybody_reads_what_changed(resident, receipt)


def _less_room(tab: Visit) -> None:
    """Beside the rules in force: a question is worded anew and gets a limit, and a second person is asked again."""
    page = tab.page
    tab.follow("De regels veranderen")
    tab.press("Begin een nieuwe versie")
    expect(page.get_by_role("region", name="Wat nu?")).to_contain_text("Er is nog niets anders.")
    tab.follow("Wat nog open is", within=page.get_by_role("complementary", name="Waar u schrijft"))
    page.get_by_label("De vraag aan bewoners").fill(ASKED_ANEW)
    page.get_by_label("Binnen welke grenzen?").fill(LIMIT)
    tab.press("Bewaar", exact=True)
    tab.follow("Bekijk wat er anders wordt")
    expect(page.get_by_role("region", name="Wat er anders wordt")).to_contain_text(LIMIT)
    means = page.get_by_role("region", name="Wat het betekent")
    expect(means).to_contain_text("Zo te zien: er is minder ruimte")
    page.get_by_label("Waarom veranderen de regels?").fill(WHY_LESS)
    tab.press("Bevestig wat het betekent")
    expect(page.get_by_role("alert")).to_contain_text("Noem welk bestuur of welke persoon dit besloot.")
    expect(page.get_by_label("Waarom veranderen de regels?")).to_have_value(WHY_LESS)
    page.get_by_label("Wie besloot dit?").fill("Het college")
    page.get_by_label("Wanneer?").fill(str(clock.today() - timedelta(days=7)))
    tab.press("Bevestig wat het betekent")
    foreseen = page.get_by_role("region", name="Dit leest iedereen die reageerde")
    expect(foreseen).to_contain_text("U kunt over minder meedenken dan eerst.")
    tab.press("Vraag een toets")
    tab.go(f"/werk/trajecten/{SLUG}")
    expect(page.get_by_role("region", name="De regels van dit traject")).to_contain_text("liggen bij de toetser")


def _everybody_reads_what_changed(tab: Visit, receipt: Receipt) -> None:
    """On the own page, on the page of the track, and in all versions of the rules: that it is less, and why."""
    page = tab.page
    follow(tab, receipt.code)
    news = page.get_by_role("region", name="Laatste nieuws")
    for words in ("U kunt over minder meedenken dan eerst.", WHY_LESS):
        expect(news).to_contain_text(words)
    main = tab.go(f"/trajecten/{SLUG}").get_by_role("main")
    tab.follow("Lees wat er veranderde")
    for words in (WHY_LESS, "Het college", ASKED_ANEW):
        expect(main).to_contain_text(words)
    tab.go(f"/trajecten/{SLUG}/ruimte")
    new = page.get_by_role("region", name="Versie 3")
    for words in (WHY_LESS, LIMIT, "Minder ruimte", "Waar komt de fontein?", ASKED_ANEW):
        expect(new).to_contain_text(words)
    expect(page.get_by_role("region", name="Versie 2")).to_contain_text("Waar komt de fontein?")


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

    with _a_slow_answer(page, "/ruimte/vast"):
        page.get_by_role("button", name="Haal weg vast punt 1").click()
        second.get_by_label("Waarom kan dit niet meer anders?").click()
        page.keyboard.type("Er is geen le")
    expect(page.get_by_role("group", name="Vast punt 2")).to_have_count(0)
    expect(first.get_by_label("Wat staat vast?")).to_have_value("Er komt geen drinkwater uit.")
    expect(first.get_by_label("Waarom kan dit niet meer anders?")).to_be_focused()
    page.keyboard.type("iding.")
    expect(first.get_by_label("Waarom kan dit niet meer anders?")).to_have_value("Er is geen leiding.")
    _button(page, "Zet terug")
    expect(first.get_by_label("Wat staat vast?")).to_have_value("De oude pomp blijft staan.")
    expect(first.get_by_label("Waar staat het?")).to_have_value("Monumentenlijst Waterdam")
    _button(page, "Haal weg vast punt 2")
    expect(needed).to_contain_text("De controle vraagt niets op deze stap.")
    tab.look()
    tab.press(GO_ON)


def _write_in_a_saved_row_while_another_one_comes_and_moves(page: Page) -> None:
    """What is typed while the server is slow stays with its own row; what nobody touched is as the server says."""
    first, second = (page.get_by_role("group", name=f"Vraag {number}") for number in (1, 2))
    example, change = "Een voorbeeld van een antwoord", "Wat kan er anders worden"
    with _a_slow_answer(page, "/ruimte/open"):
        page.get_by_role("button", name="Nog een open vraag").click()
        first.get_by_label(example).fill("Zet hem bij de boom.")
    expect(second.get_by_label(example)).to_have_value("")
    expect(first.get_by_label(example)).to_have_value("Zet hem bij de boom.")
    expect(first.get_by_label(example)).to_be_focused()
    with _a_slow_answer(page, "/ruimte/open"):
        page.get_by_role("button", name="Omlaag vraag 1").click()
        first.get_by_label(example).press("End")
        page.keyboard.type(" Daar zitten de ouders in de schaduw.")
        second.get_by_label(change).fill("De hoogte.")
    expect(first.get_by_label(change)).to_have_value("De hoogte.")
    expect(first.get_by_label(change)).to_be_focused()
    expect(first.get_by_label(example)).to_have_value("")
    expect(second.get_by_label(example)).to_have_value("Zet hem bij de boom. Daar zitten de ouders in de schaduw.")
    expect(second.get_by_label(change)).to_have_value("De plek op het plein.")
    with answered_to(page, "/ruimte/open"):
        page.get_by_role("button", name="Haal weg vraag 1").click()
    expect(second).to_have_count(0)


@contextmanager
def _a_slow_answer(page: Page, path: str) -> Iterator[None]:
    """What is asked of the list in here is answered at the end; the check beside the form goes on as always."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if "doe=controleer" in (route.request.post_data or ""):
            route.continue_()
        else:
            waiting.append(route)

    page.route(f"**{path}", hold)
    yield
    assert len(waiting) == 1
    with page.expect_response(lambda answer: answer.request == waiting[0].request):
        waiting[0].continue_()
    page.unroute(f"**{path}", hold)


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


def _consider(page: Page) -> None:
    """There is something to choose, and it is not fixed."""
    for question in QUESTIONS:
        choose(page, question.text, "Nee" if question.key == "fixed" else "Ja")


def _plan(page: Page) -> None:
    is_headed(page, "Plan en mensen")
    today = clock.today()
    about = page.get_by_label("Waar gaat het over? In één of twee zinnen")
    about.fill("Op het plein komt een fontein waar kinderen in kunnen spelen.")
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
