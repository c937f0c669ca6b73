"""Describe one relation of a report in sentences. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dbt_wap.report.definition import DefinitionChanges
from dbt_wap.report.entry import Entry
from dbt_wap.report.values import number, some
from dbt_wap.words import counted


@dataclass(frozen=True)
class Relation(Entry):
    """A relation of a report with its description, the same in every format."""

    def facts(self, limit: int = 5) -> list[str]:
        """Describe everything other than the row counts, one sentence per line."""
        facts = [*self._why(), *self.columns.facts(limit), *self._nature()]
        if self.columns.changed:
            counts = [f"{name} {count:,}" for name, count, _ in self.column_changes]
            facts.append(f"changed rows by column: {some(counts, 8, ', and ')}")
        facts += self.where
        facts += self._how_compared()
        if self.trend:
            facts.append(self.trend.sentence)
        if self.publish in ("keep", "drop", "missing"):
            facts.append(f"on publish: {self.action}")
        return facts

    @property
    def notes(self) -> list[str]:
        """Return the facts that the page does not show in a table."""
        return [*self._why(), *self.where, *self._nature(), *self._how_compared()]

    @property
    def where(self) -> list[str]:
        """Say in which segments the rows that differ are."""
        return [segment.sentence(self.columns.changed) for segment in self.segments or ()]

    def _why(self) -> list[str]:
        """Describe the cause of its change."""
        return list(filter(None, [self.why.sentence(self.node, self.status)])) if self.why else []

    def _nature(self) -> list[str]:
        """Describe changes of the definition, and errors."""
        facts = [f"not built: {self.not_built}"] if self.not_built else []
        if self.status == "missing":
            facts.append("missing from the candidate, although dbt reported no error")
        if self.kind_before and self.kind_before != self.kind:
            facts.append(f"changed from {self.kind_before} to {self.kind}")
        facts += [f"column name changed case: {c.before} → {c.name}" for c in self.columns.recased]
        changes = self.definition_changes
        if changes is None:  # a report of an older release
            shape = self.columns.added or self.columns.removed or self.columns.retyped
            changes = DefinitionChanges(other=self.definition_changed and not shape)
        facts += changes.facts
        if self.unreadable:
            facts.append(f"cannot be read {self.unreadable}")
        return facts

    def _how_compared(self) -> list[str]:
        """Describe the limits of the comparison: key, filter, ignored columns, tolerance."""
        facts = []
        if self.key_problem:
            facts.append(f"key not used: {self.key_problem}; rows compared as a multiset")
        for counts, what in (
            (self.duplicates, "rows with a duplicate key"),
            (self.null_keys, "rows with NULL in the key"),
        ):
            if counts and (counts.before or counts.after):
                facts.append(f"{what}: {counts.summary}")
        if self.filter:
            facts.append(f"counts cover only rows where {self.filter}")
            facts += self._outside()
        if self.ignored:
            facts.append(f"ignored columns: {some(self.ignored, 8)}")
        if self.tolerance:
            within = [f"{name} within {amount}" for name, amount in self.tolerance.items()]
            facts.append(f"tolerance: {some(within, 8)}")
        if self.tolerance_unused:
            names = some(list(self.tolerance_unused), 8)
            facts.append(f"tolerance not applied without a key: {names}")
        if self.masked:
            facts.append(f"values not shown: {some(self.masked, 8)}")
        return facts

    def _outside(self) -> list[str]:
        """Describe the rows outside the filter that differ, if any."""
        rows = self.outside_filter
        if not rows or not (moved := sum(n or 0 for n in rows.moved.values())):
            return []
        if rows.changed is None:
            added, removed = counted(rows.added or 0, "row"), counted(rows.removed or 0, "row")
            return [f"outside the filter, without a key: {added} added, {removed} removed"]
        parts = ", ".join(f"{number(n)} {name}" for name, n in rows.moved.items())
        differ = "row differs" if moved == 1 else "rows differ"
        return [f"{number(moved)} {differ} outside the filter: {parts}"]
