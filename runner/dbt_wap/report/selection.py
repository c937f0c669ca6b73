"""Find one relation of a report by name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from dbt_wap.errors import ConfigError
from dbt_wap.report.relation import Relation
from dbt_wap.report.report import read_report
from dbt_wap.report.values import some, visible


def only(report: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the report.json of one relation: `name`, `schema.name` or `database.schema.name`."""
    known = read_report(report).relations
    folded = name.casefold()
    found = [e for e in known if folded in (each.casefold() for each in _names(e))]
    exact = [e for e in found if name in _names(e)]
    found = exact if len(exact) == 1 else found
    if len(found) == 1:
        return {**report, "relations": [report["relations"][known.index(found[0])]]}
    if found:
        what = f"{name} matches {len(found)} relations"
        candidates = [e.label for e in found]
    else:
        what = f"run {report['run_id']} has no relation {name}; "
        every = {each.casefold(): e.label for e in known for each in _names(e)[:2]}
        close = difflib.get_close_matches(folded, every, n=5, cutoff=0.5)
        candidates = list(dict.fromkeys(every[key] for key in close))
        what += "did you mean" if candidates else "its relations"
        candidates = candidates or [e.label for e in known]
    raise ConfigError(
        "report",
        visible(f"{what}: {some(candidates, 10) or 'none'}"),
        next_command=f"wap report {report['run_id']} --relation SCHEMA.NAME",
    )


def _names(entry: Relation) -> tuple[str, ...]:
    short, middle = entry.name, f"{entry.schema}.{entry.name}"
    return short, middle, f"{entry.database}.{middle}", entry.label
