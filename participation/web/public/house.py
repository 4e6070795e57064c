"""What residents may expect of this municipality, in versions; and what they were not asked about, with the reason."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.house import queries as house
from participation.house.models import HouseVision
from participation.outcomes import public_list
from participation.tracks import considerations
from participation.tracks.considering import Choice, Consideration
from participation.web.access import everybody
from participation.web.house import terms
from participation.web.language import gettext as _
from participation.web.public import bp

HIGHEST = 10_000


@bp.get("/visie")
@everybody
def vision() -> ResponseReturnValue:
    """The vision in force, or an earlier version (`?versie=2`); as long as there is none, what holds without one."""
    mark = request.args.get("versie", "")
    if mark and not (mark.isascii() and mark.isdigit() and len(mark) < 6 and int(mark) <= HIGHEST):
        abort(404)
    versions = house.versions()
    shown = _shown(versions, int(mark)) if mark else next(iter(versions), None)
    return render_template(
        "public/vision.html", vision=shown, is_current=not versions or shown is versions[0], versions=versions,
        terms=terms(),
    )  # fmt: skip


def _shown(versions: list[HouseVision], number: int) -> HouseVision:
    found = next((one for one in versions if one.version == number), None) or house.vision_version(number)
    if found is None:
        abort(404)
    return found


@bp.get("/niet-gevraagd")
@everybody
def not_asked() -> ResponseReturnValue:
    """Where residents were only told, or nothing was done: the newest first, each with its reason."""
    mark = request.args.get("voor", "")
    if not public_list.is_mark(mark):
        abort(404)
    found = considerations.not_asked(int(mark) if mark else None)
    return render_template(
        "public/not_asked.html", rows=[_row(made) for made in found.rows],
        first=url_for("public.not_asked") if mark else None,
        older=url_for("public.not_asked", voor=found.older) if found.older else None,
    )  # fmt: skip


def _row(made: Consideration) -> dict[str, object]:
    """One ending in the words of residents; a track that they can see is linked."""
    told = made.choice is Choice.inform
    what = _("Wij vertellen u dit, maar vragen u niets.") if told else _("Wij vroegen u dit niet.")
    track = made.track if made.track is not None and made.track.state.is_public else None
    return {"made": made, "icon": "level-1" if told else "stops", "what": what, "track": track}
