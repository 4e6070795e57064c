"""A real server with the demo municipality, and a real browser that notices everything the page does wrong.

Without Chromium these tests are skipped, visibly; with REQUIRE_BROWSER set (as in CI) that is a failure.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

TOP = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PASSWORD = "doorwerking-demo"
AXE = TOP / "tests" / "vendor" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed: apt-get install chromium"))


@dataclass
class House:
    """The running server."""

    url: str
    folder: Path
    codes: dict[str, str]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Granian and the worker on a port of their own, with the demo municipality loaded."""
    folder = tmp_path_factory.mktemp("e2e")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        **os.environ, "MODE": "development", "DATA_DIR": str(folder), "PORT": str(port), "HTMX_SOURCE": "local",
        "DATABASE_URL": "", "CHEAP_PASSWORDS": "1",
    }  # fmt: skip
    log = (folder / "server.log").open("w")
    process = subprocess.Popen([sys.executable, "-m", "participation.serve"], cwd=TOP, env=environ, stdout=log, stderr=log)
    try:
        _until_ready(f"http://127.0.0.1:{port}/healthz/ready", process, folder)
        printed = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "codes"],
            cwd=TOP, env=environ, capture_output=True, text=True, check=True,
        )  # fmt: skip
        codes = dict(re.findall(r"^\s*(.+?):\s+([0-9A-Z]{4}(?: [0-9A-Z]{4}){3})", printed.stdout, re.MULTILINE))
        yield House(url=f"http://127.0.0.1:{port}", folder=folder, codes=codes)
    finally:
        process.terminate()
        process.wait(40)
        log.close()
    said = (folder / "server.log").read_text()
    assert "Traceback" not in said, said[-4000:]


def _until_ready(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(240):
        with suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                return
        assert process.poll() is None, (folder / "server.log").read_text()[-4000:]
        time.sleep(0.5)
    raise AssertionError((folder / "server.log").read_text()[-4000:])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys of this worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Visit:
    """A tab that keeps an eye on itself: errors in the console, broken policy, failed files, and axe on every page."""

    page: Page
    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.url}{path}")
        self.look()
        return self.page

    def press(self, name: str | re.Pattern[str], *, role: Any = "button", nth: int = 0) -> None:
        """Press a button (or follow a link) by its name, and look at what comes."""
        self.page.get_by_role(role, name=name).nth(nth).click()
        self.page.wait_for_load_state()
        self.look()

    def sign_in(self, who: str) -> None:
        self.go("/inloggen")
        self.page.get_by_label("E-mailadres").fill(f"{who}@doorwerking.example")
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.press("Log in")

    def look(self) -> None:
        """Axe on the page as it is now, no sideways scrolling, one h1 that the title begins with."""
        if self.context.browser is None:
            return
        try:
            self.page.evaluate("typeof axe === 'object' || 0")
        except Exception:  # noqa: BLE001  (without JavaScript axe cannot run; other journeys see these pages)
            return
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("standards => axe.run(document, {runOnly: standards})", STANDARDS)
        for violation in found["violations"]:
            places = [node["html"][:200] for node in violation["nodes"][:3]]
            self.complaints.append(f"{self.page.url}: {violation['id']}: {violation['help']}: {places}")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.complaints.append(f"{self.page.url}: scrolls sideways by {wide} px")


@pytest.fixture
def visit(chromium: Browser, house: House) -> Iterator[Callable[..., Visit]]:
    """Open a tab: `visit()`, or `visit(width=320)`, `visit(javascript=False)`."""
    opened: list[Visit] = []

    def open_tab(*, width: int = 1280, height: int = 900, javascript: bool = True) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="nl-NL",
            timezone_id="Europe/Amsterdam",
        )  # fmt: skip
        context.set_default_timeout(15_000)
        tab = Visit(page=context.new_page(), context=context, url=house.url)
        tab.page.on("pageerror", lambda error: tab.complaints.append(f"error on the page: {error}"))
        tab.page.on("console", lambda message: _listen(tab, message))
        tab.page.on("requestfailed", lambda request: tab.complaints.append(f"failed: {request.url} {request.failure}"))
        opened.append(tab)
        return tab

    yield open_tab
    complaints = [complaint for tab in opened for complaint in tab.complaints]
    for tab in opened:
        tab.context.close()
    assert complaints == []


def _listen(tab: Visit, message: Any) -> None:
    expected = re.search(r"status of (403|404|409|422|429)", message.text)
    if message.type == "error" and not expected:
        tab.complaints.append(f"{tab.page.url}: console: {message.text}")
