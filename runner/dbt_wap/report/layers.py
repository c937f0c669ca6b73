"""Lay out a graph from left to right in layers, after Sugiyama. Pure.

It is ours because no library fits: grandalf and pyelk are under the GPL or the EPL, the others are
compiled for each platform or need numpy.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

Edge = tuple[str, str]
Point = str | tuple[str, str, int]
"""A node, or the place where a long edge crosses a layer."""

_SWEEPS, _PULLS = 24, 40
_STRAIGHT = 4
"""How much more a long edge is straightened than a short one."""

N = TypeVar("N", bound=Hashable)


@dataclass(frozen=True)
class Sizes:
    """The sizes of a picture: a node's height, the gaps between nodes, and between layers."""

    height: float = 40
    gap: float = 14
    edge_gap: float = 9
    layer_gap: float = 64


@dataclass(frozen=True)
class Layout:
    """The left and top edge and the width of each node, and the path of each edge, as SVG."""

    spots: Mapping[str, tuple[float, float, float]]
    paths: Mapping[Edge, str]
    width: float
    height: float


def layers(nodes: Sequence[str], edges: Iterable[Edge]) -> dict[str, int]:
    """Return the layer of each node: right of all its parents, and close to its first child.

    An edge that closes a circle points to the left, or within a layer.
    """
    parents, children = neighbours(edges)
    waiting = {node: len(parents[node]) for node in nodes}
    found: dict[str, int] = {}
    ready = [node for node in nodes if not waiting[node]]
    while len(found) < len(nodes):
        node = ready.pop(0) if ready else next(n for n in nodes if n not in found)
        if node in found:
            continue
        found[node] = max((found[p] + 1 for p in parents[node] if p in found), default=0)
        for child in children[node]:
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    for node in nodes:
        after = [found[child] for child in children[node] if found[child] > found[node]]
        if after and not parents[node]:
            found[node] = min(after) - 1
    return found


def layout(widths: Mapping[str, float], edges: Iterable[Edge], sizes: Sizes) -> Layout:
    """Return where to draw nodes of these widths, and their edges; the same for the same input."""
    of = layers(list(widths), edges := list(dict.fromkeys(edges)))
    routes: dict[Edge, list[Point]] = {
        (old, new): [old, *((old, new, n) for n in range(of[old] + 1, of[new])), new]
        for old, new in edges
        if of[old] < of[new]
    }
    before, after = neighbours(step for route in routes.values() for step in pairwise(route))
    layer: dict[Point, int] = {node: at for node, at in of.items()}
    for route in routes.values():
        layer.update((point, at) for at, point in enumerate(route, layer[route[0]]))
    columns = _ordered(_placed(layer, before, after), before, after)
    heights = _heights(columns, before, after, sizes)
    sides = _sides(columns, widths, sizes)
    spots = {}
    for node in widths:
        left, right = sides[of[node]]
        spots[node] = (left, heights[node] - sizes.height / 2, right - left)
    return Layout(
        spots=spots,
        paths={edge: _path(route, of[edge[0]], heights, sides) for edge, route in routes.items()},
        width=sides[-1][1] if sides else 0,
        height=max((heights[point] + _half(point, sizes) for point in heights), default=0),
    )


def neighbours(edges: Iterable[tuple[N, N]]) -> tuple[dict[N, list[N]], dict[N, list[N]]]:
    """Return the parents and the children of each node."""
    parents, children = defaultdict[N, list[N]](list), defaultdict[N, list[N]](list)
    for old, new in edges:
        parents[new].append(old)
        children[old].append(new)
    return parents, children


Sides = Mapping[Point, Sequence[Point]]


def _placed(layer: Mapping[Point, int], before: Sides, after: Sides) -> list[list[Point]]:
    """Return the points of each layer, those that are connected near each other."""
    columns: list[list[Point]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    seen: set[Point] = set()
    stack = sorted(layer, key=lambda point: -layer[point])
    while stack:
        point = stack.pop()
        if point not in seen:
            seen.add(point)
            columns[layer[point]].append(point)
            stack += [*reversed(after.get(point, ())), *reversed(before.get(point, ()))]
    return columns


def _ordered(columns: list[list[Point]], before: Sides, after: Sides) -> list[list[Point]]:
    """Return the layers sorted by barycenters, so that few edges cross."""
    best, fewest = list(columns), _crossings(columns, after)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        rightwards = sweep % 2 == 0
        beside = before if rightwards else after
        order = range(1, len(columns)) if rightwards else range(len(columns) - 2, -1, -1)
        for at in order:
            near = {p: i for i, p in enumerate(columns[at - 1 if rightwards else at + 1])}
            columns[at] = _by_barycenter(columns[at], beside, near)
        if (count := _crossings(columns, after)) < fewest:
            best, fewest = list(columns), count
    return best


def _by_barycenter(
    column: Sequence[Point], beside: Sides, near: Mapping[Point, int]
) -> list[Point]:
    """Sort a layer by the mean place of each point's neighbours; without any, it stays."""
    mean = {
        point: sum(near[each] for each in found) / len(found)
        for point in column
        if (found := beside.get(point))
    }
    moving = iter(sorted((p for p in column if p in mean), key=lambda point: mean[point]))
    return [next(moving) if point in mean else point for point in column]


def _crossings(columns: Sequence[Sequence[Point]], after: Sides) -> int:
    """Count the pairs of edges that cross."""
    count = 0
    for column, following in pairwise(columns):
        near = {point: at for at, point in enumerate(following)}
        passed: list[int] = []
        for point in column:
            ends = sorted(near[each] for each in after.get(point, ()))
            count += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return count


def _heights(
    columns: Sequence[Sequence[Point]], before: Sides, after: Sides, sizes: Sizes
) -> dict[Point, float]:
    """Return the middle of each point, so that edges are short and long edges are straight."""

    def apart(upper: Point, lower: Point) -> float:
        room = _half(upper, sizes) + _half(lower, sizes)
        return room + (sizes.gap if room else sizes.edge_gap)

    offsets = []
    for column in columns:
        offsets.append([0.0])
        for pair in pairwise(column):
            offsets[-1].append(offsets[-1][-1] + apart(*pair))
    at = {
        point: offset
        for column, starts in zip(columns, offsets, strict=True)
        for point, offset in zip(column, starts, strict=False)
    }
    for pull in range(_PULLS):
        order = list(zip(columns, offsets, strict=True))
        for column, starts in order if pull % 2 == 0 else reversed(order):
            wanted, weights = [], []
            for point in column:
                near = [*before.get(point, ()), *after.get(point, ())]
                pulls = [1.0 if isinstance(each, str) else _STRAIGHT for each in near]
                total = sum(pulls)
                mean = sum(at[n] * p for n, p in zip(near, pulls, strict=True)) / (total or 1)
                wanted.append(mean if near else at[point])
                weights.append(total or 0.1)
            at.update(zip(column, _settled(wanted, weights, starts), strict=True))
    top = min((at[point] - _half(point, sizes) for point in at), default=0)
    return {point: round(middle - top) for point, middle in at.items()}


def _half(point: Point, sizes: Sizes) -> float:
    return sizes.height / 2 if isinstance(point, str) else 0


def _settled(
    wanted: Sequence[float], weights: Sequence[float], offsets: Sequence[float]
) -> list[float]:
    """Return the places nearest to the wanted ones that keep order and gaps (least squares)."""
    blocks: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=False):
        mean, heavy, count = want - offset, weight, 1
        while blocks and blocks[-1][0] >= mean:
            other, weighs, more = blocks.pop()
            mean = (mean * heavy + other * weighs) / (heavy + weighs)
            heavy, count = heavy + weighs, count + more
        blocks.append((mean, heavy, count))
    means = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]


def _sides(
    columns: Sequence[Sequence[Point]], widths: Mapping[str, float], sizes: Sizes
) -> list[tuple[float, float]]:
    """Return the left and right end of each layer, which is as wide as its widest node."""
    made, left = [], 0.0
    for column in columns:
        wide = max((widths[point] for point in column if isinstance(point, str)), default=0)
        made.append((left, left + wide))
        left += wide + sizes.layer_gap
    return made


def _path(
    route: Sequence[Point],
    layer: int,
    heights: Mapping[Point, float],
    sides: Sequence[tuple[float, float]],
) -> str:
    """Return the curve of an edge, level where it leaves a node and where it crosses a layer."""
    x, y = sides[layer][1], heights[route[0]]
    path = f"M{x:g} {y:g}"
    for at, point in enumerate(route[1:], layer + 1):
        left, right = sides[at]
        middle, level = (x + left) / 2, heights[point]
        path += f"C{middle:g} {y:g} {middle:g} {level:g} {left:g} {level:g}"
        if not isinstance(point, str):
            path += f"H{right:g}"
        x, y = right, level
    return path
