"""Write the chart of a lineage as a mermaid graph. Pure."""

from __future__ import annotations

import re

from dbt_wap.report.chart import Box, Chart
from dbt_wap.report.values import middle, visible

_EDGES = 400
"""How many edges a graph has; GitHub draws 500."""

_LETTERS = 60
_SPECIAL = re.compile(r"[^\w ,./-]|(?<![^\W_])[_./-]|[_./-](?![^\W_])|\b(?=end\b).")
"""What may have a meaning in a label; the dot and underscore in a name such as a.b_c have none."""

_LATE, _APART = "\\$:", "#8203;"
"""Read by mermaid even as codes, as in \\n, $$x$$ and fa:fa-x; a space without width stops that."""

_FORMS = {"input": '[/"{}"/]', "end": '(["{}"])'}
_STYLES = {
    "changed": "stroke-width:3px",
    "added": "stroke-width:3px",
    "removed": "stroke-width:3px,stroke-dasharray:6 4",
    "missing": "stroke-width:3px,stroke-dasharray:6 4",
    "not_built": "stroke-dasharray:2 4",
}


def mermaid(chart: Chart) -> list[str]:
    """Return the lines of the graph, or nothing if it has no edges or too many."""
    if not 0 < len(chart.arrows) <= _EDGES:
        return []
    names = {box.id: f"n{at}" for at, box in enumerate(chart.boxes)}
    lines = ["flowchart LR"]
    lines += [f"  {names[box.id]}{_box(box)}" for box in chart.boxes]
    for arrow in chart.arrows:
        link = "==>" if arrow.moves else "-->"
        lines.append(f"  {names[arrow.start]} {link} {names[arrow.end]}")
    for state, style in _STYLES.items():
        if found := [names[box.id] for box in chart.boxes if _style(box) == state]:
            lines += [f"  classDef {state} {style}", f"  class {','.join(found)} {state}"]
    return lines


def _style(box: Box) -> str:
    """Return the style of a box; a source that moved is drawn as changed."""
    return "changed" if box.is_origin and box.state == "input" else box.state


def _box(box: Box) -> str:
    below = f"<br>{_text(box.words)}" if box.words else ""
    return _FORMS.get(box.state, '["{}"]').format(_text(box.label) + below)


def _text(text: str) -> str:
    """Return text for a quoted label: all that mermaid or HTML might read is a code."""
    shown = middle(visible(text), _LETTERS)
    return _SPECIAL.sub(lambda at: f"#{ord(at[0])};{_APART * (at[0] in _LATE)}", shown)
