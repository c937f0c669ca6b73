"""One entry of report.json: its fields and the figures derived from them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dbt_wap.report.definition import Columns, DefinitionChanges, Texts
from dbt_wap.report.profile import Profile, ProfileColumn
from dbt_wap.report.rows import Rows, Sides
from dbt_wap.report.samples import Sample
from dbt_wap.report.segments import Segment
from dbt_wap.report.values import percent
from dbt_wap.report.why import Why

SAME = ("identical", "unchanged_definition")
NOT_BUILT = "not_built"
OUTCOMES = ("block", "warn", "overridden", "pass")
PLAN = {
    "create": "create",
    "replace": "replace",
    "drop": "drop",
    "keep": "keep (not in the project; --drop-removed drops it)",
    "missing": "blocked (missing from the candidate)",
    "not_built": "no change (not built)",
    "follows": "no change (same query, changed inputs)",
    "none": "no change",
}
REBUILDS = {
    "hooks": "only dbt can run their hooks",
    "materialization": "their materialization is not dbt's own",
    "names": "their SQL contains the name of an audit schema",
}
_SIGNS = {"added": "+", "removed": "−", "changed": "~", "missing": "!", "not_built": "?"}
_SEVERITY = {"missing": 0, "removed": 0, "changed": 1, "added": 2}


@dataclass(frozen=True)
class GateResult:
    """The result of one gate."""

    gate: str = "?"
    column: str | None = None
    limit: Any = None
    actual: Any = None
    outcome: str = "pass"
    message: str = ""


@dataclass(frozen=True)
class Gates:
    """The results of the gates of a relation, and the worst outcome; empty without gates."""

    verdict: str | None = None
    results: tuple[GateResult, ...] = ()


@dataclass(frozen=True)
class Point:
    """The share of rows that a published run added, removed or changed."""

    created_at: str = ""
    share: float = 0.0


@dataclass(frozen=True)
class Trend:
    """The share of rows that differs in this run, and the median of earlier runs."""

    now: float = 0.0
    usual: float = 0.0
    points: tuple[Point, ...] = ()

    @property
    def sentence(self) -> str:
        return f"{percent(self.now)} of rows differ, usually {percent(self.usual)}"


@dataclass(frozen=True)
class Entry:
    """A relation of report.json; `label` is its unique name in the report."""

    database: str | None = None
    schema: str = "?"
    name: str = "?"
    label: str = "?"
    unique_id: str | None = None
    kind: str = "relation"
    kind_before: str | None = None
    status: str = "changed"
    not_built: str | None = None
    publish: str = "none"
    rebuild: str | None = None
    key: tuple[str, ...] | None = None
    key_origin: str | None = None
    key_problem: str | None = None
    duplicates: Sides | None = None
    null_keys: Sides | None = None
    unreadable: str | None = None
    compared: str = "rows"
    rows: Rows = field(default_factory=Rows)
    columns: Columns = field(default_factory=Columns)
    ignored: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    tolerance: Mapping[str, Any] = field(default_factory=dict)
    tolerance_unused: Mapping[str, Any] = field(default_factory=dict)
    filter: str | None = None
    outside_filter: Rows | None = None
    definition_changed: bool = False
    definition_changes: DefinitionChanges | None = None
    definition: Texts | None = None
    sample: Sample | None = None
    profile: Profile | None = None
    segments: tuple[Segment, ...] | None = None
    trend: Trend | None = None
    why: Why | None = None
    gate: Gates = field(default_factory=Gates)

    @property
    def node(self) -> str:
        """Return its id in the lineage."""
        return self.unique_id or f"relation.{self.schema}.{self.name}"

    @property
    def sign(self) -> str:
        """Return the mark of the relation, `=` if its rows did not change."""
        return _SIGNS.get(self.status, "=")

    @property
    def differs(self) -> bool:
        return self.status not in (*SAME, NOT_BUILT)

    @property
    def verdict(self) -> str:
        """Return the worst outcome of its gates, or pass without gates."""
        return self.gate.verdict if self.gate.verdict in OUTCOMES else "pass"

    @cached_property
    def gates(self) -> list[GateResult]:
        """Return the results of its gates, worst first."""
        return sorted(self.gate.results, key=lambda result: OUTCOMES.index(result.outcome))

    @property
    def action(self) -> str:
        """Return what publishing does to the relation."""
        return PLAN[self.publish]

    @property
    def severity(self) -> tuple[Any, ...]:
        """Return the sort key, worst first; relations that publishing keeps come last."""
        outside = (self.outside_filter or Rows()).moved
        moved = {name: (n or 0) + (outside[name] or 0) for name, n in self.rows.moved.items()}
        lost = self.definition_changes.constraints.removed if self.definition_changes else ()
        return (
            self.publish == "keep",
            OUTCOMES.index(self.verdict),
            _SEVERITY.get(self.status, 3),
            -len(self.columns.removed),
            -len(lost),
            -moved["removed"],
            -moved["changed"],
            -moved["added"],
            self.schema,
            self.name,
        )

    @property
    def is_counted(self) -> bool:
        """True if its rows were not compared, only counted."""
        return self.compared == "counts"

    @property
    def is_keyless(self) -> bool:
        """True if its rows were compared as a multiset because no key is declared."""
        known = self.key or self.key_problem or self.unreadable or self.is_counted
        return self.status == "changed" and not known and self.rows.changed is None

    @cached_property
    def column_changes(self) -> list[tuple[str, int, float]]:
        """Return (column, rows, share of rows in both versions), most changed rows first."""
        both = max((self.rows.before or 0) - (self.rows.removed or 0), 0)
        counts = sorted(self.columns.changed.items(), key=lambda item: (-item[1], item[0]))
        return [(name, count, count / both if both else 0.0) for name, count in counts]

    @cached_property
    def profiles(self) -> tuple[ProfileColumn, ...]:
        """Return its profiled columns: added and dropped first, then by changed rows."""
        return (self.profile or Profile()).in_order(self.masked, self.columns.changed)

    @cached_property
    def display_sample(self) -> Sample:
        """Return its sample rows, with different values displayed differently."""
        return (self.sample or Sample()).for_display(self.columns.retyped)

    def sample_columns(self, kind: str) -> list[str]:
        """Return the columns of the sample rows: key, then changed columns, then the rest."""
        changes = [name for name, _, _ in self.column_changes]
        return (self.sample or Sample()).columns(kind, self.key or (), changes)

    @cached_property
    def definition_diff(self) -> list[str]:
        """Return a diff of the query of a view, or nothing if it is not known."""
        return self.definition.diff if self.definition else []
