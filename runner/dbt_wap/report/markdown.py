"""The report for a pull request or a job summary: markdown that always fits there. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from dbt_wap.report.relation import (
    MARKS,
    PLAN,
    SIGNS,
    Entry,
    column_changes,
    definition_diff,
    describe,
    gate_results,
    profiles,
    sample_columns,
    verdict_of,
)
from dbt_wap.report.report import (
    complete,
    grants,
    not_built,
    notes_on_all,
    ordered,
    steps,
    summary,
    untested,
    waits_until,
    without_values,
)
from dbt_wap.report.samples import samples_of
from dbt_wap.report.tests import (
    failing_columns,
    failing_facts,
    failing_groups,
    failures,
    query_lines,
)
from dbt_wap.report.values import middle, number, percent, pieces, plain, visible

MOST = 60_000
"""The bytes that the page always stays below; GitHub takes 65,536 characters in a comment."""

_MARKUP = str.maketrans({mark: "\\" + mark for mark in "\\|`*_[]<>~#"} | {"&": "&amp;"})


@dataclass(frozen=True)
class Limits:
    """How much of everything the page has: relations with sample rows, and so on."""

    samples: int
    details: int
    rows: int
    items: int = 50
    columns: int = 12
    letters: int = 400
    failing: int = 10


def markdown(report: Mapping[str, Any], *, full: bool = False) -> str:
    """The report in less than 60,000 bytes; it says what it had to leave out."""
    made = complete(report)
    told = made["relations"] if full else ordered(made)
    template = _environment().get_template("report.md")

    def page(limits: Limits) -> str:
        return _render(template, made, told, limits, full)

    ladder = _ladder(len(told), full)
    fits = bisect_left(ladder, True, key=lambda limits: len(page(limits).encode()) < MOST)
    return page(ladder[min(fits, len(ladder) - 1)])


def _ladder(relations: int, full: bool) -> list[Limits]:
    """Ever less: first samples go, then details, then rows of the table, then long lists."""
    most = 1000 if full else 12
    made = [Limits(relations, relations, relations, columns=most)]
    made += [replace(made[0], columns=columns) for columns in (100, 12) if columns < most]
    for field in ("samples", "details", "rows"):
        made += [replace(made[-1], **{field: left}) for left in reversed(range(relations))]
    made += [replace(made[-1], failing=left) for left in (3, 1, 0)]
    return [*made, replace(made[-1], items=5, letters=150)]


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("dbt_wap.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    env.filters["cell"] = _cell
    env.filters["value"] = _value
    env.filters["number"] = number
    env.filters["percent"] = percent
    env.filters["title"] = _title
    return env


def _render(
    template: Template, report: Mapping[str, Any], told: list[Entry], limits: Limits, full: bool
) -> str:
    return template.render(
        report=report,
        told=told,
        limits=limits,
        full=full,
        left_out=_left_out(told, limits),
        summary=summary(report),
        grants=grants(report),
        not_built=not_built(report),
        notes_on_all=notes_on_all(told, report),
        steps=steps(report),
        waits_until=waits_until(report),
        untested=untested(report),
        without_values=without_values(told) if full else None,
        describe=describe,
        gate_results=gate_results,
        verdict_of=verdict_of,
        column_changes=column_changes,
        sample_columns=sample_columns,
        samples_of=samples_of,
        profiles=profiles,
        profile_cells=_profile_cells,
        diff=_diff,
        failures=failures(report),
        failing_columns=failing_columns,
        failing_facts=failing_facts,
        failing_groups=failing_groups,
        query=_query,
        marks=MARKS,
        signs=SIGNS,
        plan=PLAN,
    )


def _left_out(told: list[Entry], limits: Limits) -> list[str]:
    """What the limits keep from the page, in words."""
    samples = [e for e in told[limits.samples :] if any((e["sample"] or {}).values())]
    details = [e for e in told[limits.details :] if describe(e) or gate_results(e)]
    cut = {
        "the sample rows of {} relation(s)": len(samples),
        "the details of {} relation(s)": len(details),
        "{} row(s) of the table": len(told) - limits.rows,
    }
    return [what.format(number(count)) for what, count in cut.items() if count > 0]


@pass_context
def _cell(context: Context, text: object) -> str:
    """A text that cannot break out of its table cell, be taken for markup, or call somebody."""
    shown = middle(visible(text), context["limits"].letters).translate(_MARKUP)
    return " ".join(shown.split()).replace("@", "@\u200b")


def _value(value: object) -> str:
    """A value of the warehouse in a table cell."""
    forms = {"null": "*{}*", "empty": "*{}*", "note": " *({})*"}
    return "".join(forms.get(kind, "{}").format(_letters(text)) for kind, text in pieces(value))


def _letters(text: str) -> str:
    return text.translate(_MARKUP).replace("@", "@\u200b")


@pass_context
def _title(context: Context, text: object) -> str:
    """A name inside of an HTML tag."""
    shown = middle(visible(text), context["limits"].letters).replace("&", "&amp;")
    for mark, name in (("<", "lt"), (">", "gt"), ('"', "quot"), ("`", "#96"), ("[", "#91")):
        shown = shown.replace(mark, f"&{name};")
    return shown.replace("@", "@\u200b")


def _profile_cells(entry: Entry, limit: int) -> list[list[str]]:
    """A row a column: its name, then old → new of all that the profile knows."""
    rows = []
    for column in profiles(entry)[:limit]:
        cells = []
        for name in ("nulls", "distinct", "min", "max", "mean"):
            sides = []
            for word, side in column.sides:
                if name == "nulls":
                    share = column.nulls(word)
                    sides.append("n/a" if share is None else percent(share))
                elif name == "distinct":
                    sides.append(number(side[name] if side else None))
                else:
                    value = side[name] if side else None
                    sides.append("n/a" if value is None else _letters(plain(value, 30)))
            cells.append(sides[0] if sides[0] == sides[1] else " → ".join(sides))
        rows.append([column.name, "masked" if column.masked else middle(column.type, 60), *cells])
    return rows


def _diff(entry: Entry, most: int = 200) -> str:
    """The definition's diff in a fence that its text cannot close; empty without one."""
    lines = [visible(line.replace("\t", "    ")) for line in definition_diff(entry)]
    if not lines:
        return ""
    if len(lines) > most:
        lines = [*lines[:most], f"… and {len(lines) - most} more lines"]
    return _fenced(lines, "diff")


def _query(test: Mapping[str, Any], most: int = 40) -> str:
    """The query that shows what a test found, in a fence; empty without one."""
    lines = [middle(visible(line), 300) for line in query_lines(test, most)]
    return _fenced(lines, "sql") if lines else ""


def _fenced(lines: list[str], language: str) -> str:
    text = "\n".join(lines)
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or [""]))
    return f"{fence}{language}\n{text}\n{fence}"
