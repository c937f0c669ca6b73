"""Render one relation in full for an 80-column terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dbt_wap.report.entry import GateResult, Trend
from dbt_wap.report.lines import Line, aligned, fold, listed
from dbt_wap.report.profile import ProfileColumn, Side
from dbt_wap.report.relation import Relation
from dbt_wap.report.rows import MARKS, Rows
from dbt_wap.report.values import number, percent, plain

_BARS = "▁▂▃▄▅▆▇█"


def relation_in_full(entry: Relation) -> list[Line]:
    """Return everything known about a relation."""
    lines = fold(f"{entry.label} ({entry.kind})", 0, "title")
    lines += fold(counts(entry.rows), 2)
    key = ", ".join(entry.key or ()) or "none"
    origin = f" ({entry.key_origin})" if entry.key and entry.key_origin else ""
    lines += [] if entry.is_counted else fold(f"key: {key}{origin}", 2)
    for fact in entry.facts(limit=1000):
        lines += fold(fact, 2)
    lines += listed("Gates:", (f"{result.outcome} {gate(result)}" for result in entry.gates))
    changes = [[name, number(n), percent(share)] for name, n, share in entry.column_changes]
    lines += aligned("Changed values:", ["column", "rows", "share"], changes, "<>>")
    lines += _profile(entry)
    lines += _samples(entry)
    lines += _trend(entry.trend) if entry.trend else []
    if entry.definition_diff:
        lines += [Line(""), Line("Definition:", "title")]
        for each in entry.definition_diff:
            lines += fold(each.replace("\t", "    "), 2)
    return lines


def counts(rows: Rows) -> str:
    """Return all row counts of a relation, not shortened."""
    moved = ", ".join(f"{MARKS[name]} {number(count)}" for name, count in rows.moved.items())
    return f"rows {rows.summary}; {moved}"


def gate(result: GateResult) -> str:
    """Describe the result of a gate, with its limit."""
    column = f" on {result.column}" if result.column else ""
    facts = f"limit {result.limit}, actual {result.actual}"
    return f"{result.gate}{column}: {result.message} ({facts})"


def _profile(entry: Relation) -> list[Line]:
    if not entry.profile:
        return []
    head = ["column", "", "NULL", "distinct", "min", "max", "mean"]
    body: list[list[str]] = []
    for column in entry.profiles:
        for word, side in column.sides:
            share = column.nulls(word)
            name, nulls = (
                column.name if word == "before" else "",
                "" if share is None else percent(share),
            )
            body.append([name, word, nulls, *_side(side, column.masked)])
    lines = aligned(f"Profile of {entry.profile.rows.summary} rows:", head, body, "<<>>>>>")
    notes = (note for column in entry.profiles for note in _notes(column))
    return lines + listed("Most frequent values, and distribution:", notes)


def _side(side: Side | None, masked: bool) -> list[str]:
    if side is None:
        return ["none", "", "", ""]
    if masked:
        return [number(side.distinct), "masked", "masked", "masked"]
    values = (side.min, side.max, side.mean)
    return [number(side.distinct), *("" if v is None else plain(v) for v in values)]


def _notes(column: ProfileColumn) -> Iterator[str]:
    for word, side in column.sides:
        tops = [f"{plain(top.value, 30)} {number(top.rows)}" for top in side.top] if side else []
        bars = _bars(side.histogram or ()) if side else ""
        if tops or bars:
            low, high = column.bins or ("", "")
            spread = f"{plain(low, 20)} {bars} {plain(high, 20)}" if bars else ""
            yield f"{column.name} {word}: " + "; ".join(filter(None, (", ".join(tops), spread)))


def _bars(counts: Sequence[int]) -> str:
    most = max(counts, default=0)
    return "".join(_BARS[round(7 * n / most)] if n else "·" for n in counts) if most else ""


def _samples(entry: Relation) -> list[Line]:
    """Return the sample rows: changed rows as old → new, then added and removed rows."""
    sample, lines = entry.display_sample, []
    names = entry.sample_columns("changed")
    for row in sample.changed:
        key = ", ".join(f"{name} = {plain(value)}" for name, value in row.key.items())
        lines += fold(f"~ {key or 'row'}", 2)
        for name in (n for n in names if n in row.differing):
            both = (plain(r[name]) if name in r else "(none)" for r in (row.before, row.after))
            lines += fold(f"{name}: {' → '.join(both)}", 6)
    for kind, rows in (("added", sample.added), ("removed", sample.removed)):
        names = entry.sample_columns(kind)
        for each in rows:
            cells = ", ".join(f"{name} = {plain(each[name])}" for name in names if name in each)
            lines += fold(f"{MARKS[kind]} {cells}", 2)
    return [Line(""), Line("Sample rows:", "title"), *lines] if lines else []


def _trend(trend: Trend) -> list[Line]:
    past = ", ".join(f"{p.created_at[:10]} {percent(p.share)}" for p in trend.points)
    return listed("Trend:", [trend.sentence, f"earlier runs: {past or 'none'}"])
