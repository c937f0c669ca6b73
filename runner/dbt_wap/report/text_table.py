"""The table of relations for a terminal, and below it what it had no room for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dbt_wap.report.lines import ROOM, STYLES, Line, fold
from dbt_wap.report.relation import Relation
from dbt_wap.report.rows import MARKS
from dbt_wap.report.text_relation import counts
from dbt_wap.report.values import middle, number, short, visible, width

Write = Callable[[int | None], str]
"""How a number is written."""


def overview(told: Sequence[Relation]) -> list[Line]:
    """A line a relation."""
    if not told:
        return []
    write, sizes = _layout(told)
    lines = []
    for row, entry in zip(_cells(told, write), (None, *told), strict=True):
        name = middle(row[1], sizes[1])
        line = f"  {row[0]:1} {name}{' ' * (sizes[1] - width(name))}"
        line += "".join(f"  {row[i]:>{sizes[i]}}" for i in range(2, 6))
        lines.append(Line("  ".join((line, *row[6:])).rstrip(), _style(entry)))
    return [*lines, Line("")]


def details(told: Sequence[Relation]) -> list[Line]:
    """What the table does not say, and what it had to cut."""
    if not told:
        return []
    lines: list[Line] = []
    write, sizes = _layout(told)
    for entry in told:
        facts = entry.facts()
        rows = (entry.rows.before, entry.rows.after, *entry.rows.moved.values())
        if any(write(n) != number(n) for n in rows):
            facts.insert(0, counts(entry.rows))
        if facts or width(visible(entry.shown)) > sizes[1]:
            lines += fold(entry.shown, 2)
            lines += [line for fact in facts for line in fold(fact, 4)]
    return [Line(""), *lines] if lines else []


def _layout(told: Sequence[Relation]) -> tuple[Write, list[int]]:
    """How the table fits: what writes a number, and the width of each column. Where all does not
    fit, numbers are shortened and names are cut."""
    for write in (number, short):
        rows = list(_cells(told, write))
        sizes = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
        room = ROOM - 4 - sum(size + 2 for size in sizes[2:])
        if room >= min(sizes[1], 20):
            break
    return write, [sizes[0], min(sizes[1], room), *sizes[2:]]


def _cells(told: Sequence[Relation], write: Write) -> Iterator[list[str]]:
    """The table's head, then its rows; gates have a column where one did not pass."""
    gates = ["gate"] if any(entry.verdict != "pass" for entry in told) else []
    yield ["", "relation", "rows", *MARKS.values(), *gates]
    for entry in told:
        yield [
            entry.sign,
            visible(entry.shown),
            f"{write(entry.rows.before)} → {write(entry.rows.after)}",
            *map(write, entry.rows.moved.values()),
            *(entry.verdict.replace("pass", "") for _ in gates),
        ]


def _style(entry: Relation | None) -> str | None:
    if entry is None:
        return "quiet"
    return STYLES.get(entry.status if entry.verdict == "pass" else entry.verdict)
