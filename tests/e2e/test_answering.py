"""The desk: an answer with a reason, two colleagues at once, a session that ends in the middle, and the coordinator."""

import re

from playwright.sync_api import Page, Route, expect

from tests.e2e.steps import choose, contribute, follow, is_headed, make_public
from tests.e2e.visit import PASSWORD, Visit, answered_to

REASON = "Waarom? Schrijf het zoals u het zou zeggen."
KIND = "Wat besluiten we over dit punt?"
PUBLISH = "Publiceer dit antwoord"


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


def test_two_colleagues_answer_at_once_and_the_second_keeps_the_own_text(visit, house):
    receipt = contribute(visit(), "molenstraat", "Zet de straatlantaarns lager, dan kunnen de vogels slapen.")
    house.flask(
        "user", "add", "marit@doorwerking.example", "--name", "Marit Kok", "--department", "Straten",
        typed="vogels slapen in het donker\n" * 2,
    )  # fmt: skip
    bram, marit = visit(who="bram"), visit(refusals=(409,))
    marit.sign_in("marit", "vogels slapen in het donker")
    make_public(bram, receipt.number)
    marit.go(f"/werk/bijdragen/{receipt.number}")
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


def test_a_coordinator_hands_over_a_promise_and_signing_out_ends_every_copy_of_the_session(visit):
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

    copy: Visit = visit()
    copy.context.add_cookies(dirk.context.cookies())
    copy.go("/regie")
    is_headed(copy.page, "Wat vraagt nu aandacht?")
    dirk.press("Uitloggen")
    copy.go("/regie")
    is_headed(copy.page, "Inloggen voor medewerkers")


def _decide(page: Page, kind: str) -> None:
    """Choose a kind, and wait until the form shows what belongs to it."""
    choose(page, KIND, kind)
    expect(page.get_by_role("region", name="Dit leest de bewoner", exact=True)).to_contain_text(kind)


def _types_on_while_the_answer_is_on_its_way(page: Page) -> None:
    """A slow connection: the form is redrawn after somebody went on typing. No word is lost."""
    held: list[Route] = []
    page.route("**/uitkomst", lambda route: held.append(route), times=1)
    with page.expect_request("**/uitkomst"):
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
