"""Whatever residents type stays text: it runs nowhere, asks nothing of any host, and adds nothing to a page."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.house import TOP
from tests.e2e.steps import Receipt, follow, make_public, receipt_on
from tests.e2e.visit import Visit

OWN = (
    "<script>alert('hallo')</script>",
    "<SCRIPT SRC=//elders.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)><animate onbegin=alert(1) attributeName=x>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    '<a href="javascript:alert(1)">Lees meer</a> javascript:alert(1)',
    "<form action=//elders.example><input autofocus onfocus=alert(1)>",
    '<div hx-get="/uitloggen" hx-trigger="load">weg</div>',
    '<div data-hx-post="/volg" data-hx-trigger="revealed">weg</div>',
    '<b hx-on::load="alert(1)" _="on load call alert(1)">vet</b>',
    "<style>body { display: none }</style><link rel=stylesheet href=//elders.example>",
    "<base href=//elders.example/><meta http-equiv=refresh content='0;url=//elders.example'>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "</textarea></blockquote></main><h1>Gesloten</h1>",
    "<!-- --><![CDATA[<script>alert(1)</script>]]>",
    "{{ 7 * 7 }} {% raw %} ${7 * 7} #{7 * 7} %(day)s %s {0}",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#x3c;b&#x3e;",
    "\u202eeztooj fo \u2066leetsrev\u2069 \u200b\u200d\ufeff",
    "Z\u0351\u036b\u0343a\u036a\u033fl\u035b\u0300g\u030d\u0308o\u030a\u0301 is ook een woord.",
    "Ma\u00f1ana, \u0130stanbul, \u015eeyma, \u4f60\u597d, \u0645\u0631\u062d\u0628\u0627, \U0001f6b2\U0001f468\u200d\U0001f469\u200d\U0001f467",
    'https://elders.example/?q=<script>alert(1)</script>&x="onmouseover=alert(1)',
    "'; DROP TABLE contribution; --",
    "Regel een\r\nSet-Cookie: a=b\r\n\r\nRegel drie",
    "woord" * 400,
)
MORE = Path(os.environ.get("DOORWERKING_DATA", TOP / "../shared/data")) / "bad_input" / "blns.txt"
FROM_MORE = 60
SLUG = "veilig-naar-de-waterlelie"
WATCHED = [
    "script",
    "img",
    "iframe",
    "form",
    "style",
    "link",
    "base",
    "meta",
    "a",
    "[hx-get]",
    "[hx-post]",
    "[data-hx-post]",
]
COUNT = "watched => watched.map(what => [what, document.querySelectorAll(what).length])"
DANGEROUS = (
    "script:not([src^='/static/']), iframe, object, embed, base, style, [onerror], [onload], [onclick], [onfocus]"
)


def test_what_residents_type_is_inert_on_every_page_that_shows_it(visit):
    resident: Visit = visit(width=320, refusals=(422,))
    bram: Visit = visit(width=320, who="bram")
    clean = _counts(resident, bram, ["Een gewone zin."])
    for words in (*_shared_out(OWN, 5), *_shared_out(_more(), 4)):
        assert _counts(resident, bram, words) == clean, words

    for tab, path in (
        (resident, f"/trajecten/{SLUG}"), (resident, f"/trajecten/{SLUG}/bijdragen"), (bram, "/werk?van=team"),
        (bram, f"/werk/bijdragen?traject={SLUG}"),
    ):  # fmt: skip
        page = tab.go(path)
        expect(page.get_by_role("main")).to_contain_text("<script")
        expect(page.locator(DANGEROUS)).to_have_count(0)


def _counts(resident: Visit, bram: Visit, words: list[str]) -> list[Any]:
    """Say these words, make them public, and count what stands on each page that shows them."""
    receipt = _say(resident, "\n".join(words))
    make_public(bram, receipt.number)
    counted = [_count(bram.page, words)]
    resident.go(f"/bijdragen/{receipt.number}")
    counted.append(_count(resident.page, words))
    follow(resident, receipt.code)
    return [*counted, _count(resident.page, words)]


def _say(tab: Visit, text: str) -> Receipt:
    """By the form; where it asks whether something is somebody's data, that stays."""
    page = tab.go(f"/trajecten/{SLUG}/bijdragen/nieuw")
    page.get_by_label("Wat wilt u ons vertellen?").fill(text)
    tab.press("Verstuur uw bijdrage")
    asked = page.get_by_label("Laat het staan").all()
    for stays in asked:
        stays.check()
    if asked:
        tab.press("Verstuur uw bijdrage")
    return receipt_on(page)


def _count(page: Page, words: list[str]) -> Any:
    """Every word stands there as it was typed; and this many elements of each kind."""
    expect(page.get_by_role("blockquote").first).to_have_css("unicode-bidi", "plaintext")  # It turns nothing around it.
    shown = page.get_by_role("blockquote").first.text_content() or ""
    for typed in words:
        assert typed.replace("\r\n", "\n").strip() in shown, f"{page.url}: {typed!r} became {shown!r}"
    return page.evaluate(COUNT, WATCHED)


def _more() -> list[str]:
    """Naughty strings of others, where they lie beside the project: sixty from the whole list."""
    if not MORE.exists():
        return []
    lines = [
        line for line in MORE.read_text().split("\n") if line.strip() and not line.startswith("#") and "\0" not in line
    ]
    return lines[:: max(1, len(lines) // FROM_MORE)][:FROM_MORE]


def _shared_out(texts: Any, heaps: int) -> list[list[str]]:
    """Everything in a few contributions instead of one for each."""
    return [heap for start in range(heaps) if (heap := list(texts[start::heaps]))]
