"""The drawings say the same as the page: lanes leave and land at their stops, and no words run into a line."""

import re

import pytest

from participation.web.drawing import mini_line, outcome_drawing, path_drawing
from participation.web.shapes import Lane, Point, PointStop, Stop

SAID = {"label": "U zei", "when": "24 november"}


def stops(count: int, now: int = 1) -> list[Stop]:
    states = ["past" if index < now else "now" if index == now else "future" for index in range(count)]
    return [Stop(title=f"Stap {index}", state=state) for index, state in enumerate(states)]


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


class TestPathDrawing:
    def test_the_lanes_of_the_molenstraat(self) -> None:
        lanes = [Lane(from_index=1, to_index=4, label="Vraag 3"), Lane(from_index=1, to_index=3, label="Vraag 1 en 2")]

        drawing = path_drawing(stops(6), lanes)

        assert drawing.height == 150
        assert [lane.path for lane in drawing.lanes] == [
            "M205 150V122a24 24 0 0 1 24-24H561a24 24 0 0 1 24 24V136",
            "M205 150V62a24 24 0 0 1 24-24H751a24 24 0 0 1 24 24V136",
        ]
        assert drawing.lanes[0].arrow == "M574 127l11 11 11-11"

    @pytest.mark.parametrize("count", range(2, 9))
    def test_every_lane_leaves_and_lands_above_the_middle_of_its_stops(self, count: int) -> None:
        drawing = path_drawing(stops(count, now=0), [Lane(from_index=0, to_index=count - 1, label="Alles")])

        path = numbers(drawing.lanes[0].path)
        arrow = numbers(drawing.lanes[0].arrow)

        assert path[0] == 15
        assert arrow[0] + 11 == pytest.approx((count - 1) * 1140 / count + 15, abs=0.1)

    def test_without_lanes_there_is_nothing_to_draw(self) -> None:
        assert path_drawing(stops(3), []).height == 0

    def test_a_lane_that_goes_nowhere_is_left_out(self) -> None:
        lanes = [Lane(from_index=2, to_index=1, label="Terug"), Lane(from_index=0, to_index=9, label="Te ver")]

        assert path_drawing(stops(3), lanes).lanes == ()

    def test_lanes_beside_each_other_share_a_level(self) -> None:
        lanes = [Lane(from_index=0, to_index=1, label="Eerst"), Lane(from_index=2, to_index=3, label="Dan")]

        assert path_drawing(stops(5), lanes).height == 90

    def test_lanes_that_touch_run_above_each_other(self) -> None:
        lanes = [Lane(from_index=0, to_index=2, label="Eerst"), Lane(from_index=2, to_index=4, label="Dan")]

        assert path_drawing(stops(5), lanes).height == 150

    def test_a_note_gives_way_before_it_meets_a_line_and_the_label_stays(self) -> None:
        lanes = [
            Lane(from_index=0, to_index=2, label="Vraag 1", note="een lange toelichting die niet past"),
            Lane(from_index=1, to_index=5, label="Vraag 2", note="kort"),
        ]

        short, long = path_drawing(stops(8), lanes).lanes

        assert (short.label, short.note) == ("Vraag 1", "")
        assert (long.label, long.note) == ("Vraag 2", "kort")

    def test_the_classes_of_a_stop_say_what_is_done_now_and_unsure(self) -> None:
        line = [
            Stop(state="past"),
            Stop(state="now"),
            Stop(lands="Vraag 1 komt hier aan"),
            Stop(unsure=True),
        ]

        drawing = path_drawing(line, [Lane(from_index=1, to_index=2, label="Vraag 1")])

        assert [set(classes.split()) for classes in drawing.classes] == [
            {"stop--past"},
            {"stop--now", "stop--carries", "stop--departs"},
            {"stop--lands", "stop--joins", "stop--before-unsure"},
            {"stop--unsure"},
        ]

    def test_what_the_page_says_about_carrying_wins_over_the_lanes(self) -> None:
        line = [Stop(state="now", carries=False), Stop(joins=False)]

        drawing = path_drawing(line, [Lane(from_index=0, to_index=1, label="Alles")])

        assert drawing.classes == (" stop--now", "")

    def test_dictionaries_do_as_well(self) -> None:
        line = [{"state": "now", "title": "Nu"}, {"state": "future", "title": "Straks"}]

        drawing = path_drawing(line, [{"from_index": 0, "to_index": 1, "label": "Alles"}])

        assert drawing.lanes[0].label == "Alles"


class TestMiniLine:
    def test_solid_until_now_and_dashed_when_not_sure(self) -> None:
        line = [Stop(state="past"), Stop(state="now"), Stop(), Stop(unsure=True)]

        drawing = mini_line(line)

        assert [part.kinds for part in drawing.lines] == [("done",), ("todo",), ("unsure",)]
        assert [dot.kind for dot in drawing.dots] == ["past", "now", "next", "next"]

    @pytest.mark.parametrize("count", range(1, 9))
    def test_every_stop_stays_inside_the_card(self, count: int) -> None:
        dots = mini_line(stops(count, now=0)).dots

        assert len(dots) == count
        assert all(dot.radius <= dot.x <= 320 - dot.radius for dot in dots)


def adopted(label: str = "Punt 1: bomen bij de school") -> Point:
    past = [PointStop(text="Overgenomen"), PointStop(text="College besloot")]
    return Point(label=label, stops=[*past, PointStop(text="Geplant", state="future")])


def not_adopted(label: str = "Punt 2: de laadplek") -> Point:
    return Point(label=label, ended=True, stops=[PointStop(text="Niet overgenomen", when="1 februari, met een reden")])


class TestOutcomeDrawing:
    def test_an_adopted_point_is_solid_as_far_as_it_came_and_hollow_after_that(self) -> None:
        drawing = outcome_drawing(SAID, [adopted()])

        assert [line.kinds for line in drawing.lines] == [("lane",), ("lane",), ("lane", "lane__hollow")]
        assert [dot.kind for dot in drawing.dots] == ["dot", "dot", "dot", "ring"]
        assert drawing.bars == ()

    def test_a_point_that_stops_ends_at_a_bar_with_its_words_beside_it(self) -> None:
        drawing = outcome_drawing(SAID, [adopted(), not_adopted()])

        assert drawing.bars == ("M364 156v40",)
        words = next(text for text in drawing.texts if text.text == "Niet overgenomen")
        assert words.x > 364

    def test_a_point_without_an_answer_is_dashed(self) -> None:
        waiting = Point(label="Punt 1", stops=[PointStop(text="Wacht op antwoord", state="future", unsure=True)])

        assert outcome_drawing(SAID, [waiting]).lines[0].kinds == ("lane lane--unsure",)

    @pytest.mark.parametrize("count", range(1, 5))
    def test_everything_stays_inside_the_drawing(self, count: int) -> None:
        long = "Een heel lange naam voor een punt " * 6
        points = [adopted(long) if index % 2 else not_adopted() for index in range(count)]

        drawing = outcome_drawing(SAID, points)

        assert all(0 < text.y < drawing.height and 0 < text.x <= drawing.width for text in drawing.texts)
        assert all(len(text.text) * 9.8 + text.x <= 1150 for text in drawing.texts if text.anchor == "start")

    def test_the_lanes_leave_from_the_middle(self) -> None:
        drawing = outcome_drawing(SAID, [adopted(), adopted(), adopted()])

        assert drawing.dots[0].y == 176
        assert [line.path.split("H")[0] for line in drawing.lines if line.path.startswith("M40")] == [
            "M40 176V80a24 24 0 0 1 24-24",
            "M40 176",
            "M40 176V272a24 24 0 0 0 24 24",
        ]
