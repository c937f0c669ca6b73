"""Render the report as markdown that fits a pull request comment or job summary. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Template, pass_context
from jinja2.runtime import Context

from dbt_wap.report.chart import chart
from dbt_wap.report.markdown_text import cell, fenced, letters, title, value
from dbt_wap.report.mermaid import mermaid
from dbt_wap.report.profile import ProfileColumn, Side
from dbt_wap.report.relation import Relation
from dbt_wap.report.report import Report
from dbt_wap.report.templating import environment
from dbt_wap.report.tests import FailedTest
from dbt_wap.report.values import middle, number, percent, plain, visible
from dbt_wap.words import counted

MOST = 60_000
"""The maximum size in bytes; GitHub accepts comments of up to 65,536 characters."""


@dataclass(frozen=True)
class Limits:
    """How much to include: relations with sample rows, with details, and so on."""

    samples: int
    details: int
    rows: int
    items: int = 50
    columns: int = 12
    letters: int = 400
    failing: int = 10
    graph: bool = True


def markdown(report: Report, *, full: bool = False) -> str:
    """Return the report in less than 60,000 bytes, listing what was omitted."""
    entries = report.relations if full else report.listed
    shown = chart(report)
    graph = "" if full else fenced(mermaid(shown), "mermaid")

    def page(limits: Limits) -> str:
        left_out = _left_out(entries, limits)
        left_out += ["the lineage"] if graph and not limits.graph else []
        return _page().render(
            report=report,
            entries=entries,
            limits=limits,
            full=full,
            left_out=left_out,
            graph=graph if limits.graph else "",
            nodes_left_out=shown.left_out,
        )

    ladder = _ladder(len(entries), full)
    fits = bisect_left(ladder, True, key=lambda limits: len(page(limits).encode()) < MOST)
    return page(ladder[min(fits, len(ladder) - 1)])


def _ladder(relations: int, full: bool) -> list[Limits]:
    """Return ever smaller limits: omit samples, the lineage, details, table rows, long lists."""
    most = 1000 if full else 12
    made = [Limits(relations, relations, relations, columns=most)]
    made += [replace(made[0], columns=columns) for columns in (100, 12) if columns < most]
    made += [replace(made[-1], samples=left) for left in reversed(range(relations))]
    made.append(replace(made[-1], graph=False))
    made += [replace(made[-1], details=left) for left in reversed(range(relations))]
    made += [replace(made[-1], rows=left) for left in reversed(range(relations))]
    made += [replace(made[-1], failing=left) for left in (3, 1, 0)]
    return [*made, replace(made[-1], items=5, letters=150)]


@cache
def _page() -> Template:
    filters: dict[str, Callable[..., Any]] = {"cell": _cell, "title": _title, "value": value}
    filters.update(diff=_diff, query=_query, cells=_profile_cells)
    return environment("dbt_wap.report", autoescape=False, **filters).get_template("report.md")


def _left_out(entries: Sequence[Relation], limits: Limits) -> list[str]:
    """Describe what the limits omit."""
    samples = [e for e in entries[limits.samples :] if e.sample and e.sample.kinds]
    details = [e for e in entries[limits.details :] if e.facts() or e.gates]
    cut = [
        ("sample rows of ", len(samples), "relation"),
        ("details of ", len(details), "relation"),
        ("", len(entries) - limits.rows, "table row"),
    ]
    return [what + counted(count, noun) for what, count, noun in cut if count > 0]


@pass_context
def _cell(context: Context, text: object) -> str:
    return cell(text, context["limits"].letters)


@pass_context
def _title(context: Context, text: object) -> str:
    return title(text, context["limits"].letters)


def _profile_cells(column: ProfileColumn) -> list[str]:
    """Return the figures of a profiled column, as `before → after` where they differ."""

    def values(word: str, side: Side | None) -> list[str]:
        share = column.nulls(word)
        shown = (side.min, side.max, side.mean) if side else (None, None, None)
        return [
            "n/a" if share is None else percent(share),
            number(side.distinct if side else None),
            *("n/a" if each is None else letters(plain(each, 30)) for each in shown),
        ]

    both = zip(*(values(word, side) for word, side in column.sides), strict=True)
    return [old if old == new else f"{old} → {new}" for old, new in both]


def _diff(entry: Relation, most: int = 200) -> str:
    """Return a diff of the query of a view, or nothing if it is not known."""
    lines = [visible(line.replace("\t", "    ")) for line in entry.definition_diff]
    more = [f"… and {len(lines) - most} more lines"] if len(lines) > most else []
    return fenced([*lines[:most], *more], "diff")


def _query(test: FailedTest, most: int = 40) -> str:
    """Return the query that selects the failing rows, or nothing without one."""
    return fenced([middle(visible(line), 300) for line in test.query_lines(most)], "sql")
