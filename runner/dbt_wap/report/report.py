"""The model of a report from which every format and every message is made. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dbt_wap.report.entry import NOT_BUILT, PLAN, REBUILDS, SAME
from dbt_wap.report.grants import GrantsPlan
from dbt_wap.report.lineage import Traced, labelled
from dbt_wap.report.reading import read
from dbt_wap.report.relation import Relation
from dbt_wap.report.rows import Rows
from dbt_wap.report.rule import ANYONE, Rule
from dbt_wap.report.steps import Standing
from dbt_wap.report.tests import FailedTest
from dbt_wap.report.values import some
from dbt_wap.words import counted


@dataclass(frozen=True)
class SchemaPair:
    """A prod schema and its audit schema."""

    prod: str = "?"
    audit: str = "?"


@dataclass(frozen=True)
class ProdRead:
    """A node that reads prod, allowed by its config."""

    node: str = "?"
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Override:
    """A gate that was overridden, by whom, when and why."""

    gate: str = "?"
    by: str = "?"
    at: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Totals:
    """Numbers of relations, and of rows in relations that publishing changes.

    `uncounted` is the number of relations for which a row count is not known.
    """

    differ: int
    same: int
    not_built: int
    added: int
    removed: int
    changed: int
    uncounted: int


@dataclass(frozen=True, kw_only=True)
class Report(Traced, Standing):
    """A report.json with everything derived from it for people."""

    project: str = "?"
    target: str = "?"
    created_at: str = ""
    requested_by: str = "?"
    git_sha: str | None = None
    schemas: tuple[SchemaPair, ...] = ()
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    approval: Rule | None = None
    built_with: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    tests: Mapping[str, int] = field(default_factory=dict)
    failed_tests: tuple[FailedTest, ...] = ()
    untested: tuple[str, ...] = ()
    stored_failures: tuple[str, ...] = ()
    reads_prod: tuple[ProdRead, ...] = ()
    prod_changed: tuple[str, ...] = ()
    grants: GrantsPlan = field(default_factory=GrantsPlan)
    relations: tuple[Relation, ...] = ()

    @property
    def rule(self) -> str:
        """Return the approval rule in words, or "" if the project declares none."""
        return self.approval.words if self.approval and self.approval != ANYONE else ""

    @cached_property
    def listed(self) -> list[Relation]:
        """Return the relations that differ or whose gates did not pass, worst first."""
        listed = (e for e in self.relations if e.differs or e.verdict != "pass")
        return sorted(listed, key=lambda entry: entry.severity)

    @cached_property
    def unchanged(self) -> list[Relation]:
        """Return the relations that do not differ from prod."""
        return [entry for entry in self.relations if entry.status in SAME]

    @cached_property
    def not_built(self) -> list[tuple[str, list[str]]]:
        """Return what dbt did not build, as (reason, names)."""
        found: dict[str, list[str]] = {}
        for entry in self.relations:
            if entry.status == NOT_BUILT:
                found.setdefault(str(entry.not_built), []).append(entry.label)
        return list(found.items())

    @cached_property
    def actions(self) -> list[tuple[str, list[str]]]:
        """Return what publishing does, as (action, names)."""
        found: dict[str, list[str]] = {}
        for entry in self.relations:
            found.setdefault(entry.publish, []).append(entry.label)
        return [(PLAN[action], found[action]) for action in PLAN if action in found]

    @cached_property
    def totals(self) -> Totals:
        differ = [entry for entry in self.relations if entry.differs]
        touched = [entry.rows for entry in differ if entry.publish != "keep"]
        return Totals(
            differ=len(differ),
            same=len(self.unchanged),
            not_built=len(self.relations) - len(differ) - len(self.unchanged),
            **{k: sum(rows.moved[k] or 0 for rows in touched) for k in Rows().moved},
            uncounted=sum(None in rows.moved.values() for rows in touched),
        )

    @property
    def failures(self) -> list[FailedTest]:
        """Return the tests that failed, which a blocked report shows first."""
        return [test for test in self.failed_tests if test.status == "fail"]

    @property
    def untested_names(self) -> list[str]:
        """Return the names of nodes without tests, without their unique_id prefix."""
        return [name.split(".", 2)[-1] for name in self.untested]

    @cached_property
    def grant_facts(self) -> list[str]:
        """Describe what publishing does to grants and owners."""
        return self.grants.sentences({pair.audit: pair.prod for pair in self.schemas})

    def command_for(self, entry: Relation) -> str:
        """Return the command that shows one relation in full."""
        return f"wap report {self.run_id} --relation {shlex.quote(entry.label)}"

    @cached_property
    def without_values(self) -> Report:
        """Return the report without any row values."""

        def bare(entry: Relation) -> Relation:
            return replace(entry, sample=None, profile=None, segments=None, definition=None)

        def unseen(test: FailedTest) -> FailedTest:
            return replace(test, message=None, query=None, rows=None)

        return replace(
            self,
            relations=tuple(map(bare, self.relations)),
            failed_tests=tuple(map(unseen, self.failed_tests)),
        )

    def why_no_values(self, entries: Sequence[Relation]) -> str | None:
        """Explain why the report has no values, or return None if it has some."""
        if not entries or any(entry.sample or entry.profile for entry in entries):
            return None
        return (
            "No sample rows or profiles: they are turned off, or this report was read "
            "from the warehouse, which does not store them."
        )

    def notes_on_all(self, entries: Sequence[Relation]) -> list[str]:
        """Return notes that concern several relations, and stored test failures."""
        facts = []
        if keyless := [entry.label for entry in entries if entry.is_keyless]:
            facts.append(f"No key declared, so rows were compared as a multiset: {some(keyless)}")
        if by_counts := [entry.label for entry in entries if entry.is_counted]:
            facts.append(
                f"Only row counts and schema compared (compare: counts): {some(by_counts)}"
            )
        for reason, why in REBUILDS.items():
            if views := [entry.label for entry in self.relations if entry.rebuild == reason]:
                facts.append(f"Views that dbt builds again at publish, as {why}: {some(views)}")
        if stored := self.stored_failures:
            tables = counted(len(stored), "table")
            facts.append(f"{tables} with stored test failures, not published: {some(stored)}")
        return facts


def read_report(given: Mapping[str, Any]) -> Report:
    """Read a report.json of any version; each relation gets a unique name."""
    made: Report = read(Report, given)
    databases = {entry.database for entry in made.relations}

    def label(entry: Relation) -> str:
        name = f"{entry.schema}.{entry.name}"
        return f"{entry.database}.{name}" if len(databases) > 1 else name

    labels = {entry.node: label(entry) for entry in made.relations}
    made = labelled(made, labels)
    origins = {origin.id: origin.label for origin in made.origins or ()}
    far = origins if len(origins) > 1 else {}  # a single one is already in `comes_from`

    def named(entry: Relation) -> Relation:
        why = entry.why.labelled(labels, far, entry.node) if entry.why and made.baseline else None
        return replace(entry, label=label(entry), why=why)

    blocking = (r.gate for e in made.relations for r in e.gates if r.outcome == "block")
    gates = tuple(dict.fromkeys(blocking)) if made.overridable is None else made.overridable
    return replace(made, relations=tuple(map(named, made.relations)), overridable=gates)
