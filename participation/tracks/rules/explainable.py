"""Comply or explain: what can open when a named person says in public why (I5, I7, I9, I12, I13, I14, I35)."""

from collections.abc import Iterator
from datetime import date, timedelta

from participation.config import Municipality
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, RoomState
from participation.tracks.rules.findings import Finding, Named, filled, in_words, named
from participation.tracks.rules.honesty import asks

OVERRIDE = "I9"


def input_arrives_in_time(track: Track, room: DeclaredRoom, terms: Municipality, today: date) -> Iterator[Finding]:
    """Between closing and the last day for input lies the time we need to read and answer (I5)."""
    for path in named("path", room.paths, "document"):
        decides, latest = path.it.decides_on, path.it.latest_input_on
        last = min(filter(None, (decides, latest)), default=None)
        if decides and decides < today:
            if _was_told(track, path):
                continue
            yield _explain(
                path, title=f"het besluit van {path.short} is al geweest",
                text=f"{path.start}: het besluit was op {in_words(decides)}. Inbreng van nu komt daar te laat voor.",
                mend="Kies een besluit dat nog komt, of haal dit pad weg.",
            )  # fmt: skip
        elif latest is None:
            yield _explain(
                path, title=f"bij {path.short} staat geen laatste dag voor inbreng",
                text=f"{path.start}: er staat niet tot wanneer inbreng nog mee kan.",
                mend="Vul de laatste dag in waarop wij inbreng nog kunnen meenemen.",
            )  # fmt: skip
        elif decides and latest > decides:
            yield _explain(
                path, title=f"bij {path.short} is de laatste dag voor inbreng ná het besluit",
                text=f"{path.start}: het besluit valt op {in_words(decides)}. Inbreng zou mee kunnen tot en met "
                     f"{in_words(latest)}. Dat kan niet.",
                mend="Kies een laatste dag die vóór het besluit ligt.",
            )  # fmt: skip
        elif track.closes_on and last and last < track.closes_on + timedelta(days=terms.processing_days):
            yield _too_little_time(path, track.closes_on, last, terms.processing_days)


def _was_told(track: Track, path: Named) -> bool:
    """A decision of a path that residents knew when they reacted: it came while the track went on, as was promised."""
    return track.state in (TrackState.open, TrackState.answering) and path.it.root_id is not None


def _too_little_time(path: Named, closes: date, last: date, needed: int) -> Finding:
    days = (last - closes).days
    there = f"Het zijn er {days}." if days > 0 else "Die zijn er niet: de inbreng komt dan te laat."
    return _explain(
        path, title=f"weinig tijd tussen sluiten en beslissen bij {path.short}",
        text=f"Reageren kan tot en met {in_words(closes)}. Bij {path.name} kan inbreng mee tot en met "
             f"{in_words(last)}. Er zijn {needed} dagen nodig om alles te lezen en te verwerken. {there}",
        mend="Sluit eerder, of vraag om een later besluit.",
    )  # fmt: skip


def _explain(path: Named, *, title: str, text: str, mend: str, part: str = "") -> Finding:
    return Finding(rule="I5", row=path.key + part, blocks=False, title=title, text=text, mend=mend)


def answer_comes_before_the_decision(track: Track, room: DeclaredRoom, today: date) -> Iterator[Finding]:
    """Residents hear from us before the decision is taken, not after it (I5)."""
    for path in named("path", room.paths, "document"):
        decides = path.it.decides_on
        if decides and track.promised_on and today <= decides < track.promised_on:
            yield _explain(
                path, part=":answer", title=f"bewoners krijgen pas antwoord na het besluit van {path.short}",
                text=f"{path.start}: het besluit valt op {in_words(decides)}. Bewoners hebben antwoord op "
                     f"{in_words(track.promised_on)}, dus later.",
                mend="Beloof het antwoord vóór het besluit, of vraag om een later besluit.",
            )  # fmt: skip


def unknown_points_have_a_day(room: DeclaredRoom, today: date) -> Iterator[Finding]:
    """What we do not know yet has a day on which we will, and that day has not silently passed (I7)."""
    for point in named("unknown", room.unknown_points, "text"):
        known_by = point.it.known_by
        if known_by is None:
            yield Finding(
                rule="I7", row=point.key, blocks=False, title=f"{point.short} heeft geen datum",
                text=f"{point.start}: er staat niet wanneer wij dit weten.",
                mend="Vul de dag in waarop bewoners het horen.",
            )  # fmt: skip
        elif known_by < today:
            yield Finding(
                rule="I7", row=point.key, blocks=False, title=f"de dag van {point.short} is voorbij",
                text=f"{point.start}: wij zouden het weten op {in_words(known_by)}. Die dag is voorbij.",
                mend="Schrijf op wat er nu bekend is, of geef een nieuwe dag en zeg waarom.",
            )  # fmt: skip


def reviewer_agreed(room: DeclaredRoom) -> Iterator[Finding]:
    """Who judged this was somebody else, and agreed; or the director says in public why it opens anyway (I9)."""
    overridden = any(explanation.rule == OVERRIDE for explanation in room.explanations)
    if overridden or room.state is RoomState.returned:
        yield Finding(
            rule=OVERRIDE, blocks=False, title="de toetser was niet akkoord",
            text="Deze versie opent zonder akkoord van de toetser." if overridden
                 else "De toetser gaf deze versie terug, met vragen.",
            mend="Maak een nieuwe versie en vraag opnieuw om een toets. Alleen een directeur kan toch openen, met "
                 "een uitleg die iedereen kan lezen.",
        )  # fmt: skip


def we_can_carry_it(room: DeclaredRoom) -> Iterator[Finding]:
    """There are hours to answer everybody, and who will execute it has looked at it (I12)."""
    if not room.capacity_hours:
        yield Finding(
            rule="I12", row="room:capacity_hours", blocks=False, title="er zijn geen uren om iedereen te antwoorden",
            text="Bij ‘uren’ staat niets of nul. Iedereen die reageert, krijgt antwoord. Dat kost tijd van mensen.",
            mend="Vul in hoeveel uren er zijn vrijgemaakt.",
        )  # fmt: skip
    if not room.execution_consulted:
        yield Finding(
            rule="I12", row="room:execution_consulted", blocks=False, title="de uitvoerders keken nog niet mee",
            text="Wie het werk straks doet, heeft nog niet gezegd of het kan.",
            mend="Leg dit plan voor aan de uitvoerders en schrijf op wat zij zeiden.",
        )  # fmt: skip


def weighing_is_known(room: DeclaredRoom) -> Iterator[Finding]:
    """Residents can read beforehand what counts when people want different things (I13)."""
    if asks(room) and not any(filled(criterion.text) for criterion in room.criteria):
        yield Finding(
            rule="I13", blocks=False, title="er staat niet wat meeweegt",
            text="Mensen willen verschillende dingen. Er staat nog niet hoe wij dan kiezen.",
            mend="Noem ten minste één ding dat zwaar weegt. Na de opening kan dat niet ongemerkt veranderen.",
        )  # fmt: skip


def answer_comes_soon_enough(track: Track, terms: Municipality) -> Iterator[Finding]:
    """Nobody waits longer for an answer than our own term (I14)."""
    closes, promised = track.closes_on, track.promised_on
    if closes and promised and promised > closes + timedelta(weeks=terms.feedback_weeks):
        days = (promised - closes).days
        yield Finding(
            rule="I14", row="track:promised_on", blocks=False, title="bewoners wachten lang op antwoord",
            text=f"Het traject sluit op {in_words(closes)}. Bewoners hebben antwoord op {in_words(promised)}, "
                 f"{days} dagen later. Onze eigen termijn is {terms.feedback_weeks} weken.",
            mend=f"Beloof het antwoord uiterlijk op {in_words(closes + timedelta(weeks=terms.feedback_weeks))}.",
        )  # fmt: skip


def belongs_to_a_shared_question(track: Track, room: DeclaredRoom) -> Iterator[Finding]:
    """The track hangs under a question that departments share, or says why it does not (I35)."""
    if track.shared_question is None and not filled(room.no_programme_reason):
        yield Finding(
            rule="I35", row="track:shared_question", blocks=False, title="dit traject hoort bij geen vraagstuk",
            text="Er staat niet bij welk groter vraagstuk van de gemeente dit hoort, en ook niet waarom dat zo is.",
            mend="Kies een vraagstuk, of schrijf op waarom dit traject op zichzelf staat.",
        )  # fmt: skip
