"""A file of a resident as an answer: nothing in it can run, and nothing between us and the reader keeps it."""

from flask import Response, abort, g, make_response, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from participation.contributions.files.models import ContributionFile
from participation.web.files_field import store
from participation.web.security import settings

SMALL = "klein"
MINUTES = 30
"""For how long an address works that was made for the author, who showed the code."""


def answer(file: ContributionFile, *, public: bool) -> Response:
    """Its bytes, or 404 when they are gone. What is *public* may be asked after; anything else is kept by nobody."""
    small = SMALL in request.args and file.is_picture
    content = store().read(file.sha, small=small)
    if content is None:
        abort(404)
    tag = f"{file.public_id}{'-klein' if small else ''}"
    g.file = "public" if public else "private"
    has_it = public and request.if_none_match.contains(tag)
    response = Response(status=304) if has_it else make_response(content)
    response.mimetype = "image/jpeg" if file.is_picture else "application/pdf"
    kind = (
        f'inline; filename="foto-{file.position}.jpg"'
        if file.is_picture
        else f'attachment; filename="bestand-{file.position}.pdf"'
    )
    response.headers["Content-Disposition"] = kind
    if public:
        response.set_etag(tag)
    return response


def address_for_author(file: ContributionFile, *, small: bool = False) -> str:
    """Where who holds the code can see it for half an hour. The code is not in it, and nothing else opens with it."""
    pass_ = _signer().dumps(file.public_id)
    return url_for("public.file", public_id=file.public_id, pas=pass_, klein=1 if small else None)


def author_may(public_id: str) -> bool:
    """Whether this address was made for who holds the code, a short while ago."""
    try:
        named: str = _signer().loads(request.args.get("pas", ""), max_age=MINUTES * 60)
    except BadData:
        return False
    return named == public_id


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="file for its author")
