"""Fold a large lineage, so that a picture of it stays readable. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from dbt_wap.report.entry import NOT_BUILT
from dbt_wap.report.layers import Edge, layers, neighbours
from dbt_wap.report.lineage import ENDS, Lineage, Node, counted_kind

PASSING = "passing"
"""The state of a view with an unchanged query on a changed input."""

FEW = 20
"""How many nodes are shown without folding any."""


@dataclass(frozen=True)
class Group:
    """What is drawn as one box: a node, or several like nodes of one layer.

    `state` is how it is drawn: the status of a relation, or input, end, passing or outside.
    """

    members: tuple[Node, ...]
    state: str

    @property
    def id(self) -> str:
        return self.members[0].id

    @property
    def lone(self) -> Node | None:
        """Return the node if it is only one."""
        return self.members[0] if len(self.members) == 1 else None

    @property
    def label(self) -> str:
        """Return its name, such as "12 more models"."""
        first, count = self.members[0], len(self.members)
        if count == 1:
            return first.label
        return counted_kind(count, f"more {first.noun}")


@dataclass(frozen=True)
class Folded:
    """The boxes and edges to draw, and how many nodes are left out."""

    groups: tuple[Group, ...]
    edges: tuple[Edge, ...]
    left_out: int


def folded(lineage: Lineage, origins: Set[str], most: int) -> Folded:
    """Return at most `most` boxes; what is unchanged and far from a change is folded first."""
    nodes, layer, pairs = _graph(lineage)
    drawn = states(lineage, origins)
    ranks = _ranks(nodes, pairs, drawn, origins)
    order = sorted(nodes, key=lambda node: ranks[node.id])
    near = sum(rank < _FAR for _, rank in ranks.values())
    alone = min(most, len(nodes) if len(nodes) <= FEW else near)
    groups = _groups(nodes, {node.id for node in order[:alone]}, layer, drawn)
    while len(groups) > most and alone:
        alone = max(0, alone - (len(groups) - most))
        groups = _groups(nodes, {node.id for node in order[:alone]}, layer, drawn)
    best = sorted(groups, key=lambda group: min(ranks[node.id] for node in group.members))
    kept = set(map(id, best[:most]))
    groups = [group for group in groups if id(group) in kept]
    shown = {node.id: group.id for group in groups for node in group.members}
    return Folded(tuple(groups), _edges(pairs, shown), len(nodes) - len(shown))


def _graph(lineage: Lineage) -> tuple[list[Node], dict[str, int], list[Edge]]:
    """Return the nodes, the layer of each, and the edges that do not close a circle."""
    nodes = list({node.id: node for node in lineage.nodes}.values())
    layer = layers([node.id for node in nodes], lineage.pairs)
    return nodes, layer, [(old, new) for old, new in lineage.pairs if layer[old] < layer[new]]


_NEAR, _FAR = 3, 5
_TURN = 15
"""How many origins come before the first exposures, those before other changes, and so on."""


def _ranks(
    nodes: Sequence[Node], pairs: Sequence[Edge], states: Mapping[str, str], origins: Set[str]
) -> dict[str, tuple[float, int]]:
    """Return the rank of each node when there is no room for all."""
    moved = origins | {node.id for node in nodes if node.differs or states[node.id] == PASSING}
    near = {old for old, new in pairs if new in moved} | {new for old, new in pairs if old in moved}
    before = Counter[int]()

    def rank(node: Node) -> tuple[float, int]:
        kind = _FAR if node.id not in near else _NEAR + (node.state == NOT_BUILT)
        for at, found in enumerate((node.id in origins, node.kind in ENDS, node.differs)):
            kind = at if found and kind >= _NEAR else kind
        before[kind] += 1
        return (before[kind] // _TURN if kind < _NEAR else math.inf), kind

    return {node.id: rank(node) for node in nodes}


def _groups(
    nodes: Sequence[Node], alone: Set[str], layer: Mapping[str, int], states: Mapping[str, str]
) -> list[Group]:
    """Return a group for each node to show alone, and for like nodes of one layer."""
    found: dict[object, list[Node]] = {}
    for node in nodes:
        alike = (layer[node.id], node.kind, states[node.id])
        found.setdefault(node.id if node.id in alone else alike, []).append(node)
    return [Group(tuple(members), states[members[0].id]) for members in found.values()]


def _edges(pairs: Sequence[Edge], shown: dict[str, str]) -> tuple[Edge, ...]:
    """Return the edges between groups, through the nodes that are left out."""
    _, children = neighbours(pairs)
    found: dict[Edge, None] = {}
    for first in [node for node in children if node in shown]:
        stack, seen = children[first][::-1], set[str]()
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            if node not in shown:
                stack += children.get(node, [])[::-1]
            elif shown[node] != shown[first]:
                found[shown[first], shown[node]] = None
    return tuple(found)


def states(lineage: Lineage, origins: Set[str]) -> dict[str, str]:
    """Return how each node is drawn.

    Through a view with an unchanged query, a change of its input passes to what reads the view.
    """
    nodes, layer, pairs = _graph(lineage)
    drawn = {node.id: _state(node) for node in nodes}
    needed = {node.id for node in nodes if node.differs}
    carrying = needed | origins
    parents, children = neighbours(pairs)
    views = [node.id for node in nodes if node.state == "unchanged_definition"]
    views.sort(key=lambda view: layer[view])
    for view in views:
        if not carrying.isdisjoint(parents.get(view, ())):
            carrying.add(view)
    for view in reversed(views):
        if view in carrying and not needed.isdisjoint(children.get(view, ())):
            needed.add(view)
            drawn[view] = PASSING
    return drawn


def _state(node: Node) -> str:
    """Return how a node is drawn by itself."""
    if node.kind in ENDS:
        return "end"
    if node.state is None:
        return "input" if node.kind == "source" else "outside"
    if node.state in ("added", "removed", "missing", NOT_BUILT):
        return node.state
    return "changed" if node.differs else "unchanged"
