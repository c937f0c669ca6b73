"""The picture of a graph: parents on the left, nothing overlaps, and few edges cross."""

from __future__ import annotations

import random
import re
from itertools import combinations

import pytest
from dbt_wap.report.layers import Edge, Layout, Sizes, layers, layout

SIZES = Sizes()


def grown(nodes: int, edges: int, seed: int) -> tuple[list[str], list[Edge]]:
    """Return a graph without circles; a parent has the smaller number."""
    rng = random.Random(seed)
    names = [f"n{at}" for at in range(nodes)]
    pairs = (sorted(rng.sample(range(nodes), 2)) for _ in range(edges))
    return names, list(dict.fromkeys((names[old], names[new]) for old, new in pairs))


def drawn(names: list[str], edges: list[Edge]) -> Layout:
    return layout({name: 50 + 7 * len(name) for name in names}, edges, SIZES)


def points(path: str) -> list[tuple[float, float]]:
    """Return the points that an edge passes: its start, and the ends of its curves and lines."""
    start, *steps = re.findall(r"([MCH])([-\d. e]+)", path)
    x, y = map(float, start[1].split())
    found = [(x, y)]
    for what, numbers in steps:
        *_, last = (values := list(map(float, numbers.split())))
        x, y = (last, y) if what == "H" else (values[-2], last)
        found.append((x, y))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_a_child_is_right_of_its_parents_and_a_source_is_next_to_its_first_child(seed: int) -> None:
    names, edges = grown(40, 60, seed)
    found = layers(names, edges)
    assert all(found[old] < found[new] for old, new in edges)
    for name in names:
        children = [found[new] for old, new in edges if old == name]
        if children and name not in {new for _, new in edges}:
            assert found[name] == min(children) - 1


@pytest.mark.parametrize("seed", range(8))
def test_no_two_boxes_overlap_and_no_edge_passes_through_a_box(seed: int) -> None:
    names, edges = grown(40, 60, seed)
    made = drawn(names, edges)
    for one, other in combinations(names, 2):
        (x, y, wide), (left, top, _) = made.spots[one], made.spots[other]
        if x == left:
            assert abs(y - top) >= SIZES.height + SIZES.gap - 1
        else:
            assert x + wide < left or left < x
    for (old, new), path in made.paths.items():
        for x, y in points(path)[1:-1]:
            for name in {*names} - {old, new}:
                left, top, wide = made.spots[name]
                inside = left <= x <= left + wide and top < y < top + SIZES.height
                assert not inside, (old, new, name)


@pytest.mark.parametrize("seed", range(4))
def test_an_edge_goes_from_the_right_side_of_a_box_to_the_left_side_of_one(seed: int) -> None:
    names, edges = grown(30, 45, seed)
    made = drawn(names, edges)
    assert list(made.paths) == edges
    for (old, new), path in made.paths.items():
        (left, top, wide), (end, below, _) = made.spots[old], made.spots[new]
        half = SIZES.height / 2
        first, *_, last = points(path)
        assert first == pytest.approx((left + wide, top + half), abs=0.2)
        assert last == pytest.approx((end, below + half), abs=0.2)


def test_everything_is_inside_the_picture() -> None:
    made = drawn(*grown(60, 120, 3))
    corners = [(x + wide, y + SIZES.height) for x, y, wide in made.spots.values()]
    passed = [point for path in made.paths.values() for point in points(path)]
    for x, y in corners + passed:
        assert 0 <= x <= made.width
        assert 0 <= y <= made.height
    assert min(y for _, y in passed) == 0


def test_edges_that_need_not_cross_do_not() -> None:
    names = ["a", "b", "c", "x", "y", "z"]
    made = drawn(names, [("a", "z"), ("b", "y"), ("c", "x")])
    tops = {name: top for name, (_, top, _) in made.spots.items()}
    assert all(tops[old] == tops[new] for old, new in zip("abc", "zyx", strict=True))


def test_a_chain_is_straight() -> None:
    made = drawn(["a", "b", "c"], [("a", "b"), ("b", "c")])
    assert {top for _, top, _ in made.spots.values()} == {0}


def test_a_circle_ends_and_every_node_has_a_place() -> None:
    made = drawn(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
    assert set(made.spots) == {"a", "b", "c", "d"}
    assert ("c", "a") not in made.paths


def test_the_same_graph_has_the_same_picture() -> None:
    assert drawn(*grown(60, 120, 3)) == drawn(*grown(60, 120, 3))


def test_nothing_has_an_empty_picture() -> None:
    assert layout({}, [], SIZES) == Layout({}, {}, 0, 0)
