"""What everybody in a track was promised and still has to get, for the page of that track."""

from participation import clock
from participation.outcomes.news.interim import ADDRESSED
from participation.promises.actions import to_everybody
from participation.tracks.models import Track
from participation.web.due import said_to_everybody, when_it_breaks


def owing(track: Track) -> list[tuple[str, str, str]]:
    """Every open promise to everybody, the first to break first: state, when and what. None before it opened."""
    if track.state not in ADDRESSED:
        return []
    found, today = (one for one in to_everybody(track.id) if one.kept_at is None), clock.today()
    return [(*when_it_breaks(one.due, today), said_to_everybody(one.kind, one.text)) for one in found]
