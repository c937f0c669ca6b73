"""Fold and align lines for an 80-column terminal, with optional color. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import NamedTuple

from dbt_wap.report.values import middle, visible, width

ROOM = 80


STYLES = {
    **{"block": "bad", "blocked": "bad", "fail": "bad", "removed": "bad", "pass": "good"},
    **{"warn": "warn", "overridden": "warn", "needs_approval": "warn", "skip": "warn"},
    **{"added": "good"},
}
"""The style of each status, verdict and outcome."""

_COLOURS = {"title": "1", "good": "32", "bad": "31", "warn": "33", "quiet": "2"}


class Line(NamedTuple):
    """One line and its style if color is on."""

    text: str
    style: str | None = None


def painted(line: Line) -> str:
    if not line.style or not line.text:
        return line.text
    return f"\x1b[{_COLOURS[line.style]}m{line.text}\x1b[0m"


def aligned(
    title: str, head: Sequence[str], body: Sequence[Sequence[str]], align: str
) -> list[Line]:
    """Return a table of at most 80 columns, shortening the widest columns to fit."""
    if not body:
        return []
    rows = [[visible(cell) for cell in row] for row in (head, *body)]
    sizes = [max(width(row[i]) for row in rows) for i in range(len(head))]
    while sum(sizes) + 2 * len(sizes) > ROOM:
        sizes[sizes.index(max(sizes))] -= 1
    lines = [Line(""), Line(title, "title")]
    for at, row in enumerate(rows):
        cells = []
        for size, cell, side in zip(sizes, row, align, strict=True):
            shown = middle(cell, size)
            gap = " " * (size - width(shown))
            cells.append(gap + shown if side == ">" else shown + gap)
        lines.append(Line(("  " + "  ".join(cells)).rstrip(), None if at else "quiet"))
    return lines


def listed(title: str, facts: Iterable[str]) -> list[Line]:
    lines = [line for fact in facts for line in fold(fact, 2)]
    return [Line(""), Line(title, "title"), *lines] if lines else []


def fold(line: str, indent: int, style: str | None = None) -> list[Line]:
    """Fold a line at 80 columns; continuation lines are indented by four more."""
    folded = wrap(
        visible(line),
        ROOM,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 4),
        break_on_hyphens=False,
    )
    return [Line(each, style) for each in folded]
