"""The difference report as facts and sentences, for every form that it is written in. Pure."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from dbt_wap.errors import ConfigError
from dbt_wap.report.grants import sentences
from dbt_wap.report.relation import (
    OUTCOMES,
    SCHEMA_CHANGES,
    Entry,
    gate_results,
    is_keyless,
    lost_constraints,
    verdict_of,
)
from dbt_wap.report.values import some, visible

SAME = ("identical", "unchanged_definition")
NOT_BUILT = "not_built"
_OVER = ("rejected", "rolled_back", "stale", "discarded", "failed")
_BEGUN = ("published", "publishing", "publish_interrupted")
_SEVERITY = {"missing": 0, "removed": 0, "changed": 1, "added": 2}
_REPORT: dict[str, Any] = {
    **dict.fromkeys(("schemas", "reasons", "warnings", "overrides", "untested"), ()),
    **dict.fromkeys(("prod_changed", "failed_tests", "relations", "reads_prod"), ()),
    **dict.fromkeys(("built_with", "hooks", "stored_failures"), ()),
    "grants": {},
    "keeps_archive": True,
    **dict.fromkeys(("git_sha", "expires_at", "status", "next", "overridable")),
    "auto_approve": False,
}
_ENTRY: dict[str, Any] = {
    **dict.fromkeys(("database", "kind_before", "key", "key_origin", "key_problem", "filter")),
    **dict.fromkeys(("duplicates", "null_keys", "unreadable", "definition", "sample", "profile")),
    **dict.fromkeys(("ignored", "masked"), ()),
    "trend": None,
    "not_built": None,
    "outside_filter": None,
    "audit_names": {},
    "tolerance": {},
    "tolerance_unused": {},
    "gate": {},
    "definition_changed": False,
    "definition_changes": None,
}
_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(SCHEMA_CHANGES, ()),
    "changed": {},
    "reordered": False,
    "recased": (),
}


def complete(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report with every field that it may lack; `shown` is the name that tells each apart."""
    databases = {entry.get("database") for entry in report["relations"]}

    def filled(entry: Entry) -> dict[str, Any]:
        name = f"{entry['schema']}.{entry['name']}"
        return {
            **_ENTRY,
            **_given(entry),
            "columns": {**_COLUMNS, **_given(entry["columns"])},
            "sample": _sample(entry.get("sample")),
            "shown": f"{entry['database']}.{name}" if len(databases) > 1 else name,
        }

    return {**_REPORT, **_given(report), "relations": [filled(e) for e in report["relations"]]}


def _sample(sample: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The sample rows, each change with the names of the columns that differ, as of version 2."""
    if sample is None:
        return None

    def unlike(row: Mapping[str, Any]) -> list[str]:
        both = {**row["before"], **row["after"]}
        return [n for n in both if row["before"].get(n) != row["after"].get(n)]

    changed = [{"columns": unlike(row), **row} for row in sample.get("changed", ())]
    return {**sample, "changed": changed}


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def severity(entry: Entry) -> tuple[Any, ...]:
    """How a relation is sorted among others, worst first; what publish keeps comes last."""
    outside = entry["outside_filter"] or {}
    moved = {name: (n or 0) + (outside.get(name) or 0) for name, n in entry["rows"].items()}
    return (
        entry["publish"] == "keep",
        OUTCOMES.index(verdict_of(entry)),
        _SEVERITY.get(entry["status"], 3),
        -len(entry["columns"]["removed"]),
        -len(lost_constraints(entry)),
        -moved["removed"],
        -moved["changed"],
        -moved["added"],
        entry["schema"],
        entry["name"],
    )


def ordered(report: Mapping[str, Any]) -> list[Entry]:
    """The relations of a complete report that differ or that a gate stopped at, worst first."""
    quiet = (*SAME, NOT_BUILT)
    told = (e for e in report["relations"] if e["status"] not in quiet or verdict_of(e) != "pass")
    return sorted(told, key=severity)


def only(report: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The report of one relation alone: `name`, `schema.name` or with the database before it."""
    known = complete(report)["relations"]

    def names(entry: Entry) -> tuple[str, ...]:
        short, middle = str(entry["name"]), f"{entry['schema']}.{entry['name']}"
        return short, middle, f"{entry['database']}.{middle}", entry["shown"]

    folded = name.casefold()
    found = [e for e in known if folded in (each.casefold() for each in names(e))]
    exact = [e for e in found if name in names(e)]
    found = exact if len(exact) == 1 else found
    if len(found) == 1:
        return {**report, "relations": [report["relations"][known.index(found[0])]]}
    if found:
        what = f"{name} is the name of {len(found)} relations"
        candidates = [e["shown"] for e in found]
    else:
        what = f"no relation of run {report['run_id']} has the name {name}; there are"
        every = {each.casefold(): e["shown"] for e in known for each in names(e)[:2]}
        close = difflib.get_close_matches(folded, every, n=5, cutoff=0.5)
        candidates = list(dict.fromkeys(every[key] for key in close))
        candidates = candidates or [e["shown"] for e in known]
    raise ConfigError(
        "report",
        visible(f"{what}: {some(candidates, 10) or 'none'}"),
        next_command=f"wap report {report['run_id']} --relation SCHEMA.NAME",
    )


def untested(report: Mapping[str, Any]) -> list[str]:
    """The names of what has no test, without what all of them begin with."""
    return [str(name).split(".", 2)[-1] for name in report["untested"]]


def without_values(told: Sequence[Entry]) -> str | None:
    """Why the report shows counts alone, where it does."""
    if not told or any(entry["sample"] or entry["profile"] for entry in told):
        return None
    return (
        "This copy has no sample rows and no profiles: they are switched off, "
        "or it was read from the warehouse, which keeps none."
    )


def notes_on_all(told: Sequence[Entry], report: Mapping[str, Any]) -> list[str]:
    """What would be the same sentence with one relation after the other, and of test failures."""
    facts = []
    if keyless := [entry["shown"] for entry in told if is_keyless(entry)]:
        facts.append(f"No key known, so rows were compared as a multiset: {some(keyless)}")
    if stored := report["stored_failures"]:
        facts.append(
            f"{len(stored):,} table(s) in which tests have stored failures are dropped with the "
            f"candidate and reach no prod schema: {some(stored)}"
        )
    return facts


def summary(report: Mapping[str, Any]) -> dict[str, int]:
    """How many relations differ and how many do not, and the rows of all that publish touches;
    `uncounted`: of how many relations not every number is known. What was not built is neither.
    """
    differ = [e for e in report["relations"] if e["status"] not in (*SAME, NOT_BUILT)]
    same = sum(e["status"] in SAME for e in report["relations"])
    touched = [e["rows"] for e in differ if e["publish"] != "keep"]
    rows = {k: sum(each[k] or 0 for each in touched) for k in ("added", "removed", "changed")}
    uncounted = sum(None in (each[k] for k in rows) for each in touched)
    left = len(report["relations"]) - len(differ) - same
    return {
        **{"differ": len(differ), "same": same, "not_built": left},
        **rows,
        "uncounted": uncounted,
    }


def not_built(report: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What dbt did not build, by the reason: (reason, names)."""
    found: dict[str, list[str]] = {}
    for entry in report["relations"]:
        if entry["status"] == NOT_BUILT:
            found.setdefault(entry["not_built"], []).append(entry["shown"])
    return list(found.items())


def grants(report: Mapping[str, Any]) -> list[str]:
    """What publish will do to grants and owners, and what it cannot carry; a sentence a line."""
    return sentences(report["grants"], report["schemas"])


def command_for(report: Mapping[str, Any], entry: Entry) -> str:
    """The command that shows one relation in full."""
    return f"wap report {report['run_id']} --relation {shlex.quote(entry['shown'])}"


def waits_until(report: Mapping[str, Any]) -> str | None:
    """When a candidate expires that waits for somebody, in UTC."""
    waits = report["verdict"] == "needs_approval" or report.get("publishes_ignored")
    live = report.get("status") in (None, "awaiting_approval", "approved")
    if not waits or not live or report.get("auto_approve") or not report.get("expires_at"):
        return None
    return str(report["expires_at"])[:16].replace("T", " ") + " UTC"


def steps(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What can be done next, and the command for it, for every form and for Slack.

    By what has become of the run, where the report says it, else by its verdict.
    """
    run = report["run_id"]
    status = report.get("status")
    back = [("way back, once published", f"wap rollback {run}")] if _keeps(report) else []
    if report.get("auto_approve") and not status:
        return back
    if status in _OVER:
        return [("run again", "wap run")]
    if status in _BEGUN:
        return _way_on(report)
    if status == "approved" or report.get("publishes_ignored"):
        return [("publish", f"wap publish {run}"), *back]
    if report["verdict"] == "pass":
        return [("once something changed", "wap run")]
    if report["verdict"] != "blocked":
        publish = ("publish", f"wap approve {run} --publish")
        return [publish, ("refuse", f'wap reject {run} --reason "..."'), *back]
    override = f'wap approve {run} --override {{}} --reason "..."'
    overrides = [(f"override {gate}", override.format(gate)) for gate in _overridable(report)]
    drop = ("drop the candidate", f"wap discard {run}")
    return [("try again, once it is mended", "wap run"), *overrides, drop]


def _way_on(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The commands of a run that has reached prod, in whole or in part."""
    run, command = report["run_id"], str(report.get("next") or "wap status")
    if report["status"] == "published":
        return [("way back", command)] if "rollback" in command else []
    back = ("way back", f"wap rollback {run}")
    return [("go on", command)] + ([back] if command != back[1] else [])


def _keeps(report: Mapping[str, Any]) -> bool:
    """Whether there will be a way back: an archive of what prod was (var wap_keep)."""
    return bool(report.get("keeps_archive", True))


def _overridable(report: Mapping[str, Any]) -> list[str]:
    """The gates that block the run, where nothing else does."""
    if report.get("overridable") is not None:
        return list(report["overridable"])
    results = (result for entry in report["relations"] for result in gate_results(entry))
    return list(dict.fromkeys(r["gate"] for r in results if r["outcome"] == "block"))
