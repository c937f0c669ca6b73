"""What there is to say of one relation of a report, in sentences. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dbt_wap.report.definition import DefinitionChanges
from dbt_wap.report.entry import Entry
from dbt_wap.report.values import number, some


@dataclass(frozen=True)
class Relation(Entry):
    """A relation of a report as every form of it tells of it."""

    def facts(self, limit: int = 5) -> list[str]:
        """What else there is to say of it, a sentence a line."""
        facts = [*self.columns.facts(limit), *self._nature()]
        if self.columns.changed:
            counts = [f"{name} {count:,}" for name, count, _ in self.column_changes]
            facts.append(f"changed values: {some(counts, 8, ', and ')}")
        facts += self._how_compared()
        if self.trend:
            facts.append(self.trend.sentence)
        if self.publish in ("keep", "drop", "missing"):
            facts.append(f"publish: {self.action}")
        return facts

    @property
    def notes(self) -> list[str]:
        """The same without what a page shows in tables of their own."""
        return [*self._nature(), *self._how_compared()]

    def _nature(self) -> list[str]:
        """What the relation has become, and whether its rows could be seen."""
        facts = [f"not built: {self.not_built}"] if self.not_built else []
        if self.status == "missing":
            facts.append("it is not in the candidate, though nothing says that its build failed")
        if self.kind_before and self.kind_before != self.kind:
            facts.append(f"was a {self.kind_before}, becomes a {self.kind}")
        facts += [f"column {c.before} is now written {c.name}" for c in self.columns.recased]
        changes = self.definition_changes
        if changes is None:  # a report of an older release
            shape = self.columns.added or self.columns.removed or self.columns.retyped
            changes = DefinitionChanges(other=self.definition_changed and not shape)
        facts += changes.facts
        if self.unreadable:
            facts.append(f"cannot be read {self.unreadable}")
        return facts

    def _how_compared(self) -> list[str]:
        """What the numbers do not cover, and how the rows were paired."""
        facts = []
        if self.key_problem:
            facts.append(f"key not used: {self.key_problem}; rows compared as a multiset")
        for counts, what in (
            (self.duplicates, "rows that share their key"),
            (self.null_keys, "rows with NULL in the key"),
        ):
            if counts and (counts.before or counts.after):
                facts.append(f"{what}: {counts.told}")
        if self.filter:
            facts.append(f"compared in detail only where {self.filter}")
            facts += self._outside()
        if self.ignored:
            facts.append(f"not compared: {some(self.ignored, 8)}")
        if self.tolerance:
            within = [f"{name} within {amount}" for name, amount in self.tolerance.items()]
            facts.append(f"compared with a tolerance: {some(within, 8)}")
        if self.tolerance_unused:
            names = some(list(self.tolerance_unused), 8)
            facts.append(f"no tolerance for {names} where rows were compared as a multiset")
        if self.masked:
            facts.append(f"values not shown: {some(self.masked, 8)}")
        return facts

    def _outside(self) -> list[str]:
        """What differs of the rows that the filter leaves out, if anything."""
        rows = self.outside_filter
        if not rows or not (moved := sum(n or 0 for n in rows.moved.values())):
            return []
        if rows.changed is None:
            only = f"{number(rows.removed)} rows only in prod, {number(rows.added)} only"
            return [f"outside the filter: {only} in the candidate (no key tells them apart)"]
        parts = ", ".join(f"{number(n)} {name}" for name, n in rows.moved.items())
        differ = "row differs" if moved == 1 else "rows differ"
        return [f"{number(moved)} {differ} outside the filter: {parts}"]
