"""A tab that keeps an eye on itself: errors, broken policy, other hosts, dialogs, and axe on every page it sees."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Locator, Page, Request, Response

from tests.e2e.house import House

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "standards => axe.run(document, {runOnly: standards, resultTypes: ['violations']}).then(r => r.violations)"
PASSWORD = "doorwerking-demo"
REFUSED = re.compile(r"the server responded with a status of (\d+)")
WRONG_BEFORE = "Er is nog iets nodig: "
Name = str | re.Pattern[str]


@dataclass
class Visit:
    """One tab. `refusals` are the answers that this journey provokes on purpose; anything else is a complaint."""

    page: Page
    context: BrowserContext
    house: House
    javascript: bool = True
    refusals: tuple[int, ...] = ()
    complaints: list[str] = field(default_factory=list)
    unseen: str = ""
    looked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the first page on."""
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: script failed: {error}"))
        self.page.on("console", self._hear)
        self.page.on("dialog", self._answer)
        self.page.on("request", self._follow)
        self.page.on("requestfailed", self._miss)
        self.page.on("domcontentloaded", self._arrive)

    # What somebody does.

    def go(self, path: str) -> Page:
        """Type an address, and look at the page."""
        self.page.goto(f"{self.house.url}{path}")
        self.look()
        return self.page

    def press(self, name: Name, *, role: Any = "button", within: Locator | None = None, exact: bool = False) -> None:
        """Press a button that leads to a page, wait for it, and look at it."""
        self.leave(lambda: (within or self.page).get_by_role(role, name=name, exact=exact).click())

    def follow(self, name: Name, *, within: Locator | None = None, exact: bool = False) -> None:
        """Follow a link by its words."""
        self.press(name, role="link", within=within, exact=exact)

    def leave(self, act: Any) -> None:
        """Do what leads to another page, wait for it, and look at it."""
        with self.page.expect_navigation():
            act()
        self.look()

    def sign_in(self, who: str, password: str = PASSWORD) -> None:
        """By the form, as a person does."""
        self.go("/inloggen")
        self.page.get_by_label("E-mailadres").fill(f"{who}@doorwerking.example")
        self.page.get_by_label("Wachtwoord").fill(password)
        self.press("Inloggen")

    def is_signed_in_as(self, who: str) -> None:
        """By the cookie of an earlier sign-in where there is one."""
        if who in self.house.cookies:
            self.context.add_cookies(self.house.cookies[who])
        else:
            self.sign_in(who)
            self.house.cookies[who] = self.context.cookies()

    # What the tab notices.

    def look(self) -> None:
        """Axe on the page as it is now, nothing sideways, one h1 with which the title begins."""
        self.unseen = ""
        if not self.javascript:
            return
        self.looked.append(self.page.url)
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text())
        for violation in self.page.evaluate(RUN_AXE, STANDARDS):
            places = [node["html"][:200] + " – " + node["failureSummary"][:200] for node in violation["nodes"][:3]]
            self._complain(f"{violation['id']}: {violation['help']}: {places}")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self._complain(f"scrolls sideways by {wide} px")
        headings, title = self.page.get_by_role("heading", level=1).all_inner_texts(), self.page.title()
        begins = " ".join(headings[0].replace("\xad", "").split()) if len(headings) == 1 else "exactly one h1"
        if not title.removeprefix(WRONG_BEFORE).startswith(begins):
            self._complain(f"the title '{title}' does not begin with the heading {headings}")

    def _complain(self, what: str) -> None:
        self.complaints.append(f"{self.page.url}: {what}")

    def _arrive(self, _page: Page) -> None:
        if self.unseen:
            self.complaints.append(f"{self.unseen}: nobody looked at this page")
        self.unseen = self.page.url

    def _hear(self, message: ConsoleMessage) -> None:
        refused = REFUSED.search(message.text)
        if message.type == "error" and not (refused and int(refused[1]) in self.refusals):
            self._complain(f"console: {message.text}")

    def _answer(self, dialog: Dialog) -> None:
        """Only the question whether to leave typed text behind is expected."""
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            self._complain(f"dialog: {dialog.message}")
            dialog.dismiss()

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.house.url, "data:", "blob:")):
            self._complain(f"asks another host: {request.url}")

    def _miss(self, request: Request) -> None:
        """A request that the browser itself drops because the page is left is no failure."""
        if request.failure != "net::ERR_ABORTED":
            self._complain(f"failed: {request.url} {request.failure}")


def answered_to(page: Page, path: str) -> Any:
    """Wait, in a `with`, for the answer to the next POST to an address that ends with *path*."""

    def is_it(response: Response) -> bool:
        return response.request.method == "POST" and response.url.split("?")[0].endswith(path)

    return page.expect_response(is_it)
