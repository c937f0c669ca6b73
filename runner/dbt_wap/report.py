"""The difference report for people: text for a terminal, markdown for a pull request. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

SAME = ("identical", "unchanged_definition")
_SEVERITY = {"removed": 0, "changed": 1, "added": 2}
_PLAN = {
    "create": "create",
    "replace": "rewrite",
    "drop": "drop",
    "keep": "keep (not in the project; --drop-removed drops it)",
    "missing": "MISSING in the candidate",
    "follows": "nothing: the view follows its tables",
    "none": "nothing",
}


def ordered(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The relations that differ, worst first; `shown` is the name that tells each apart."""
    databases = {entry.get("database") for entry in report["relations"]}

    def severity(entry: Mapping[str, Any]) -> tuple[Any, ...]:
        rows, columns = entry["rows"], entry["columns"]
        return (
            entry["publish"] == "keep",
            _SEVERITY.get(entry["status"], 3),
            -len(columns["removed"]),
            -rows["removed"],
            -(rows["changed"] or 0),
            -rows["added"],
            entry["schema"],
            entry["name"],
        )

    def shown(entry: Mapping[str, Any]) -> str:
        name = f"{entry['schema']}.{entry['name']}"
        return f"{entry['database']}.{name}" if len(databases) > 1 else name

    differ = sorted((e for e in report["relations"] if e["status"] not in SAME), key=severity)
    return [{**entry, "shown": shown(entry)} for entry in differ]


def grants(report: Mapping[str, Any]) -> list[str]:
    """What publish will do to grants and owners, and what it cannot carry; a sentence a line."""
    plan = report.get("grants") or {}
    facts = []
    if plan.get("apply"):
        facts.append(f"{len(plan['apply'])} grant(s) of prod will be made on the candidate")
    for row in plan.get("lost", ()):
        where = ".".join(part for part in (row["schema"], row["name"]) if part)
        facts.append(f"lost: {row['privilege']} on {where} to {row['to_name']}: {row['reason']}")
    for owner in plan.get("owners", ()):
        before, after = owner["before"]["name"], owner["after"]["name"]
        facts.append(f"the owner of {owner['what']} will be {after}, was {before}")
    return facts


def text(report: Mapping[str, Any]) -> str:
    """The report in 80 columns, as long as the names and numbers of its table allow."""
    changed = ordered(report)
    same = len(report["relations"]) - len(changed)
    lines = [f"Run {report['run_id']} of {report['project']} ({report['target']})", ""]
    if changed:
        lines += _table(changed)
    lines.append(f"  {same} relation(s) are the same as in prod")
    lines += _details(changed)
    lines += _tests(report)
    if grants(report):
        lines += ["", "Grants:"]
    for fact in grants(report):
        lines += _fold(fact, 2)
    for sentence in report["prod_changed"]:
        lines += _fold(f"prod changed since the clone: {sentence}", 2)
    lines += ["", f"Verdict: {report['verdict']}"]
    for reason in report["reasons"]:
        lines += _fold(f"- {reason}", 2)
    return "\n".join(_visible(line) for line in lines)


def _table(changed: Sequence[Mapping[str, Any]]) -> list[str]:
    head = ("", "relation", "rows", "+", "−", "~")
    body = []
    for entry in changed:
        rows = entry["rows"]
        count = f"{rows['before']:,} → {rows['after']:,}"
        body.append(
            (
                {"added": "+", "removed": "−"}.get(entry["status"], "~"),
                entry["shown"],
                count,
                f"{rows['added']:,}",
                f"{rows['removed']:,}",
                "n/a" if rows["changed"] is None else f"{rows['changed']:,}",
            )
        )
    widths = [max(len(row[i]) for row in [head, *body]) for i in range(6)]
    lines = []
    for row in [head, *body]:
        left = f"  {row[0]:<{widths[0]}} {row[1]:<{widths[1]}}"
        lines.append(left + "".join(f"  {row[i]:>{widths[i]}}" for i in range(2, 6)))
    return [*lines, ""]


def _details(changed: Sequence[Mapping[str, Any]]) -> list[str]:
    lines: list[str] = []
    for entry in changed:
        facts = describe(entry)
        if facts:
            lines.append(f"  {entry['shown']}")
            lines += [line for fact in facts for line in _fold(fact, 4)]
    return ["", *lines] if lines else []


def describe(entry: Mapping[str, Any]) -> list[str]:
    """What else there is to say of one relation, a sentence a line."""
    columns = entry["columns"]
    facts = [f"column {name} is new" for name in columns["added"]]
    facts += [f"column {name} is gone" for name in columns["removed"]]
    facts += [f"column {c['name']}: {c['before']} → {c['after']}" for c in columns["retyped"]]
    before = entry.get("kind_before")
    if before and before != entry["kind"]:
        facts.append(f"was a {before}, becomes a {entry['kind']}")
    elif entry["definition_changed"] and not facts:
        what = "text" if entry["kind"] == "view" else "constraints, indexes or comments"
        facts.append(f"its {what} changed")
    if columns["changed"]:
        counts = sorted(columns["changed"].items(), key=lambda item: (-item[1], item[0]))
        shown = ", ".join(f"{name} {count:,}" for name, count in counts[:8])
        more = f", and {len(counts) - 8} more" if len(counts) > 8 else ""
        facts.append(f"changed values: {shown}{more}")
    if entry.get("unreadable"):
        facts.append(f"cannot be read {entry['unreadable']}")
    if entry["key_problem"]:
        facts.append(f"key not used: {entry['key_problem']}; rows compared as a multiset")
    elif entry["status"] == "changed" and not entry["key"] and entry["rows"]["changed"] is None:
        facts.append("no key known; rows compared as a multiset")
    if entry["publish"] in ("keep", "drop", "missing"):
        facts.append(f"publish: {_PLAN[entry['publish']]}")
    return facts


def _tests(report: Mapping[str, Any]) -> list[str]:
    counts = report["tests"]
    shown = ", ".join(f"{counts[name]} {name}" for name in ("pass", "warn", "fail", "skip"))
    lines = ["", f"Tests: {shown}"]
    failed = [test for test in report["failed_tests"] if test["status"] != "skip"]
    skipped = [test["name"] for test in report["failed_tests"] if test["status"] == "skip"]
    for test in failed:
        message = (test["message"] or "").strip().splitlines()
        why = f": {message[0]}" if message else ""
        lines += _fold(f"{test['status']} {test['name']}{why}", 2)
    if skipped:
        lines += _fold(f"did not run: {_some(skipped)}", 2)
    if report["untested"]:
        untested = [name.split(".", 2)[-1] for name in report["untested"]]
        lines += _fold(f"without any test: {_some(untested)}", 2)
    return lines


def _some(names: Sequence[str]) -> str:
    """The first five names, and how many more there are."""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more


def markdown(report: Mapping[str, Any]) -> str:
    """The report for a pull request or a job summary."""
    env = Environment(
        loader=PackageLoader("dbt_wap"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    env.filters["cell"] = _cell
    env.filters["visible"] = _visible
    env.filters["number"] = lambda value: "n/a" if value is None else f"{value:,}"
    template = env.get_template("report.md")
    changed = ordered(report)
    return template.render(
        report=report,
        changed=changed,
        grants=grants(report),
        same=len(report["relations"]) - len(changed),
        describe=describe,
        plan=_PLAN,
    )


def _cell(value: object) -> str:
    """A value that cannot break out of its table cell, be taken for markup, or call somebody."""
    if value is None:
        return "*NULL*"
    shown = str(value).replace("&", "&amp;")
    for mark in ("\\", "|", "`", "*", "_", "[", "]", "<", ">", "~", "#"):
        shown = shown.replace(mark, "\\" + mark)
    shown = " ".join(_visible(shown).split()).replace("@", "@\u200b")
    return shown or "*empty*"


def _fold(line: str, indent: int) -> list[str]:
    """The line folded at 80 columns between words; what follows stands four columns further in."""
    first, rest = " " * indent, " " * (indent + 4)
    shown = _visible(line)
    return wrap(
        shown,
        80,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _visible(text: object) -> str:
    """The text on one line, without what a terminal or a page would obey instead of show."""
    return "".join(char if char.isprintable() else " " for char in str(text))
