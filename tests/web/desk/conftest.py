"""One contribution on the desk: checked, and waiting for an answer."""

import pytest

from participation.contributions.models import (
    Contribution,
)
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.web.desk.answering import SAID


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    """Checked, waiting for an answer, by the date its track promised."""
    return check_public(make_contribution(make_open_track(cast.bram), SAID, email="amina@bewoner.example"))


@pytest.fixture
def address(contribution: Contribution) -> str:
    return f"/werk/bijdragen/{contribution.number}"
