"""A real server with the demo municipality, and a real browser that notices everything the page does wrong.

Without Chromium these tests are skipped, visibly; with REQUIRE_BROWSER set (as in CI) that is a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e import house as houses
from tests.e2e.house import House
from tests.e2e.visit import Visit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed: apt-get install chromium"))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all journeys of this worker."""
    with houses.open_house(tmp_path_factory.mktemp("e2e")) as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys of this worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, house: House) -> Iterator[Callable[..., Visit]]:
    """Open a tab: `visit()`, or `visit(width=320)`, `visit(javascript=False)`, `visit(who="bram", refusals=(422,))`."""
    opened: list[Visit] = []

    def open_tab(
        *, width: int = 1280, height: int = 900, javascript: bool = True, who: str = "", refusals: tuple[int, ...] = ()
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="nl-NL",
            timezone_id="Europe/Amsterdam", reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        tab = Visit(context.new_page(), context, house, javascript=javascript, refusals=refusals)
        opened.append(tab)
        if who:
            tab.is_signed_in_as(who)
        return tab

    yield open_tab
    complaints = [complaint for tab in opened for complaint in tab.complaints]
    for tab in opened:
        tab.context.close()
    assert not complaints, "\n".join(complaints)
