"""One entry of report.json: its fields, and what follows from them in figures. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dbt_wap.report.definition import Columns, DefinitionChanges, Texts
from dbt_wap.report.profile import Profile, ProfileColumn
from dbt_wap.report.rows import Rows, Sides
from dbt_wap.report.samples import Sample
from dbt_wap.report.values import percent

SAME = ("identical", "unchanged_definition")
NOT_BUILT = "not_built"
OUTCOMES = ("block", "warn", "overridden", "pass")
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
_SIGNS = {"added": "+", "removed": "−", "changed": "~", "missing": "!", "not_built": "?"}
_SEVERITY = {"missing": 0, "removed": 0, "changed": 1, "added": 2}


@dataclass(frozen=True)
class GateResult:
    """What one gate found."""

    gate: str = "?"
    column: str | None = None
    limit: Any = None
    actual: Any = None
    outcome: str = "pass"
    message: str = ""


@dataclass(frozen=True)
class Gates:
    """What the gates of a relation say together, and each for itself; nothing where none is."""

    verdict: str | None = None
    results: tuple[GateResult, ...] = ()


@dataclass(frozen=True)
class Point:
    """The share of rows that a published run changed."""

    created_at: str = ""
    share: float = 0.0


@dataclass(frozen=True)
class Trend:
    """Which share of rows changes now, and which usually."""

    now: float = 0.0
    usual: float = 0.0
    points: tuple[Point, ...] = ()

    @property
    def sentence(self) -> str:
        return f"usual change {percent(self.usual)}, now {percent(self.now)}"


@dataclass(frozen=True)
class Entry:
    """A relation as report.json has it; `shown` tells it from all others of its report."""

    database: str | None = None
    schema: str = "?"
    name: str = "?"
    shown: str = "?"
    kind: str = "relation"
    kind_before: str | None = None
    status: str = "changed"
    not_built: str | None = None
    publish: str = "none"
    key: tuple[str, ...] | None = None
    key_origin: str | None = None
    key_problem: str | None = None
    duplicates: Sides | None = None
    null_keys: Sides | None = None
    unreadable: str | None = None
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
    trend: Trend | None = None
    gate: Gates = field(default_factory=Gates)

    @property
    def sign(self) -> str:
        """The mark of the relation: `=` where it has the same rows as in prod."""
        return _SIGNS.get(self.status, "=")

    @property
    def differs(self) -> bool:
        return self.status not in (*SAME, NOT_BUILT)

    @property
    def verdict(self) -> str:
        """What its gates say together; pass where there are none."""
        return self.gate.verdict if self.gate.verdict in OUTCOMES else "pass"

    @cached_property
    def gates(self) -> list[GateResult]:
        """The results of its gates, worst first."""
        return sorted(self.gate.results, key=lambda result: OUTCOMES.index(result.outcome))

    @property
    def action(self) -> str:
        """What publish will do to it."""
        return PLAN[self.publish]

    @property
    def severity(self) -> tuple[Any, ...]:
        """How it is sorted among others, worst first; what publish keeps comes last."""
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
    def is_keyless(self) -> bool:
        """True where rows were compared as a multiset because no key is declared."""
        known = self.key or self.key_problem or self.unreadable
        return self.status == "changed" and not known and self.rows.changed is None

    @cached_property
    def column_changes(self) -> list[tuple[str, int, float]]:
        """Each column with changed values, most first: rows, and their share of those in both."""
        both = max((self.rows.before or 0) - (self.rows.removed or 0), 0)
        counts = sorted(self.columns.changed.items(), key=lambda item: (-item[1], item[0]))
        return [(name, count, count / both if both else 0.0) for name, count in counts]

    @cached_property
    def profiles(self) -> tuple[ProfileColumn, ...]:
        """The columns of its profile, those first that came, went or changed most."""
        return (self.profile or Profile()).in_order(self.masked, self.columns.changed)

    @cached_property
    def shown_sample(self) -> Sample:
        """Its sample rows, in which no two values that differ look alike."""
        return (self.sample or Sample()).shown(self.columns.retyped)

    def sample_columns(self, kind: str) -> list[str]:
        """The columns of the sample rows of a kind: the key, then what changed, then the rest."""
        changes = [name for name, _, _ in self.column_changes]
        return (self.sample or Sample()).columns(kind, self.key or (), changes)

    @cached_property
    def definition_diff(self) -> list[str]:
        """What changed in the text of a view; empty where that is not known."""
        return self.definition.diff if self.definition else []
