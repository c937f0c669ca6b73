"""Place the chart of a lineage for a picture. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dbt_wap.report.chart import Box, Chart, chart
from dbt_wap.report.layers import Sizes, layout
from dbt_wap.report.lineage import Traced
from dbt_wap.report.values import middle, visible, width

SIZES = Sizes(height=42, gap=14, edge_gap=9, layer_gap=56)
MARGIN = 4
"""The room around the picture, for lines that are wider than one pixel."""

_LETTERS, _SMALL = 32, 40
_LETTER, _SMALL_LETTER, _BESIDE = 7.3, 6.1, 44
"""The width of a letter of either line, and of all that is beside them, in pixels."""


@dataclass(frozen=True)
class Drawn:
    """A box with its place, its lines cut to fit, and the link of its name."""

    box: Box
    x: int
    y: int
    width: int
    name: str
    below: str
    href: str | None


@dataclass(frozen=True)
class Drawing:
    """The picture: boxes by column, and edges as (path, whether a change may follow it)."""

    boxes: tuple[Drawn, ...]
    edges: tuple[tuple[str, bool], ...]
    width: int
    height: int
    left_out: int

    @property
    def frame(self) -> str:
        """Return the viewBox."""
        return f"{-MARGIN} {-MARGIN} {self.width} {self.height}"

    @property
    def states(self) -> list[str]:
        """Return the kinds of boxes in the picture, for its legend."""
        return list(dict.fromkeys(drawn.box.state for drawn in self.boxes))

    @property
    def has_origin(self) -> bool:
        return any(drawn.box.is_origin for drawn in self.boxes)


def drawing(report: Traced, sections: Mapping[str, str]) -> Drawing:
    """Return the picture of a lineage; `sections` has the anchors of relations by their ids."""
    shown = chart(report)
    lines = {box.id: _lines(box) for box in shown.boxes}
    wide = {name: _BESIDE + _wide(*both) for name, both in lines.items()}
    at = layout(wide, [(arrow.start, arrow.end) for arrow in shown.arrows], SIZES)
    boxes = []
    for box in shown.boxes:
        (x, y, size), (name, below) = at.spots[box.id], lines[box.id]
        href = box.url or (None if box.is_folded else sections.get(box.id))
        boxes.append(Drawn(box, round(x), round(y), round(size), name, below, href))
    return Drawing(
        boxes=tuple(sorted(boxes, key=lambda drawn: (drawn.x, drawn.y))),
        edges=_edges(shown, at.paths),
        width=round(at.width) + 2 * MARGIN,
        height=round(at.height) + 2 * MARGIN,
        left_out=shown.left_out,
    )


def _lines(box: Box) -> tuple[str, str]:
    return middle(visible(box.label), _LETTERS), middle(visible(box.words), _SMALL)


def _wide(name: str, below: str) -> int:
    return round(max(_LETTER * width(name), _SMALL_LETTER * width(below)))


def _edges(shown: Chart, paths: Mapping[tuple[str, str], str]) -> tuple[tuple[str, bool], ...]:
    """Return the edges, those that a change may follow last, so that they are on top."""
    found = [
        (paths[edge], arrow.moves)
        for arrow in shown.arrows
        if (edge := (arrow.start, arrow.end)) in paths
    ]
    return tuple(sorted(found, key=lambda each: each[1]))
