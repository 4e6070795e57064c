"""A file is shown only after a colleague looked at it, and goes with its contribution (I16)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from participation import clock
from participation.contributions.actions import withdraw
from participation.contributions.files import actions, queries
from participation.contributions.files.models import ContributionFile, FileState
from participation.contributions.files.store import Store
from participation.contributions.files.sweeping import AGE, sweep
from participation.contributions.files.taking import take
from participation.contributions.models import Contribution
from participation.db import db
from participation.history import Event
from participation.refusals import Refused
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.files import pdf, picture
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files", 10_000_000)


@pytest.fixture
def said(track: Track) -> Contribution:
    return make_contribution(track)


def attach(said: Contribution, store: Store, *contents: bytes, alt: str = "") -> list[ContributionFile]:
    taken = [take(content, f"{number}.jpg", store, alt) for number, content in enumerate(contents, 1)]
    actions.attach(said, taken, now=clock.now())
    db.session.commit()
    return queries.files_of(said)


def kinds(said: Contribution) -> list[str]:
    told = select(Event.kind).where(Event.contribution_id == said.id, Event.kind.like("%file%")).order_by(Event.id)
    return list(db.session.scalars(told))


def test_nothing_is_public_before_a_colleague_looked(said: Contribution, store: Store, cast: Cast) -> None:
    (file,) = attach(said, store, picture(), alt="Een bank")
    check_public(said)
    assert not file.is_public
    actions.show(file, "Een kapotte bank", actor=cast.bram, now=clock.now())
    db.session.commit()
    assert file.is_public and (file.alt, file.public_alt) == ("Een bank", "Een kapotte bank")


def test_a_file_that_may_be_seen_waits_for_its_text(said: Contribution, store: Store, cast: Cast) -> None:
    (file,) = attach(said, store, picture())
    actions.show(file, "Een bank", actor=cast.bram, now=clock.now())
    db.session.commit()
    assert file.state is FileState.public and not file.is_public


def test_a_photo_needs_words_a_document_does_not(said: Contribution, store: Store, cast: Cast) -> None:
    photo, document = attach(said, store, picture(), pdf())
    with pytest.raises(Refused) as refused:
        actions.show(photo, "  ", actor=cast.bram, now=clock.now())
    assert refused.value.field == "alt"
    actions.show(document, "", actor=cast.bram, now=clock.now())
    db.session.commit()


def test_keeping_it_off_asks_for_a_reason(said: Contribution, store: Store, cast: Cast) -> None:
    (file,) = attach(said, store, picture())
    with pytest.raises(Refused) as refused:
        actions.keep_off(file, " ", actor=cast.bram, now=clock.now())
    assert refused.value.field == "reason"
    actions.keep_off(file, "Er staat een kind op.", actor=cast.bram, now=clock.now())
    db.session.commit()
    assert kinds(said) == ["contribution.files_received", "contribution.file_kept_off"]


def test_the_author_improves_words_until_everybody_reads_them(said: Contribution, store: Store, cast: Cast) -> None:
    (file,) = attach(said, store, picture())
    actions.describe(file, "Een bank", now=clock.now())
    assert file.public_alt == "Een bank"
    actions.show(file, "Een bank in het park", actor=cast.bram, now=clock.now())
    actions.describe(file, "Iets anders", now=clock.now())
    db.session.commit()
    assert (file.alt, file.public_alt) == ("Iets anders", "Een bank in het park")


def test_withdrawing_takes_the_files_along(said: Contribution, store: Store) -> None:
    (file,) = attach(said, store, picture())
    name = file.public_id
    withdraw(said, now=clock.now())
    db.session.commit()
    assert queries.file(name) is None and not said.has_files


def test_erasing_takes_only_those_that_are_named(track: Track, store: Store) -> None:
    one, other = make_contribution(track), make_contribution(track)
    attach(one, store, picture()), attach(other, store, picture())
    actions.erase([one.id], now=clock.now())
    db.session.commit()
    db.session.expire_all()
    assert queries.files_of(one) == [] and len(queries.files_of(other)) == 1
    assert not one.has_files and other.has_files


def age(store: Store) -> None:
    long_ago = (clock.now() - AGE - timedelta(hours=1)).timestamp()
    for path in store.paths():
        os.utime(path, (long_ago, long_ago))


def test_what_belongs_to_nothing_goes_after_a_day(said: Contribution, store: Store) -> None:
    attach(said, store, picture())
    take(picture(50, 50), "los.jpg", store)
    sizes = (clock.now() - timedelta(hours=1)).timestamp()
    for path in store.paths():
        os.utime(path, (sizes, sizes))
    assert sweep(store, clock.now()) == 0
    age(store)
    assert sweep(store, clock.now()) == 2, "the photo and its small one"
    assert len(list(store.paths())) == 2


def test_the_bytes_of_what_was_erased_go_unless_somebody_else_has_the_same(track: Track, store: Store) -> None:
    one, other = make_contribution(track), make_contribution(track)
    attach(one, store, picture(), pdf()), attach(other, store, picture())
    actions.erase([one.id], now=clock.now())
    db.session.commit()
    age(store)
    assert sweep(store, clock.now()) == 1 and len(list(store.paths())) == 2


def test_who_sends_the_same_file_again_keeps_it(
    said: Contribution, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking and removing somebody sends the very same file: it is written anew and stays."""
    taken = take(pdf(), "plan.pdf", store)
    age(store)
    rename, once = Path.rename, []

    def sent_just_before(path: Path, target: Path) -> Path:
        if not once:
            once.append(path)
            now = clock.now().timestamp()
            take(pdf(), "plan.pdf", store)
            os.utime(path, (now, now))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", sent_just_before)
    assert sweep(store, clock.now()) == 0 and store.has(taken.sha)
