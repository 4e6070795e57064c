"""The desk: an answer with a reason, two colleagues at once, a session that ends in the middle, and the coordinator."""

import re

from playwright.sync_api import Page, Route, expect

from tests.e2e.steps import Receipt, choose, contribute, follow, is_headed, make_public
from tests.e2e.visit import PASSWORD, Visit, answered_to

REASON = "Waarom? Schrijf het zoals u het zou zeggen."
KIND = "Wat besluiten we over dit punt?"
PUBLISH = "Publiceer dit antwoord"
NOT_RIGHT = "U vraagt het aan de stichting, maar die stopte vorig jaar."
WHY_IT_STANDS = "Ik belde de stichting. Zij tellen nog elke zomer, onder een andere naam."
NEWS = "Wij zijn nog bezig, want de aannemer rekent twee plannen door."


def test_a_civil_servant_answers_and_the_resident_reads_exactly_what_the_preview_said(visit):
    said = "Een waterpomp op het schoolplein, dan kunnen de kinderen dammen bouwen."
    resident: Visit = visit()
    receipt = contribute(resident, "molenstraat", said)
    resident.leave(resident.page.go_back)
    expect(resident.page.get_by_role("main")).not_to_contain_text(receipt.code)

    bram: Visit = visit(who="bram", refusals=(422,))
    page = bram.go("/werk")
    bram.follow("Mijn team")
    bram.follow(re.compile("Een waterpomp op het schoolplein"))
    choose(page, KIND, "Overgenomen")
    _publish(bram)
    expect(page.get_by_role("alert")).to_contain_text("Kijk eerst de openbare tekst na")
    bram.press("Iedereen mag dit lezen")

    _types_on_while_the_answer_is_on_its_way(page)
    expect(page.get_by_label("Wat voor soort reden is het?")).to_be_visible()
    _decide(page, "Overgenomen")
    paths = page.get_by_role("group", name="Waar komt het terecht?")
    paths.get_by_label("Definitief ontwerp Molenstraat").check()
    reason = page.get_by_label(REASON)
    reason.fill(
        "Inzake uw inbreng zijn wij voornemens om in het kader van de herinrichting een voorziening te realiseren"
        " teneinde het spelen met water te bewerkstelligen."
    )
    expect(page.get_by_role("main")).to_contain_text(
        re.compile(r"De zin ‘Inzake uw inbreng zijn …’ is lang: \d+ woord")
    )
    expect(page.get_by_role("main")).to_contain_text("teneinde: om")
    bram.look()
    reason.fill("Er komt een pomp bij de grote boom. Kinderen spelen graag met water, en de school wil het ook.")
    expect(page.get_by_role("main")).to_contain_text("Korte zinnen, gewone woorden. Goed zo.")
    preview = page.get_by_role("region", name="Dit leest de bewoner")
    expect(preview).to_contain_text("Er komt een pomp bij de grote boom.")
    foreseen = _sentences(preview.get_by_role("listitem").all_inner_texts())
    bram.look()
    _publish(bram)
    expect(page.get_by_role("status").first).to_contain_text("Uw antwoord is gepubliceerd.")
    expect(page.get_by_role("region", name="Dit leest de bewoner nu")).to_contain_text("Er komt een pomp")

    follow(resident, receipt.code)
    is_headed(resident.page, "We nemen uw idee over.")
    answer = resident.page.get_by_role("region", name="Uw bijdrage", exact=True)
    read = _sentences(answer.get_by_role("listitem").all_inner_texts())
    signed = next(line for line in read if line.endswith(", door Bram de Boer."))
    assert [line for line in read if line != signed] == foreseen
    expect(resident.page.get_by_role("main")).to_contain_text("Nagekomen: u kreeg het op")
    bram.go("/werk?van=team")
    expect(page.get_by_role("link", name="Een waterpomp op het schoolplein")).to_have_count(0)


def test_two_colleagues_answer_at_once_and_the_second_keeps_the_own_text_and_looks_again(visit, house):
    resident: Visit = visit(javascript=False)
    receipt = contribute(resident, "molenstraat", "Zet de straatlantaarns lager, dan kunnen de vogels slapen.")
    house.flask(
        "user", "add", "marit@doorwerking.example", "--name", "Marit Kok", "--department", "Straten",
        typed="vogels slapen in het donker\n" * 2,
    )  # fmt: skip
    bram, marit = visit(who="bram"), visit(refusals=(409,))
    marit.sign_in("marit", "vogels slapen in het donker")
    make_public(bram, receipt.number)
    marit.go(f"/werk/bijdragen/{receipt.number}")
    expect(marit.page.get_by_text(re.compile("Bram de Boer kijkt ook, sinds"))).to_be_visible()
    own = "Dat is al gebeurd. De lampen hangen sinds mei een meter lager."
    for tab, text in ((bram, "Wij vragen het aan de stichting die de vogels telt."), (marit, own)):
        _decide(tab.page, "Beantwoord")
        tab.page.get_by_label(REASON).fill(text)
        expect(tab.page.get_by_role("region", name="Dit leest de bewoner")).to_contain_text(text)
    _publish(bram)
    expect(bram.page.get_by_role("status").first).to_contain_text("gepubliceerd")
    _publish(marit)
    first = marit.page.get_by_role("region", name="Niet opgeslagen: iemand was u voor")
    expect(first).to_contain_text("Bram de Boer")
    expect(first).to_contain_text(re.compile(r"\d\d[.:]\d\d uur"))
    expect(first).to_contain_text("Wij vragen het aan de stichting")
    expect(marit.page.get_by_label(REASON)).to_have_value(own)

    _asks_to_look_again(resident, receipt)
    dirk: Visit = visit(who="dirk")
    asked = dirk.go("/regie").get_by_role("region", name="Bewoners die vroegen om nog eens te kijken")
    expect(asked.get_by_role("listitem").filter(has_text=NOT_RIGHT)).to_contain_text("Iemand anders dan Bram de Boer")
    look = bram.go(f"/werk/bijdragen/{receipt.number}").get_by_role("region", name="De bewoner vraagt: kijk nog eens")
    expect(look).to_contain_text("U gaf dit antwoord zelf.")
    _lets_it_stand(marit, receipt)
    follow(resident, receipt.code)
    expect(resident.page.get_by_role("main")).to_contain_text(re.compile("Marit Kok keek opnieuw op"))
    expect(resident.page.get_by_role("main")).to_contain_text(WHY_IT_STANDS)
    expect(resident.page.get_by_text("Klopt dit antwoord niet?")).to_have_count(0)


def _asks_to_look_again(tab: Visit, receipt: Receipt) -> None:
    """With the code: this is not right, because; and how it was to take part."""
    page = tab.page
    follow(tab, receipt.code)
    page.get_by_text("Klopt dit antwoord niet? Vraag ons om nog eens te kijken").click()
    page.get_by_label("Wat klopt er niet?").fill(NOT_RIGHT)
    tab.press("Vraag om nog eens te kijken")
    expect(page.get_by_role("status").first).to_contain_text("Wij kijken nog eens.")
    expect(page.get_by_role("region", name="Uw bijdrage", exact=True)).to_contain_text(NOT_RIGHT)

    choose(page, "Hoeveel invloed had u?", "weinig")
    choose(page, "Begrijpt u waarom wij dit besloten?", "Voor een deel")
    choose(page, "Zou u nog een keer meedoen?", "Ja")
    page.get_by_label("Wat wilt u daar nog over zeggen, in één zin?").fill("Ik kreeg antwoord van iemand met een naam.")
    tab.press("Verstuur uw antwoorden")
    told = page.get_by_role("region", name="Hoe was het om mee te doen?")
    expect(told).to_contain_text("U vertelde ons hoe het was. Dank u wel.")
    expect(told).to_contain_text("Ik kreeg antwoord van iemand met een naam.")


def _lets_it_stand(tab: Visit, receipt: Receipt) -> None:
    """Not the first author; with a reason that residents read. And the sentence about taking part is read too."""
    page = tab.go(f"/werk/bijdragen/{receipt.number}")
    look = page.get_by_role("region", name="De bewoner vraagt: kijk nog eens")
    expect(look).to_contain_text(NOT_RIGHT)
    expect(page.get_by_role("main")).to_contain_text("De bewoner vroeg om nog eens te kijken.")
    expect(page.get_by_role("main")).not_to_contain_text("Vastgelegd:")
    look.get_by_label("Waarom blijft het antwoord zoals het is?").fill(WHY_IT_STANDS)
    tab.press("Het antwoord blijft", within=look)
    expect(page.get_by_role("status").first).to_contain_text("Het antwoord blijft. De bewoner leest waarom.")
    said = tab.go("/werk/trajecten/molenstraat/ervaringen").get_by_role("listitem").filter(has_text="met een naam")
    tab.press("Iedereen mag dit lezen", within=said)
    tab.go("/trajecten/molenstraat/ervaringen")
    expect(page.get_by_role("main")).to_contain_text("Ik kreeg antwoord van iemand met een naam.")


def test_a_colleague_whose_session_ends_while_typing_gets_the_text_back_and_sends_it(visit):
    receipt = contribute(visit(), "molenstraat", "Kan de vuilniswagen na half negen komen?")
    tab: Visit = visit(refusals=(400, 401))
    tab.sign_in("bram")
    make_public(tab, receipt.number)
    page = tab.page
    _decide(page, "Later besluiten")
    reason = "Wij vragen het aan het bedrijf dat het afval haalt.\nZij maken in januari een nieuwe route."
    with answered_to(page, "/uitkomst"):
        page.get_by_label(REASON).fill(reason)
    tab.context.clear_cookies()
    tab.press("Bewaar als concept")
    is_headed(page, "Uw tekst is niet weg")
    expect(page.get_by_text("Zij maken in januari een nieuwe route.")).to_be_visible()
    tab.press("Log in en neem mijn tekst mee")
    page.get_by_label("E-mailadres").fill("bram@doorwerking.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    tab.press("Inloggen")
    is_headed(page, "Uw tekst is niet weg")
    tab.press("Verstuur opnieuw")
    expect(page.get_by_role("status").first).to_contain_text("Uw concept is bewaard.")
    expect(page.get_by_label(REASON)).to_have_value(reason)
    expect(page.get_by_role("group", name="Wat besluiten we").get_by_label("Later besluiten")).to_be_checked()


def test_a_coordinator_hands_over_a_promise_writes_the_vision_and_signs_out_of_every_copy(visit, house):
    dirk: Visit = visit(refusals=(403,))
    dirk.sign_in("dirk")
    page: Page = dirk.go("/regie")
    is_headed(page, "Wat vraagt nu aandacht?")
    dirk.follow("Toetsen", exact=True)
    expect(page.get_by_role("region", name="Wacht op een oordeel")).to_contain_text("Zitten op het Marktplein")
    dirk.follow("Achterstand")
    ice = re.compile("Ik heb een ijskar")
    expect(page.get_by_role("listitem").filter(has_text=ice)).to_contain_text("Bram de Boer")
    dirk.follow(re.compile("Wijs iemand aan voor: Wanneer is het klaar"))
    page.get_by_label("Wie neemt dit over?").select_option("Wim Scholten")
    dirk.press("Geef door")
    expect(page.get_by_role("status").first).to_contain_text("Wim Scholten geeft antwoord.")
    expect(page.get_by_role("listitem").filter(has_text=ice)).to_contain_text("Wim Scholten")
    bram: Visit = visit(who="bram")
    bram.go("/werk")
    expect(bram.page.get_by_role("link", name="Ik fiets met mijn moeder")).to_have_count(1)
    expect(bram.page.get_by_role("link", name=ice)).to_have_count(0)

    _writes_the_vision(dirk)
    _tells_how_it_goes(bram)
    dirk.go("/trajecten/fietsroute-havendijk/nieuws")
    expect(page.get_by_role("listitem").filter(has_text=NEWS)).to_contain_text("Bram de Boer")
    follow(dirk, house.codes["wacht te lang op antwoord"])
    expect(page.get_by_role("region", name="Laatste nieuws")).to_contain_text(NEWS)

    dirk.go("/regie")
    copy: Visit = visit()
    copy.context.add_cookies(dirk.context.cookies())
    copy.go("/regie")
    is_headed(copy.page, "Wat vraagt nu aandacht?")
    dirk.press("Uitloggen")
    copy.go("/regie")
    is_headed(copy.page, "Inloggen voor medewerkers")


def _writes_the_vision(tab: Visit) -> None:
    """A new version with one principle more; residents read it, and the one before stays to read."""
    page = tab.go("/regie/visie")
    rows = page.get_by_role("group", name=re.compile("^Uitgangspunt"))
    there = rows.count()
    with answered_to(page, "/regie/visie"):
        page.get_by_role("button", name="Nog een uitgangspunt").click()
    added = page.get_by_role("group", name=f"Uitgangspunt {there + 1}")
    added.get_by_role("textbox", name="Uitgangspunt", exact=True).fill("Wij bellen terug.")
    tab.look()
    page.get_by_label("Waarom verandert u dit?").fill("Bewoners vroegen erom.")
    tab.press("Bewaar als nieuwe versie")
    expect(page.get_by_role("status").first).to_contain_text("van de visie geldt vanaf nu.")
    expect(page.get_by_role("region", name="Alle versies")).to_contain_text("Bewoners vroegen erom.")
    tab.go("/visie")
    expect(page.get_by_role("main")).to_contain_text("Wij bellen terug.")


def _tells_how_it_goes(tab: Visit) -> None:
    """A message in between: first as residents will read it, then to everybody."""
    page = tab.go("/werk/trajecten/fietsroute-havendijk/nieuws")
    page.get_by_label("Hoe gaat het ermee?").fill(NEWS)
    tab.press("Bekijk wat bewoners lezen")
    foreseen = page.get_by_role("region", name="Dit lezen bewoners")
    for words in (NEWS, "Dit is geen antwoord op uw bijdrage."):
        expect(foreseen).to_contain_text(words)
    tab.press("Verstuur dit bericht")
    expect(page.get_by_role("status").first).to_contain_text("Bewoners lezen dit nu bij hun bijdrage.")


def _decide(page: Page, kind: str) -> None:
    """Choose a kind, and wait until the form shows what belongs to it."""
    choose(page, KIND, kind)
    expect(page.get_by_role("region", name="Dit leest de bewoner", exact=True)).to_contain_text(kind)


def _types_on_while_the_answer_is_on_its_way(page: Page) -> None:
    """A slow connection: the form is redrawn after somebody went on typing. No word is lost."""
    held: list[Route] = []
    address = re.compile(r"/uitkomst(\?|$)")  # The list that the reader came from travels behind the question mark.
    page.route(address, lambda route: held.append(route), times=1)
    with page.expect_request(address):
        choose(page, KIND, "Niet overgenomen")
    page.get_by_label(REASON).fill("Intussen getypt.")
    with answered_to(page, "/uitkomst"):
        held[0].continue_()
    expect(page.get_by_role("region", name="Dit leest de bewoner", exact=True)).to_contain_text("Niet overgenomen")
    expect(page.get_by_label(REASON)).to_have_value("Intussen getypt.")


def _publish(tab: Visit) -> None:
    """Press the button that publishes; htmx is not in between, the page itself comes back."""
    tab.press(PUBLISH)


def _sentences(pieces: list[str]) -> list[str]:
    return [line.strip() for piece in pieces for line in piece.splitlines() if line.strip()]
