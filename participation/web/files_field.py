"""Photos and documents in a form: taken in before the transaction, and kept when the form comes back.

What was taken in goes along in the form itself, as a signed line for each file that only counts with the key of that
form and for less than a day. So nothing is written in the database for a form that is never sent again.
"""

from dataclasses import asdict, dataclass, field, replace

from flask import request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from participation.contributions.files import rules
from participation.contributions.files.models import FileKind
from participation.contributions.files.store import Store, StoreFull, store_of
from participation.contributions.files.taking import FileRefused, Taken, take
from participation.web.language import gettext as _
from participation.web.security import settings

MOST = 100_000_000
"""What one form may bring: five files, some of them larger than we take, so that we can still say which."""
HOURS = 20
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,.jpg,.jpeg,.png,.webp,.pdf"
PLACE = "bestanden"
FIELD, KEPT, ALT = "files", "kept", "file_alt"


@dataclass(frozen=True)
class KeptFile:
    """A file that is in already, as it stands in the form again."""

    taken: Taken
    token: str

    @property
    def alt_name(self) -> str:
        return f"alt-{self.taken.sha[:12]}"


@dataclass
class FilesField:
    """What came along, what was refused and why; `full` says that there is no place for files now."""

    kept: list[KeptFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    full: bool = False
    accept: str = ACCEPT
    most: int = rules.MOST
    largest: int = rules.LARGEST

    @property
    def taken(self) -> tuple[Taken, ...]:
        return tuple(one.taken for one in self.kept)

    @property
    def links(self) -> list[tuple[str, str]]:
        """For the summary of errors."""
        return [(error, f"#{PLACE}") for error in self.errors]

    @property
    def again(self) -> list[tuple[str, str]]:
        """What makes the very same form once more, besides its own fields: files that came as files."""
        before = set(request.form.getlist(KEPT))
        return [(KEPT, one.token) for one in self.kept if one.token not in before]


def store() -> Store:
    """Where the files of this application stand."""
    found = settings()
    return store_of(found.data_dir, found.files_mb)


def sent_files(form_key: str) -> FilesField:
    """Everything that this form brings: what it kept from before, and what was chosen now.

    Looks at each file and draws it anew; call it before the transaction. Nothing is refused with an exception: the
    sentences stand in `errors`.
    """
    found = FilesField()
    if KEPT not in request.form and not request.files:
        return found
    place = store()
    for token in dict.fromkeys(request.form.getlist(KEPT)):
        _again(found, place, token, form_key)
    alts = request.form.getlist(ALT)
    chosen = [one for one in request.files.getlist(FIELD) if one.filename]
    for number, one in enumerate(chosen):
        if len(found.kept) >= rules.MOST:
            names = ", ".join(rules.plain_name(left.filename or "") for left in chosen[number:])
            found.errors.append(_("Er kunnen vijf bestanden mee. Niet meegenomen: %(names)s.", names=names))
            break
        _take(found, place, one, alts[number] if number < len(alts) else "", form_key)
    return found


def _again(found: FilesField, place: Store, token: str, form_key: str) -> None:
    taken = _read(token, form_key)
    if taken is None or not place.has(taken.sha):
        found.errors.append(_("Een bestand van daarnet hebben wij niet meer. Kies het opnieuw."))
    elif len(found.kept) < rules.MOST:
        one = KeptFile(taken, token)
        alt = rules.plain_words(request.form.get(one.alt_name, taken.alt))
        found.kept.append(replace(one, taken=replace(taken, alt=alt)))


def _take(found: FilesField, place: Store, sent: FileStorage, alt: str, form_key: str) -> None:
    try:
        taken = take(sent.stream.read(rules.LARGEST + 1), sent.filename or "", place, rules.plain_words(alt))
    except FileRefused as refused:
        found.errors.append(_("‘%(name)s’: %(why)s", name=refused.name, why=_(refused.sentence)))
    except StoreFull:
        found.full = True
    else:
        if taken.sha not in {one.taken.sha for one in found.kept}:
            found.kept.append(KeptFile(taken, _signer().dumps([form_key, {**asdict(taken), "kind": taken.kind.value}])))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="file in a form")


def _read(token: str, form_key: str) -> Taken | None:
    """The file of this line; none when it is of another form, too old, or not ours."""
    try:
        key, said = _signer().loads(token, max_age=HOURS * 3600)
    except BadData:
        return None
    return Taken(**{**said, "kind": FileKind(said["kind"])}) if key == form_key else None
