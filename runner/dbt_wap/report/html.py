"""The report as one page: no script, nothing from elsewhere, whatever the data holds. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dbt_wap.report.relation import (
    MARKS,
    PLAN,
    SIGNS,
    ColumnProfile,
    column_changes,
    definition_diff,
    gate_results,
    notes,
    profiles,
    sample_columns,
    trend_sentence,
    verdict_of,
)
from dbt_wap.report.report import (
    SAME,
    command_for,
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
from dbt_wap.report.types import retyped as type_change
from dbt_wap.report.values import middle, number, percent, pieces, some, visible

DETAILED = 50
"""The relations, worst first, that have more than their counts on the page of a whole run."""

_LIMITS = {"columns": 30, "cells": 12, "names": 40, "diff": 300}
_FULL_LIMITS = {"columns": 1000, "cells": 60, "names": 1000, "diff": 2000}
_CLASSES = {"null": "nil", "empty": "nil", "note": "nil", "space": "ws", "control": "ws"}
_LETTERS = 1000


def html(report: Mapping[str, Any], *, full: bool = False) -> str:
    """The page; `full` is the page of a few relations, with all that is known of them."""
    made = complete(report)
    told = made["relations"] if full else ordered(made)
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=made,
            told=told,
            full=full,
            detailed=len(told) if full else DETAILED,
            limits=_FULL_LIMITS if full else _LIMITS,
            summary=summary(made),
            unchanged=[e for e in made["relations"] if e["status"] in SAME],
            actions=_actions(made),
            failures=failures(made),
            without_values=without_values(told),
            untested=untested(made),
            grants=grants(made),
            not_built=not_built(made),
            notes_on_all=notes_on_all(told, made),
            steps=steps(made),
            waits_until=waits_until(made),
        )
    )


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("dbt_wap.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )
    env.filters.update(
        brief=_brief,
        value=_value,
        said=_said,
        oneline=_line,
        number=number,
        percent=percent,
        some=some,
    )
    env.globals.update(
        marks=MARKS,
        signs=SIGNS,
        plan=PLAN,
        command_for=command_for,
        column_changes=column_changes,
        definition_diff=definition_diff,
        gate_results=gate_results,
        notes=notes,
        failing_columns=failing_columns,
        failing_facts=failing_facts,
        failing_groups=failing_groups,
        query_lines=query_lines,
        profiles=profiles,
        sample_columns=sample_columns,
        samples_of=samples_of,
        trend_sentence=trend_sentence,
        type_change=type_change,
        verdict_of=verdict_of,
        parts=_parts,
        of_both=_of_both,
        plots=_plots,
        sparkline=_sparkline,
        shape=_shape,
    )
    return env


def _said(text: object) -> Markup:
    """A name or a sentence: on one line, of a bearable length, in its own direction."""
    return Markup("<bdi>{}</bdi>").format(_line(text))


def _line(text: object) -> str:
    return middle(visible(text), _LETTERS)


def _brief(type_: str) -> str:
    """A type in as much room as a column of a table has."""
    return middle(type_, 60)


def _value(value: object) -> Markup:
    """A value of the warehouse; a mark of ours is told from its letters by its element."""
    shown = Markup()
    for kind, text in pieces(value):
        if kind in _CLASSES:
            shown += Markup('<span class="{}">{}</span>').format(_CLASSES[kind], text)
            shown += "\n" if text == "\\n" else ""
        else:
            shown += escape(text)
    return Markup('<bdi class="v">{}</bdi>').format(shown)


def _actions(report: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What publish will do, and to which relations."""
    found: dict[str, list[str]] = {}
    for entry in report["relations"]:
        found.setdefault(entry["publish"], []).append(entry["shown"])
    return [(PLAN[action], found[action]) for action in PLAN if action in found]


def _parts(rows: Mapping[str, int | None]) -> list[tuple[str, float, float]]:
    """The bar of a relation as (what, from, wide) in percent; all that moved has at least 2."""
    whole = max(_of_both(rows), 1)
    at, made = 0.0, []
    for what in MARKS:
        if count := rows[what]:
            wide = min(max(2.0, 100 * count / whole), 100 - at)
            made.append((what, round(at, 1), round(wide, 1)))
            at += wide
    return made


def _of_both(rows: Mapping[str, int | None]) -> int:
    """The rows that prod and the candidate have together, each counted once."""
    old, new = (rows["before"] or 0, rows["added"] or 0), (rows["after"] or 0, rows["removed"] or 0)
    return max(sum(old), sum(new))


def _plots(column: ColumnProfile) -> dict[str, str]:
    """The histograms of both sides as paths of one scale: 20 steps wide, 20 high."""
    shares = {}
    for word, side in column.sides:
        counts: Sequence[int] = (side or {}).get("histogram") or ()
        if sum(counts):
            shares[word] = [count / sum(counts) for count in counts]
    top = max((share for each in shares.values() for share in each), default=1)
    return {
        word: "".join(
            f"M{n} 20V{20 - max(0.6, 20 * share / top):.1f}h.9V20z"
            for n, share in enumerate(each)
            if share
        )
        for word, each in shares.items()
    }


def _shape(counts: Sequence[int]) -> str:
    """A histogram in words."""
    step, most = max(enumerate(counts, 1), key=lambda item: item[1])
    return f"{len(counts)} equal steps, the most rows in step {step}: {most:,}"


def _sparkline(trend: Mapping[str, Any]) -> list[tuple[float, float]]:
    """The points of the trend, this run last, in a box of 100 by 20."""
    shares = [point["share"] for point in trend["points"]] + [trend["now"]]
    top = max(*shares, 1e-9, 0)
    gap = 96 / max(len(shares) - 1, 1)
    heights = [round(18 - 16 * share / top, 1) for share in shares]
    return [(round(2 + n * gap, 1), height) for n, height in enumerate(heights)]
