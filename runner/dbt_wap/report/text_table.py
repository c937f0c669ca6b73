"""Render the table of relations for a terminal, and the details below it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dbt_wap.report.lines import ROOM, STYLES, Line, fold
from dbt_wap.report.relation import Relation
from dbt_wap.report.rows import MARKS
from dbt_wap.report.text_relation import counts
from dbt_wap.report.values import middle, number, short, visible, width

Write = Callable[[int | None], str]
"""A function that formats a number."""


def overview(entries: Sequence[Relation]) -> list[Line]:
    """Return the table, one line per relation."""
    if not entries:
        return []
    write, sizes = _layout(entries)
    lines = []
    for row, entry in zip(_cells(entries, write), (None, *entries), strict=True):
        name = middle(row[1], sizes[1])
        line = f"  {row[0]:1} {name}{' ' * (sizes[1] - width(name))}"
        line += "".join(f"  {row[i]:>{sizes[i]}}" for i in range(2, 6))
        lines.append(Line("  ".join((line, *row[6:])).rstrip(), _style(entry)))
    return [*lines, Line("")]


def details(entries: Sequence[Relation]) -> list[Line]:
    """Return what the table leaves out, and names and numbers that it shortens."""
    if not entries:
        return []
    lines: list[Line] = []
    write, sizes = _layout(entries)
    for entry in entries:
        facts = entry.facts()
        rows = (entry.rows.before, entry.rows.after, *entry.rows.moved.values())
        if any(write(n) != number(n) for n in rows):
            facts.insert(0, counts(entry.rows))
        if facts or width(visible(entry.label)) > sizes[1]:
            lines += fold(entry.label, 2)
            lines += [line for fact in facts for line in fold(fact, 4)]
    return [Line(""), *lines] if lines else []


def _layout(entries: Sequence[Relation]) -> tuple[Write, list[int]]:
    """Return how to format numbers and the width of each column, so that the table fits."""
    for write in (number, short):
        rows = list(_cells(entries, write))
        sizes = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
        room = ROOM - 4 - sum(size + 2 for size in sizes[2:])
        if room >= min(sizes[1], 20):
            break
    return write, [sizes[0], min(sizes[1], room), *sizes[2:]]


def _cells(entries: Sequence[Relation], write: Write) -> Iterator[list[str]]:
    """Yield the header, then the rows; the gate column is there if a gate did not pass."""
    gates = ["gate"] if any(entry.verdict != "pass" for entry in entries) else []
    yield ["", "relation", "rows", *MARKS.values(), *gates]
    for entry in entries:
        yield [
            entry.sign,
            visible(entry.label),
            f"{write(entry.rows.before)} → {write(entry.rows.after)}",
            *map(write, entry.rows.moved.values()),
            *(entry.verdict.replace("pass", "") for _ in gates),
        ]


def _style(entry: Relation | None) -> str | None:
    if entry is None:
        return "quiet"
    return STYLES.get(entry.status if entry.verdict == "pass" else entry.verdict)
