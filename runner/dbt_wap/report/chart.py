"""The chart of a lineage before a format draws it: boxes with words, and edges. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dbt_wap.links import is_web_page
from dbt_wap.report.folding import Group, folded, states
from dbt_wap.report.layers import neighbours
from dbt_wap.report.lineage import Origin, Traced
from dbt_wap.words import status_words

MOST = 60
"""How many boxes a chart has."""

MARKS = {
    **{"added": "+", "removed": "−", "changed": "~", "missing": "!", "not_built": "?"},
    **{"unchanged": "=", "passing": "=", "input": "→", "end": "»", "outside": "·"},
}
"""The mark of each kind of box, as in the list of relations where that has one."""


_WORDS = {"input": "", "end": "", "outside": "not compared", "passing": "same query"}


@dataclass(frozen=True)
class Box:
    """A box: a name, a line of words below it, and how it is drawn."""

    id: str
    label: str
    words: str
    state: str
    is_origin: bool
    is_folded: bool
    url: str | None

    @property
    def mark(self) -> str:
        return MARKS[self.state]


@dataclass(frozen=True)
class Arrow:
    """An edge, and whether a change may have come along it."""

    start: str
    end: str
    moves: bool


@dataclass(frozen=True)
class Chart:
    """Boxes and arrows, and how many nodes have no box."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: int


@dataclass(frozen=True)
class Described:
    """A node in words, with the names of its parents and children."""

    label: str
    words: str
    parents: tuple[str, ...]
    children: tuple[str, ...]


def chart(report: Traced, most: int = MOST) -> Chart:
    """Return the chart of a lineage, with at most `most` boxes."""
    begins = _begins(report)
    shown = folded(report.lineage, set(begins), most)
    boxes = {group.id: _box(group, begins) for group in shown.groups}

    def moves(start: Box, end: Box) -> bool:
        still = ("unchanged", "not_built", "input", "outside")
        return (start.is_origin or start.state not in still) and end.state not in still

    arrows = (Arrow(old, new, moves(boxes[old], boxes[new])) for old, new in shown.edges)
    return Chart(tuple(boxes.values()), tuple(arrows), shown.left_out)


def described(report: Traced) -> list[Described]:
    """Return every node in words: origins, then changed relations, then the others."""
    begins = _begins(report)
    drawn = states(report.lineage, set(begins))
    parents, children = neighbours(report.lineage.pairs)
    nodes = {node.id: node for node in report.lineage.nodes}
    order = sorted(nodes.values(), key=lambda node: (node.id not in begins, not node.differs))
    return [
        Described(
            label=node.label,
            words=_box(Group((node,), drawn[node.id]), begins).words,
            parents=tuple(nodes[each].label for each in parents.get(node.id, ())),
            children=tuple(nodes[each].label for each in children.get(node.id, ())),
        )
        for node in order
    ]


def _begins(report: Traced) -> dict[str, Origin]:
    """Return the origins of which it is known what changed, by id."""
    return {origin.id: origin for origin in report.origins or () if origin.short}


def _box(group: Group, begins: Mapping[str, Origin]) -> Box:
    node = group.lone
    origin = begins.get(group.id) if node else None
    state = _WORDS.get(group.state, status_words(group.state))
    how = origin.short if origin and group.state in ("input", "changed", "unchanged") else ""
    return Box(
        id=group.id,
        label=group.label,
        words=", ".join(filter(None, [node.noun if node else "", how or state])),
        state=group.state,
        is_origin=bool(origin),
        is_folded=not node,
        url=node.url if node and is_web_page(node.url) else None,
    )
