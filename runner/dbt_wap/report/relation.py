"""What there is to say of one relation of a report, in facts and sentences. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dbt_wap.report.types import retyped as type_change
from dbt_wap.report.values import number, percent, some

Entry = Mapping[str, Any]


MARKS = {"added": "+", "removed": "−", "changed": "~"}


SIGNS = {**MARKS, "missing": "!", "not_built": "?"}
"""The mark of a relation; one without has the same rows as in prod."""


PLAN = {
    "create": "create",
    "replace": "rewrite",
    "drop": "drop",
    "keep": "keep (not in the project; --drop-removed drops it)",
    "missing": "MISSING in the candidate",
    "not_built": "nothing: it was not built",
    "follows": "nothing: the view follows its tables",
    "none": "nothing",
}


OUTCOMES = ("block", "warn", "overridden", "pass")


SCHEMA_CHANGES = ("added", "removed", "retyped")


def verdict_of(entry: Entry) -> str:
    """What the gates of a relation say together; pass where there are none."""
    return str(entry["gate"].get("verdict", "pass"))


def gate_results(entry: Entry) -> list[Mapping[str, Any]]:
    """The results of its gates, worst first."""
    results = entry["gate"].get("results", ())
    return sorted(results, key=lambda result: OUTCOMES.index(result["outcome"]))


def describe(entry: Entry, limit: int = 5) -> list[str]:
    """What else there is to say of one relation, a sentence a line."""
    facts = [*_columns(entry, limit), *_nature(entry)]
    if entry["columns"]["changed"]:
        counts = [f"{name} {count:,}" for name, count, _ in column_changes(entry)]
        facts.append(f"changed values: {some(counts, 8, ', and ')}")
    facts += how_compared(entry)
    if entry["trend"]:
        facts.append(trend_sentence(entry["trend"]))
    if entry["publish"] in ("keep", "drop", "missing"):
        facts.append(f"publish: {PLAN[entry['publish']]}")
    return facts


def notes(entry: Entry) -> list[str]:
    """The same without what a page shows in tables of their own."""
    return [*_nature(entry), *how_compared(entry)]


def _nature(entry: Entry) -> list[str]:
    """What the relation has become, and whether its rows could be seen."""
    facts = []
    before = entry["kind_before"]
    if entry["not_built"]:
        facts.append(f"not built: {entry['not_built']}")
    if entry["status"] == "missing":
        facts.append("it is not in the candidate, though nothing says that its build failed")
    if before and before != entry["kind"]:
        facts.append(f"was a {before}, becomes a {entry['kind']}")
    facts += _definition(entry)
    if entry["unreadable"]:
        facts.append(f"cannot be read {entry['unreadable']}")
    return facts


def lost_constraints(entry: Entry) -> Sequence[str]:
    """The keys, checks and NOT NULLs that prod has and the candidate has not."""
    changes = entry["definition_changes"] or {}
    return tuple(changes.get("constraints", {}).get("removed", ()))


def _definition(entry: Entry) -> list[str]:
    """What changed besides rows and columns, each kind in sentences of its own."""
    changes = entry["definition_changes"]
    if changes is None:  # a report of an older release
        unlike = any(entry["columns"][name] for name in SCHEMA_CHANGES)
        changes = {"other": entry["definition_changed"] and not unlike}
    facts = [
        f"column {c['before']} is now written {c['name']}" for c in entry["columns"]["recased"]
    ]
    for kind, what in (("constraints", "constraint"), ("indexes", "index"), ("options", "option")):
        for word, how in (("removed", "gone"), ("added", "new")):
            found = [text.removeprefix("index ") for text in changes.get(kind, {}).get(word, ())]
            facts += [f"{what} {how}: {text}" for text in found]
    for kind, what in (("defaults", "default"), ("collations", "collation")):
        facts += [
            f"{what} of column {c['name']}: {c['before'] or 'none'} → {c['after'] or 'none'}"
            for c in changes.get(kind, ())
        ]
    if comments := changes.get("comments"):
        named = [f"of column {name}" if name else "of the relation" for name in comments]
        facts.append(f"comment changed: {some(named, 8)}")
    if changes.get("text"):
        facts.append("its text changed")
    if changes.get("other"):
        facts.append("its definition changed")
    return facts


def _columns(entry: Entry, limit: int) -> list[str]:
    """What came, went or has another type, each in a line of its own up to the limit."""
    columns = entry["columns"]
    facts = []
    for names, is_so, are_so in (
        (columns["added"], "is new", "are new"),
        (columns["removed"], "is gone", "are gone"),
    ):
        if len(names) > limit:
            facts.append(f"columns {some(names, limit)} {are_so}")
        else:
            facts += [f"column {name} {is_so}" for name in names]
    if columns["reordered"]:
        facts.append("its columns are in another order")
    retyped = columns["retyped"]
    facts += [f"column {c['name']}: {type_change(c)}{compared_as(c)}" for c in retyped[:limit]]
    if len(retyped) > limit:
        facts.append(f"{len(retyped) - limit:,} more column(s) have another type")
    return facts


def compared_as(column: Mapping[str, Any]) -> str:
    """As what the values of a column with another type were compared, where the report knows it."""
    return f", compared as {column['compared']}" if column.get("compared") else ""


def how_compared(entry: Entry) -> list[str]:
    """What the numbers do not cover, and how the rows were paired."""
    facts = []
    if entry["key_problem"]:
        facts.append(f"key not used: {entry['key_problem']}; rows compared as a multiset")
    for field, what in (
        ("duplicates", "rows that share their key"),
        ("null_keys", "rows with NULL in the key"),
    ):
        if entry[field] and any(entry[field].values()):
            was, now = number(entry[field]["before"]), number(entry[field]["after"])
            facts.append(f"{what}: {was} → {now}")
    if entry["filter"]:
        facts.append(f"compared in detail only where {entry['filter']}")
        facts += _outside(entry["outside_filter"])
    if entry["ignored"]:
        facts.append(f"not compared: {some(entry['ignored'], 8)}")
    if entry["tolerance"]:
        within = [f"{name} within {amount}" for name, amount in entry["tolerance"].items()]
        facts.append(f"compared with a tolerance: {some(within, 8)}")
    if entry["tolerance_unused"]:
        names = some(list(entry["tolerance_unused"]), 8)
        facts.append(f"no tolerance for {names} where rows were compared as a multiset")
    if entry["masked"]:
        facts.append(f"values not shown: {some(entry['masked'], 8)}")
    return facts


def is_keyless(entry: Entry) -> bool:
    """True where rows were compared as a multiset because no key is declared."""
    known = entry["key"] or entry["key_problem"] or entry["unreadable"]
    return entry["status"] == "changed" and not known and entry["rows"]["changed"] is None


def _outside(rows: Mapping[str, int | None] | None) -> list[str]:
    """What differs of the rows that the filter leaves out, if anything."""
    if not rows or not (moved := sum(rows[name] or 0 for name in MARKS)):
        return []
    if rows["changed"] is None:
        only = f"{number(rows['removed'])} rows only in prod, {number(rows['added'])} only"
        return [f"outside the filter: {only} in the candidate (no key tells them apart)"]
    parts = ", ".join(f"{number(rows[name])} {name}" for name in MARKS)
    differ = "row differs" if moved == 1 else "rows differ"
    return [f"{number(moved)} {differ} outside the filter: {parts}"]


def column_changes(entry: Entry) -> list[tuple[str, int, float]]:
    """Each column with changed values, most first: rows, and their share of the rows in both."""
    rows = entry["rows"]
    both = max((rows["before"] or 0) - (rows["removed"] or 0), 0)
    counts = sorted(entry["columns"]["changed"].items(), key=lambda item: (-item[1], item[0]))
    return [(name, count, count / both if both else 0.0) for name, count in counts]


def trend_sentence(trend: Mapping[str, Any]) -> str:
    """What usually changes against what changes now."""
    return f"usual change {percent(trend['usual'])}, now {percent(trend['now'])}"


@dataclass(frozen=True)
class ColumnProfile:
    """The values of one column, old and new; a side is None where there is no such column."""

    name: str
    type: str
    masked: bool
    bins: Sequence[str] | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    rows: Mapping[str, int | None]

    @property
    def sides(self) -> list[tuple[str, Mapping[str, Any] | None]]:
        """Both sides with the words for them."""
        return [("before", self.before), ("after", self.after)]

    def nulls(self, when: str) -> float | None:
        """The share of NULL on one side."""
        side, rows = getattr(self, when), self.rows[when]
        return side["nulls"] / rows if side and rows else None

    def differs(self, field: str) -> bool:
        """True when the field is not the same on both sides."""
        if field == "nulls":
            was, now = self.nulls("before"), self.nulls("after")
            return was != now and percent(was or 0) != percent(now or 0)
        return bool((self.before or {}).get(field) != (self.after or {}).get(field))


def profiles(entry: Entry) -> list[ColumnProfile]:
    """The columns of the profile, those first that came, went or changed most."""
    profile = entry["profile"]
    changed = entry["columns"]["changed"]
    made = [
        ColumnProfile(
            column["name"],
            column["type"],
            column["name"] in entry["masked"],
            column.get("bins"),
            column["before"],
            column["after"],
            profile["rows"],
        )
        for column in (profile["columns"] if profile else ())
    ]

    def unlike(column: ColumnProfile) -> tuple[Any, ...]:
        jump = abs((column.nulls("after") or 0) - (column.nulls("before") or 0))
        whole = column.before is not None and column.after is not None
        return whole, -changed.get(column.name, 0), -jump, not column.differs("distinct")

    return sorted(made, key=unlike)


def sample_columns(entry: Entry, kind: str) -> list[str]:
    """The columns of the sample rows of a kind: the key, then what changed, then the rest."""
    rows = (entry["sample"] or {}).get(kind, ())
    names: dict[str, None] = dict.fromkeys(entry["key"] or ())
    if kind == "changed":
        differ = {name for row in rows for name in row["columns"]}
        names.update(dict.fromkeys(n for n, _, _ in column_changes(entry) if n in differ))
        names.update(dict.fromkeys(n for row in rows for n in row["columns"]))
        rows = [side for row in rows for side in (row["after"], row["before"])]
    names.update(dict.fromkeys(name for row in rows for name in row))
    held = {name for row in rows for name in row}
    return [name for name in names if name in held]


def definition_diff(entry: Entry) -> list[str]:
    """What changed in the text of a view, as a unified diff; empty when it is not known."""
    definition = entry["definition"] or {}
    old, new = ((definition.get(side) or "").splitlines() for side in ("before", "after"))
    if not definition or (len(old) + len(new)) > 4000:
        return []
    return list(difflib.unified_diff(old, new, "prod", "candidate", lineterm=""))
