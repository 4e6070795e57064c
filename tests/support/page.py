"""A browser without a screen that is the strictest reader: it refuses every page that is not well made."""

from __future__ import annotations

import re
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts.actions import sign_in
from participation.accounts.models import User
from participation.db import db, writing


class Page:
    """One answer, read as a person would: by headings, words, fields and links."""

    def __init__(self, response: TestResponse, *, fragment: bool = False) -> None:
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.html = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        self.soup = BeautifulSoup(self.html, "html.parser")
        if self.html:
            check(self.html, self.soup, fragment=fragment or is_fragment(response))

    @property
    def h1(self) -> str:
        return words(self.one("h1"))

    @property
    def text(self) -> str:
        return words(self.soup.body or self.soup)

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [words(item) for item in self.soup.select(".error-summary li")]

    def one(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, f"{len(found)} × {selector}"
        return found[0]

    def all(self, selector: str) -> list[str]:
        return [words(tag) for tag in self.soup.select(selector)]

    def has_link(self, text: str) -> bool:
        return any(text in words(link) for link in self.soup.select("a[href]"))

    def link(self, text: str) -> str:
        """The address behind the link with *text*."""
        found = {str(link["href"]) for link in self.soup.select("a[href]") if text in words(link)}
        assert len(found) == 1, f"links with '{text}': {found}"
        return found.pop()

    def form(self, action: str | None = None) -> dict[str, Any]:
        """The fields of the only form (or of the one that posts to *action*), as the browser would send them."""
        forms = [form for form in self.soup.select("main form") if action is None or form.get("action") == action]
        assert len(forms) == 1, f"{len(forms)} forms for {action}"
        return fields(forms[0])


def is_fragment(response: TestResponse) -> bool:
    """An answer to htmx is a piece of a page, unless it takes the place of the whole body."""
    return "HX-Request" in response.request.headers and response.headers.get("HX-Retarget") != "body"


def words(tag: Tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def fields(form: Tag) -> dict[str, Any]:
    """What a browser sends when nothing is touched: hidden fields, values, what is chosen."""
    data: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), field.get("type", "text")
        if kind in ("submit", "button") or (kind in ("radio", "checkbox") and not field.has_attr("checked")):
            continue
        if field.name == "textarea":
            value = field.get_text().replace("\r\n", "\n").removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = str(chosen.get("value", "")) if chosen else ""
        else:
            value = str(field.get("value", "on" if kind == "checkbox" else ""))
        if kind == "checkbox" and name in data:
            data[name] = [*(data[name] if isinstance(data[name], list) else [data[name]]), value]
        else:
            data[name] = value
    return data


def check(html: str, soup: BeautifulSoup, *, fragment: bool) -> None:
    """What must hold for every page, whoever asked for it."""
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(html) if fragment else parser.parse(html)
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids)), f"double ids: {sorted(i for i in ids if ids.count(i) > 1)}"
    assert not soup.select("[style], style, script:not([src]), [onclick], [onchange], [onsubmit]"), (
        "inline code or style"
    )
    for form in soup.select("form[method=post]"):
        assert form.get("action"), "a form without action"
        assert form.select_one("input[name=csrf_token]"), f"no CSRF token in {form.get('action')}"
        assert form.has_attr("novalidate") or not form.select("[required]"), "browser validation hides our own"
    for field in soup.select("input:not([type=hidden]):not([type=submit]), textarea, select"):
        label = field.find_parent("label") or soup.select_one(f"label[for='{field.get('id')}']")
        assert label or field.get("aria-label") or field.get("aria-labelledby"), f"unlabelled: {field}"
    for target in soup.select("[aria-describedby], [aria-labelledby]"):
        for name in f"{target.get('aria-describedby', '')} {target.get('aria-labelledby', '')}".split():
            assert name in ids, f"{name} is described nowhere"
    if fragment:
        return
    assert soup.html and soup.html.get("lang") in ("nl", "en")
    assert len(soup.select("h1")) == 1, f"{len(soup.select('h1'))} × h1"
    assert soup.title and words(soup.select_one("h1"))[:12] in words(soup.title), "the title begins with the h1"


def _forget_the_last_request() -> None:
    """A test holds one application context, so what `g` keeps for a request would leak into the next one."""
    for name in list(g):
        g.pop(name)


class Browser:
    """A client that keeps its cookies, sends forms with their token, and checks what comes back."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, user: User) -> Browser:
        """Sign in without the slow password, through the same action as the page."""
        with writing():
            token = sign_in(user, now=clock.now())
        with self.client.session_transaction() as session:
            session["_user_id"] = token
            session["seen"] = clock.now().timestamp()
        return self

    def get(self, url: str, *, status: int = 200, htmx: bool = False, **kwargs: Any) -> Page:
        headers = {"HX-Request": "true"} if htmx else {}
        _forget_the_last_request()
        return self._check(self.client.get(url, headers={**headers, **kwargs.pop("headers", {})}, **kwargs), status)

    def post(
        self, url: str, data: dict[str, Any] | None = None, *, status: int = 303, htmx: bool = False, **kwargs: Any
    ) -> Page:
        """Post with a fresh CSRF token of this session, unless *data* has one."""
        headers = {"HX-Request": "true"} if htmx else {}
        data = {"csrf_token": self.token(), **(data or {})}
        _forget_the_last_request()
        return self._check(self.client.post(url, data=data, headers=headers, **kwargs), status)

    def token(self) -> str:
        """A CSRF token that belongs to this session."""
        _forget_the_last_request()
        page = self.client.get("/inloggen")
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))
        assert found, "no token on the sign-in page"
        return found.group(1)

    def _check(self, response: TestResponse, status: int) -> Page:
        db.session.remove()
        assert response.status_code == status, (
            f"{response.status_code} for {response.request.path}: {response.get_data(as_text=True)[:2000]}"
        )
        assert "Content-Security-Policy" in response.headers
        return Page(response)
