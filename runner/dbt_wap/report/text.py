"""The report for a terminal: at most 80 columns, colour only where it is asked for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dbt_wap.report.lines import ROOM, Line, aligned, fold, listed, painted
from dbt_wap.report.relation import (
    MARKS,
    SIGNS,
    ColumnProfile,
    Entry,
    column_changes,
    definition_diff,
    describe,
    gate_results,
    profiles,
    sample_columns,
    trend_sentence,
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
from dbt_wap.report.tests import failing_facts, failing_groups, failures, query_lines
from dbt_wap.report.values import middle, number, percent, plain, short, some, visible, width

_STYLES = {
    **{"block": "bad", "blocked": "bad", "fail": "bad", "removed": "bad", "pass": "good"},
    **{"warn": "warn", "overridden": "warn", "needs_approval": "warn", "skip": "warn"},
    **{"added": "good"},
}
_FAILED_TESTS, _FAILING_ROWS, _QUERY_LINES = 20, 5, 12
_BARS = "▁▂▃▄▅▆▇█"


def text(report: Mapping[str, Any], *, full: bool = False, colour: bool = False) -> str:
    """The report in 80 columns; `full` shows all that is known of its relations."""
    made = complete(report)
    lines = fold(f"Run {made['run_id']} of {made['project']} ({made['target']})", 0, "title")
    if made["built_with"]:
        lines += fold(f"Built with {' '.join(made['built_with'])}", 0)
    blocked = made["verdict"] == "blocked" and not full
    lines += _blocked(made) if blocked else []
    lines.append(Line(""))
    told = made["relations"] if full else ordered(made)
    lines += _table(told)
    if full:
        lines += [line for entry in told for line in _relation(entry)]
        lines += listed("Values:", filter(None, [without_values(told)]))
        lines += listed("Also:", notes_on_all(told, made))
    else:
        lines.append(Line(f"  {summary(made)['same']} relation(s) are the same as in prod"))
        lines += _not_built(made)
        lines += _details(told)
        lines += [line for note in notes_on_all(told, made) for line in fold(note, 2)]
        lines += _gates(told)
        lines += _tests(made)
        lines += listed("Grants:", grants(made))
        lines += listed("Hooks:", made["hooks"])
        for sentence in made["prod_changed"]:
            lines += fold(f"prod changed since the clone: {sentence}", 2, "warn")
    lines += _verdict(made)
    lines += _next(made)
    shown = (Line(visible(line.text), line.style) for line in lines)
    return "\n".join(painted(line) if colour else line.text for line in shown)


class _Layout(NamedTuple):
    """How the table fits: what writes a number, and the width of each column."""

    write: Callable[[int | None], str]
    sizes: list[int]


def _layout(told: Sequence[Entry]) -> _Layout:
    """Where all does not fit, numbers are shortened and names are cut."""
    for write in (number, short):
        rows = list(_cells(told, write))
        sizes = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
        room = ROOM - 4 - sum(size + 2 for size in sizes[2:])
        if room >= min(sizes[1], 20):
            break
    return _Layout(write, [sizes[0], min(sizes[1], room), *sizes[2:]])


def _table(told: Sequence[Entry]) -> list[Line]:
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


def _cells(told: Sequence[Entry], write: Callable[[int | None], str]) -> Iterator[list[str]]:
    """The table's head, then its rows; gates have a column where one did not pass."""
    gates = ["gate"] if any(verdict_of(entry) != "pass" for entry in told) else []
    yield ["", "relation", "rows", "+", "−", "~", *gates]
    for entry in told:
        rows = entry["rows"]
        yield [
            SIGNS.get(entry["status"], "="),
            visible(entry["shown"]),
            f"{write(rows['before'])} → {write(rows['after'])}",
            *(write(rows[name]) for name in MARKS),
            *(verdict_of(entry).replace("pass", "") for _ in gates),
        ]


def _style(entry: Entry | None) -> str | None:
    if entry is None:
        return "quiet"
    gate = verdict_of(entry)
    return _STYLES.get(entry["status"] if gate == "pass" else gate)


def _details(told: Sequence[Entry]) -> list[Line]:
    """What the table does not say, and what it had to cut."""
    lines: list[Line] = []
    layout = _layout(told) if told else None
    for entry in told:
        facts = describe(entry)
        cut = layout and width(visible(entry["shown"])) > layout.sizes[1]
        if layout and any(layout.write(n) != number(n) for n in entry["rows"].values()):
            facts.insert(0, _counts(entry["rows"]))
        if facts or cut:
            lines += fold(entry["shown"], 2)
            lines += [line for fact in facts for line in fold(fact, 4)]
    return [Line(""), *lines] if lines else []


def _not_built(report: Mapping[str, Any], limit: int = 5) -> list[Line]:
    """A line for each reason, most relations first."""
    found = sorted(not_built(report), key=lambda each: -len(each[1]))
    lines = [
        line
        for why, names in found[:limit]
        for line in fold(f"{len(names):,} not built ({why}): {some(names)}", 2)
    ]
    if rest := sum(len(names) for _, names in found[limit:]):
        lines += fold(f"{rest:,} more not built, for {len(found) - limit} other reasons", 2)
    return lines


def _counts(rows: Mapping[str, int | None]) -> str:
    both = f"{number(rows['before'])} → {number(rows['after'])}"
    moved = (f"{mark} {number(rows[name])}" for name, mark in MARKS.items())
    return f"rows {both}; {', '.join(moved)}"


def _gates(told: Sequence[Entry]) -> list[Line]:
    lines: list[Line] = []
    for entry in told:
        for result in gate_results(entry):
            if result["outcome"] != "pass":
                said = f"{result['outcome']} {entry['shown']}: {_gate(result)}"
                lines += fold(said, 2, _STYLES[result["outcome"]])
    return [Line(""), Line("Gates:", "title"), *lines] if lines else []


def _gate(result: Mapping[str, Any]) -> str:
    column = f" of {result['column']}" if result.get("column") else ""
    facts = f"limit {result['limit']}, actual {result['actual']}"
    return f"{result['gate']}{column}: {result['message']} ({facts})"


def _tests(report: Mapping[str, Any]) -> list[Line]:
    counts = report["tests"]
    shown = ", ".join(f"{counts[name]} {name}" for name in ("pass", "warn", "fail", "skip"))
    lines = [Line(""), Line(f"Tests: {shown}")]
    told = failures(report) if report["verdict"] == "blocked" else []
    failed = [t for t in report["failed_tests"] if t["status"] != "skip" and t not in told]
    skipped = [test["name"] for test in report["failed_tests"] if test["status"] == "skip"]
    for test in failed:
        lines += _test(test)
    if skipped:
        lines += fold(f"did not run: {some(skipped)}", 2)
    if report["untested"]:
        lines += fold(f"without any test: {some(untested(report))}", 2)
    return lines


def _test(test: Mapping[str, Any]) -> list[Line]:
    """A test that did not pass: what dbt says, some of the rows, and the query that shows them."""
    message = (test.get("message") or "").strip().splitlines()
    why = f": {message[0]}" if message else ""
    lines = fold(f"{test['status']} {test['name']}{why}", 2, _STYLES.get(test["status"]))
    groups = failing_groups(test)[:_FAILING_ROWS]
    for row, times in groups:
        cells = some([f"{name} = {plain(value)}" for name, value in row.items()], 12, ", and ")
        lines += fold(f"{cells} ({times} rows)" if times > 1 else cells, 6)
    for fact in failing_facts(test, sum(times for _, times in groups)):
        lines += fold(fact, 6)
    for line in query_lines(test, _QUERY_LINES):
        indent = min(6 + len(line) - len(line.lstrip()), ROOM // 2)
        lines += fold(line, indent, "quiet")
    return lines


def _blocked(report: Mapping[str, Any]) -> list[Line]:
    """What failed, then why the run is blocked: what a person looks for first."""
    failed = failures(report)
    lines = [Line(""), Line("What failed:", "title")] if failed else []
    for test in failed[:_FAILED_TESTS]:
        lines += _test(test)
    if len(failed) > _FAILED_TESTS:
        lines += fold(f"and {len(failed) - _FAILED_TESTS:,} more tests", 2)
    why = [line for reason in report["reasons"] for line in fold(f"- {reason}", 2)]
    return lines + ([Line(""), Line("Why it is blocked:", "title"), *why] if why else [])


def _verdict(report: Mapping[str, Any]) -> list[Line]:
    lines = [Line(""), Line(f"Verdict: {report['verdict']}", _STYLES.get(report["verdict"]))]
    if until := waits_until(report):
        lines.append(Line(f"  waits until {until}"))
    for warning in report["warnings"]:
        lines += fold(f"- warning: {warning}", 2)
    for each in report["reads_prod"]:
        lines += fold(f"- {each['node']} reads prod, as it may: {', '.join(each['reads'])}", 2)
    for each in report["overrides"]:
        who = f"{each['by']} at {each['at'][:19]}Z"
        lines += fold(f"- gate {each['gate']} was overridden by {who}: {each['reason']}", 2)
    return lines


def _next(report: Mapping[str, Any]) -> list[Line]:
    """The commands, never folded: one that is too long stands under what it is for."""
    told = steps(report)
    longest = max((len(what) for what, _ in told), default=0)
    lines = []
    for what, command in told:
        beside = f"  {what:<{longest}}  {command}"
        fits = len(beside) <= ROOM
        lines += [beside] if fits else [f"  {what}", f"      {command}"]
    return [Line(""), Line("Next:", "title"), *map(Line, lines)] if lines else []


def _relation(entry: Entry) -> list[Line]:
    """One relation in full."""
    lines = fold(f"{entry['shown']} ({entry['kind']})", 0, "title")
    lines += fold(_counts(entry["rows"]), 2)
    key = ", ".join(entry["key"] or ()) or "none"
    origin = f" ({entry['key_origin']})" if entry["key"] and entry["key_origin"] else ""
    lines += fold(f"key: {key}{origin}", 2)
    for fact in describe(entry, limit=1000):
        lines += fold(fact, 2)
    lines += listed("Gates:", (f"{r['outcome']} {_gate(r)}" for r in gate_results(entry)))
    changes = [[name, number(n), percent(share)] for name, n, share in column_changes(entry)]
    lines += aligned("Changed values:", ["column", "rows", "share"], changes, "<>>")
    lines += _profile(entry)
    lines += _samples(entry)
    lines += _trend(entry)
    if diff := definition_diff(entry):
        lines += [Line(""), Line("Definition:", "title")]
        lines += [line for each in diff for line in fold(each.replace("\t", "    "), 2)]
    return lines


def _profile(entry: Entry) -> list[Line]:
    if not entry["profile"]:
        return []
    rows = entry["profile"]["rows"]
    title = f"Profile of {number(rows['before'])} → {number(rows['after'])} rows:"
    head = ["column", "", "NULL", "distinct", "min", "max", "mean"]
    body: list[list[str]] = []
    notes: list[str] = []
    for column in profiles(entry):
        for word, side in column.sides:
            share = column.nulls(word)
            body.append(
                [
                    column.name if word == "before" else "",
                    word,
                    "" if share is None else percent(share),
                    *_side(side, column.masked),
                ]
            )
        notes += _notes(column)
    lines = aligned(title, head, body, "<<>>>>>")
    return lines + listed("Values, most frequent first, and their spread:", notes)


def _side(side: Mapping[str, Any] | None, masked: bool) -> list[str]:
    if side is None:
        return ["no column", "", "", ""]
    if masked:
        return [number(side["distinct"]), "masked", "masked", "masked"]
    values = (side[name] for name in ("min", "max", "mean"))
    return [number(side["distinct"]), *("" if v is None else plain(v) for v in values)]


def _notes(column: ColumnProfile) -> Iterator[str]:
    for word, side in column.sides:
        tops = (side or {}).get("top") or ()
        shown = [f"{plain(top['value'], 30)} {number(top['rows'])}" for top in tops]
        bars = _bars((side or {}).get("histogram"))
        if shown or bars:
            low, high = column.bins or ("", "")
            spread = f"{plain(low, 20)} {bars} {plain(high, 20)}" if bars else ""
            yield f"{column.name} {word}: " + "; ".join(filter(None, (", ".join(shown), spread)))


def _bars(counts: Sequence[int] | None) -> str:
    most = max(counts or (0,))
    return "".join(_BARS[round(7 * n / most)] if n else "·" for n in counts or ()) if most else ""


def _samples(entry: Entry) -> list[Line]:
    """Sample rows: what changed as old → new, then rows that came and that went."""
    sample = samples_of(entry)
    lines: list[Line] = []
    for row in sample["changed"]:
        key = ", ".join(f"{name} = {plain(value)}" for name, value in row["key"].items())
        lines += fold(f"~ {key or 'row'}", 2)
        for name in (n for n in sample_columns(entry, "changed") if n in row["columns"]):
            values = " → ".join(
                plain(row[side][name]) if name in row[side] else "no column"
                for side in ("before", "after")
            )
            lines += fold(f"{name}: {values}", 6)
    for kind in ("added", "removed"):
        names = sample_columns(entry, kind)
        for row in sample[kind]:
            cells = ", ".join(f"{name} = {plain(row.get(name))}" for name in names if name in row)
            lines += fold(f"{MARKS[kind]} {cells}", 2)
    return [Line(""), Line("Some rows:", "title"), *lines] if lines else []


def _trend(entry: Entry) -> list[Line]:
    trend = entry["trend"]
    if not trend:
        return []
    past = [f"{p['created_at'][:10]} {percent(p['share'])}" for p in trend["points"]]
    return listed("Trend:", [f"{trend_sentence(trend)}; before it {', '.join(past) or 'nothing'}"])
