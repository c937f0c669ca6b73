"""What holds of every report.json: its published schema, and the arithmetic of its counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dbt_wap.report.report import read_report
from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).resolve().parents[1] / "docs" / "report.schema.json"
OUTCOMES = ("block", "warn", "overridden", "pass")

Json = dict[str, Any]


def faults_of(report: Json) -> list[str]:
    """All that is wrong with a report.json as an audit has made it."""
    faults = [f"{e.json_path}: {e.message}" for e in _VALIDATOR.iter_errors(report)]
    return faults or [*_of_the_whole(report), *_of_the_totals(report), *_of_each(report)]


def closed(schema: Any) -> Any:
    """The schema with no field allowed that it does not name: what is added is written down."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(each) for name, each in schema.items()}
    return {"additionalProperties": False, **made} if "properties" in made else made


_VALIDATOR = Draft202012Validator(closed(json.loads(SCHEMA.read_text(encoding="utf-8"))))


def _of_the_whole(report: Json) -> Iterator[str]:
    """Its verdict, tests and gates fit one another."""
    entries = report["relations"]
    names = [(e["database"], e["schema"], e["name"]) for e in entries]
    if len(set(names)) != len(names):
        yield "a relation has two entries"
    differ = any(_differs(e) and e["publish"] != "keep" for e in entries)
    verdict = "needs_approval" if differ else "pass"
    if report["verdict"] != ("blocked" if report["reasons"] else verdict):
        yield f"the verdict is {report['verdict']}"
    for status in ("warn", "fail", "skip"):
        found = sum(test["status"] == status for test in report["failed_tests"])
        if found != report["tests"][status]:
            yield f"{found} tests have the status {status}, {report['tests'][status]} are counted"
    results = [result for e in entries for result in e["gate"].get("results", ())]
    blocking = {result["gate"] for result in results if result["outcome"] == "block"}
    if not set(report["overridable"]) <= blocking:
        yield f"only {blocking} block, {report['overridable']} can be overridden"


def _of_the_totals(report: Json) -> Iterator[str]:
    """The totals for people are the sums of the entries."""
    entries = report["relations"]
    told = read_report(report).totals
    if told.differ != sum(map(_differs, entries)):
        yield f"{told.differ} relations are told to differ"
    if told.differ + told.same + told.not_built != len(entries):
        yield f"{told} is not {len(entries)} relations"
    touched = [e["rows"] for e in entries if _differs(e) and e["publish"] != "keep"]
    for kind in ("added", "removed", "changed"):
        if getattr(told, kind) != sum(rows[kind] or 0 for rows in touched):
            yield f"{getattr(told, kind)} rows are told to be {kind}"


def _of_each(report: Json) -> Iterator[str]:
    for entry in report["relations"]:
        for check in (
            _rows,
            _status,
            _compared,
            _outside,
            _columns,
            _sample,
            _profile,
            _segments,
            _gate,
        ):
            yield from (f"{entry['name']}: {fault}" for fault in check(entry))


def _differs(entry: Json) -> bool:
    return entry["status"] not in ("identical", "unchanged_definition", "not_built")


def _unbalanced(rows: Json, where: str = "") -> Iterator[str]:
    before, after, added, removed = (rows[n] for n in ("before", "after", "added", "removed"))
    if None in (before, after, added, removed):
        return
    if before - removed + added != after:
        yield f"{before} - {removed} + {added} rows are not {after}{where}"
    if removed > before or (rows["changed"] or 0) > before - removed:
        yield f"{removed} removed and {rows['changed']} changed of {before} rows{where}"


def _rows(entry: Json) -> Iterator[str]:
    rows = entry["rows"]
    yield from _unbalanced(rows)
    moved = rows["added"] or rows["removed"]
    if entry["key"] and rows["changed"] is None and rows["added"] is not None:
        yield "it has a key and no count of changed rows"
    compared = entry["status"] == "changed" and rows["added"] is not None
    if compared and not entry["key"] and bool(moved) != (rows["changed"] is None):
        yield f"a multiset of which {rows['changed']} rows are told to be changed"


def _status(entry: Json) -> Iterator[str]:
    rows = entry["rows"]
    moved = [rows["added"], rows["removed"], rows["changed"]]
    expected: dict[str, list[int | None]] = {
        "identical": [0, 0, 0],
        "unchanged_definition": [0, 0, 0],
        "added": [rows["after"], 0, 0],
        "removed": [0, 0 if entry["publish"] == "keep" else rows["before"], 0],
        "missing": [None] * 3,
        "not_built": [None] * 3,
    }
    known = entry["unreadable"] is None
    if known and moved != expected.get(entry["status"], moved):
        yield f"it is {entry['status']}, and {moved} rows moved"
    kept = entry["publish"] == "keep"
    if entry["status"] == "removed" and rows["after"] != (rows["before"] if kept else 0):
        yield f"it is removed, and {rows['after']} rows are left"


def _compared(entry: Json) -> Iterator[str]:
    """Nothing is claimed of rows that were not read, least of all that they are the same."""
    if entry["compared"] != "counts":
        return
    rows, status = entry["rows"], entry["status"]
    moved = [rows["added"], rows["removed"], rows["changed"]]
    if status not in ("changed", "added") or (status == "changed" and moved != [None] * 3):
        yield f"only counts were compared, it is {status}, and {moved} rows moved"
    if None in (rows["before"], rows["after"]):
        yield f"its counts are {rows['before']} and {rows['after']}"
    seen = [*(entry["sample"] or {}).values(), entry["profile"], entry["columns"]["changed"]]
    if any(seen) or entry["key"] or entry["trend"]:
        yield "its rows were not read, but something about them is reported"


def _outside(entry: Json) -> Iterator[str]:
    outside = entry["outside_filter"]
    if bool(outside) > bool(entry["filter"]):
        yield "it has rows outside of no filter"
    if outside:
        yield from _unbalanced(outside, " outside the filter")
        if entry["status"] == "identical" and any(outside[n] for n in ("added", "removed")):
            yield "it is identical, and rows outside the filter differ"


def _columns(entry: Json) -> Iterator[str]:
    columns, changed = entry["columns"], entry["rows"]["changed"]
    counts = columns["changed"]
    if counts and (not changed or max(counts.values()) > changed or sum(counts.values()) < changed):
        yield f"{changed} rows changed, in its columns {counts}"
    if any(not count for count in counts.values()):
        yield f"a column without changed values is listed: {counts}"
    if set(columns["added"]) & set(columns["removed"]):
        yield "a column has come and gone"


def _sample(entry: Json) -> Iterator[str]:
    sample = entry["sample"] or {}
    for kind, rows in sample.items():
        if len(rows) > (entry["rows"][kind] or 0):
            yield f"{len(rows)} rows are shown as {kind}"
    for row in sample.get("changed", ()):
        if not set(row["columns"]) <= {*row["before"], *row["after"]}:
            yield f"{row['columns']} are told to differ"


def _profile(entry: Json) -> Iterator[str]:
    profile = entry["profile"] or {"columns": ()}
    for column in profile["columns"]:
        for word in ("before", "after"):
            side, rows = column[word], profile["rows"][word] or 0
            if not side:
                continue
            filled = rows - side["nulls"]
            tops = sum(top["rows"] for top in side["top"] if top["value"] is not None)
            if max(side["distinct"], tops, sum(side["histogram"] or ())) > filled or filled < 0:
                yield f"the profile of {column['name']} has more than its {rows} rows {word}"


def _segments(entry: Json) -> Iterator[str]:
    """Each is of rows that differ, and as clear as docs/reading-the-report.md says."""
    for each in entry.get("segments") or ():
        rows = entry["rows"]
        here, of, everywhere, of_all = (
            each[n] for n in ("differing", "differing_of", "rows", "rows_of")
        )
        if of != rows[each["kind"]] or of_all != rows["before"] + rows["added"]:
            yield f"a segment of {of} {each['kind']} rows of {of_all}, and the rows are {rows}"
        if here < 20 or 2 * here <= of or here * of_all < 2 * everywhere * of or here > everywhere:
            yield f"a segment that says little: {each}"
        if each["column"] in entry["masked"] or not entry["profile"]:
            yield f"a segment of {each['column']}, whose values are not to be shown"


def _gate(entry: Json) -> Iterator[str]:
    gate = entry["gate"]
    outcomes = [result["outcome"] for result in gate.get("results", ())]
    if gate and gate["verdict"] != min(outcomes, key=OUTCOMES.index, default="pass"):
        yield f"its gates say {gate['verdict']}, of {outcomes}"
