"""The check that every report.json of a scenario passes finds what is wrong with one."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from report_contract import faults_of
from shop import ONCE, Project

pytestmark = ONCE

Break = Callable[[dict[str, Any]], object]

KEYED = {
    "status": "changed",
    "key": ["id"],
    "rows": {"before": 3, "after": 4, "added": 2, "removed": 1, "changed": 2},
    "publish": "replace",
}
"""What makes an entry one of a relation that was compared by its key."""


def table(report: dict[str, Any], **given: Any) -> dict[str, Any]:
    """The entry of a table that prod and the candidate have, with these fields."""
    (entry,) = (e for e in report["relations"] if e["name"] == "orders")
    sample = {"added": [], "removed": [], "changed": []}
    entry.update(copy.deepcopy(KEYED), profile=None, sample=sample, **given)
    entry["columns"]["changed"] = {"amount": 2}
    return dict(entry)


BREAKS: dict[str, Break] = {
    "a field that is not published": lambda r: r.update(later=1),
    "a field that is missing": lambda r: r["relations"][0].pop("key"),
    "a count that is none": lambda r: r["tests"].update(fail=-1),
    "a word that is none": lambda r: r["relations"][0].update(status="odd"),
    "one relation twice": lambda r: r["relations"].append(r["relations"][0]),
    "another verdict": lambda r: r.update(verdict="pass"),
    "a test that is not counted": lambda r: r["tests"].update(fail=1),
    "a gate that did not block": lambda r: r.update(overridable=["max_removed"]),
    "rows from nowhere": lambda r: table(r)["rows"].update(after=5),
    "more removed than there were": lambda r: table(r)["rows"].update(removed=4, added=5),
    "a key, and unknown changes": lambda r: table(r)["rows"].update(changed=None),
    "a multiset with known changes": lambda r: table(r, key=None),
    "changes of the same": lambda r: table(r, status="identical"),
    "rows of what is new": lambda r: table(r, status="added"),
    "rows of what is gone": lambda r: table(r, status="removed"),
    "rows of what was not built": lambda r: table(r, status="not_built"),
    "more values than rows changed": lambda r: table(r)["columns"]["changed"].update(amount=3),
    "fewer values than rows changed": lambda r: table(r)["columns"]["changed"].update(amount=1),
    "more sample rows than rows": lambda r: table(r)["sample"]["removed"].extend([{}] * 2),
    "rows moved that were not compared": lambda r: table(r, compared="counts"),
    "identical, and not compared": lambda r: r["relations"][0].update(compared="counts"),
    "rows outside of no filter": lambda r: table(r, outside_filter=KEYED["rows"]),
    "rows from nowhere outside": lambda r: table(
        r, filter="id > 1", outside_filter={**KEYED["rows"], "after": 9}
    ),
    "a segment of too few rows": lambda r: table(
        r,
        segments=[
            {"kind": "added", "column": "region", "month": False, "value": "n"}
            | {"differing": 2, "differing_of": 2, "rows": 2, "rows_of": 5}
        ],
    ),
    "a gate that says more than its results": lambda r: table(
        r, gate={"verdict": "block", "results": []}
    ),
}


def test_a_report_that_breaks_its_contract_is_found(published: Project) -> None:
    (path,) = published.root.glob("target/wap/runs/*/report.json")
    report = json.loads(path.read_text(encoding="utf-8"))
    assert faults_of(report) == []
    keyed = copy.deepcopy(report)
    table(keyed)
    assert faults_of(keyed) == []
    for name, break_it in BREAKS.items():
        broken = copy.deepcopy(report)
        break_it(broken)
        assert faults_of(broken), name
