"""The only file that knows HX- headers. One template for the page, one partial for the piece of it that changes."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

VARIES = "HX-Request"
"""What htmx adds to a request: an answer may be a page or a piece of one, and no memory may mix them up."""


def from_htmx() -> bool:
    """Whether htmx asked, for a piece or for a page."""
    return "HX-Request" in request.headers


def wants_fragment() -> bool:
    """Whether htmx asked for a piece (a boosted or restored page is a whole page)."""
    headers = request.headers
    return from_htmx() and "HX-Boosted" not in headers and "HX-History-Restore-Request" not in headers


def page(full: str, fragment: str, **context: Any) -> str:
    """Render *fragment* for htmx and *full* (which includes it) for everybody else."""
    return render_template(fragment if wants_fragment() else full, **context)


def done(fragment: str, next: str, **context: Any) -> ResponseReturnValue:
    """After a change: the new piece for htmx, the address *next* for everybody else."""
    return render_template(fragment, **context) if wants_fragment() else go_to(next)


def go_to(address: str) -> Response:
    """Send the browser on; an htmx request gets a header, so that a whole page never lands in a fragment."""
    if from_htmx():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = address
        return response
    return make_response(redirect(address, 303))


def page_behind() -> str:
    """The address (on this site) of the page that the visitor looks at: not that of the fragment htmx asked for."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    if from_htmx() and shown.path and shown.netloc == request.host:
        return f"{shown.path}?{shown.query}".rstrip("?")
    return request.full_path.rstrip("?")


def retarget(response: Response, selector: str) -> Response:
    """Let htmx put this answer elsewhere than the caller asked (an error page in place of a fragment)."""
    if from_htmx():
        response.headers["HX-Retarget"] = selector
        response.headers["HX-Reswap"] = "innerHTML"
    return response
