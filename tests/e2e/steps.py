"""What several journeys do on their way, told once."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.visit import Visit

CODE = re.compile(r"[0-9A-Z]{4}(?: [0-9A-Z]{4}){3}")
NUMBER = re.compile(r"20\d\d-\d{5}")


@dataclass(frozen=True)
class Receipt:
    """What a resident takes home."""

    code: str
    number: str


def is_headed(page: Page, words: str | re.Pattern[str]) -> None:
    """The page that one sees begins with these words."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def receipt_on(page: Page) -> Receipt:
    """The code and the number on the receipt."""
    is_headed(page, "Dank u wel. Uw bijdrage is binnen.")
    told = " ".join(page.get_by_role("region", name="Dit is uw code").inner_text().split())
    codes, numbers = CODE.findall(told), NUMBER.findall(told)
    assert len(codes) == 1 and len(numbers) == 1, told
    return Receipt(codes[0], numbers[0])


def contribute(tab: Visit, slug: str, text: str) -> Receipt:
    """Say one thing on the form of a track."""
    tab.go(f"/trajecten/{slug}/bijdragen/nieuw").get_by_label("Wat wilt u ons vertellen?").fill(text)
    tab.press("Verstuur uw bijdrage")
    return receipt_on(tab.page)


def follow(tab: Visit, code: str) -> None:
    """Fill in the code on the page that is made for it."""
    tab.go("/volg").get_by_label("Uw code").fill(code)
    tab.press("Bekijk uw bijdrage")


def make_public(tab: Visit, number: str) -> None:
    """As a colleague: everybody may read this."""
    tab.go(f"/werk/bijdragen/{number}")
    tab.press("Iedereen mag dit lezen")
    expect(tab.page.get_by_role("main")).to_contain_text("Iedereen kan dit lezen.")


def choose(page: Page, question: str, answer: str) -> None:
    """Tick one of the answers to a question."""
    page.get_by_role("group", name=question).get_by_label(answer).first.check()
