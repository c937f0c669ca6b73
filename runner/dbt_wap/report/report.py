"""The one model of a report, which every form of it and every message is made from. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dbt_wap.report.entry import NOT_BUILT, PLAN, SAME
from dbt_wap.report.grants import GrantsPlan
from dbt_wap.report.reading import read
from dbt_wap.report.relation import Relation
from dbt_wap.report.rows import Rows
from dbt_wap.report.steps import Standing
from dbt_wap.report.tests import FailedTest
from dbt_wap.report.values import some


@dataclass(frozen=True)
class SchemaPair:
    """A schema of prod and that of its candidate."""

    prod: str = "?"
    audit: str = "?"


@dataclass(frozen=True)
class ProdRead:
    """A node that reads prod, as its config says that it may."""

    node: str = "?"
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Override:
    """A gate that somebody has overridden."""

    gate: str = "?"
    by: str = "?"
    at: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Totals:
    """How many relations differ and how many do not, and the rows of all that publish touches;
    `uncounted`: of how many relations not every number is known. What was not built is neither."""

    differ: int
    same: int
    not_built: int
    added: int
    removed: int
    changed: int
    uncounted: int


@dataclass(frozen=True, kw_only=True)
class Report(Standing):
    """A report as report.json has it, and what is worked out of it for people."""

    project: str = "?"
    target: str = "?"
    created_at: str = ""
    requested_by: str = "?"
    git_sha: str | None = None
    schemas: tuple[SchemaPair, ...] = ()
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
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

    @cached_property
    def told(self) -> list[Relation]:
        """The relations that differ or that a gate stopped at, worst first."""
        told = (e for e in self.relations if e.differs or e.verdict != "pass")
        return sorted(told, key=lambda entry: entry.severity)

    @cached_property
    def unchanged(self) -> list[Relation]:
        """The relations that are the same as in prod."""
        return [entry for entry in self.relations if entry.status in SAME]

    @cached_property
    def not_built(self) -> list[tuple[str, list[str]]]:
        """What dbt did not build, by the reason: (reason, names)."""
        found: dict[str, list[str]] = {}
        for entry in self.relations:
            if entry.status == NOT_BUILT:
                found.setdefault(str(entry.not_built), []).append(entry.shown)
        return list(found.items())

    @cached_property
    def actions(self) -> list[tuple[str, list[str]]]:
        """What publish will do, and to which relations."""
        found: dict[str, list[str]] = {}
        for entry in self.relations:
            found.setdefault(entry.publish, []).append(entry.shown)
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
        """The tests that failed, which is what a blocked report begins with."""
        return [test for test in self.failed_tests if test.status == "fail"]

    @property
    def untested_names(self) -> list[str]:
        """The names of what has no test, without what all of them begin with."""
        return [name.split(".", 2)[-1] for name in self.untested]

    @cached_property
    def grant_facts(self) -> list[str]:
        """What publish will do to grants and owners, and what it cannot carry."""
        return self.grants.sentences({pair.audit: pair.prod for pair in self.schemas})

    def command_for(self, entry: Relation) -> str:
        """The command that shows one relation in full."""
        return f"wap report {self.run_id} --relation {shlex.quote(entry.shown)}"

    @cached_property
    def without_values(self) -> Report:
        """The same without any value of a row."""

        def bare(entry: Relation) -> Relation:
            return replace(entry, sample=None, profile=None, definition=None)

        def unseen(test: FailedTest) -> FailedTest:
            return replace(test, message=None, query=None, rows=None)

        return replace(
            self,
            relations=tuple(map(bare, self.relations)),
            failed_tests=tuple(map(unseen, self.failed_tests)),
        )

    def why_no_values(self, told: Sequence[Relation]) -> str | None:
        """Why the report shows counts alone, where it does."""
        if not told or any(entry.sample or entry.profile for entry in told):
            return None
        return (
            "This copy has no sample rows and no profiles: they are switched off, "
            "or it was read from the warehouse, which keeps none."
        )

    def notes_on_all(self, told: Sequence[Relation]) -> list[str]:
        """What would be the same sentence with one relation after the other, and of failures."""
        facts = []
        if keyless := [entry.shown for entry in told if entry.is_keyless]:
            facts.append(f"No key known, so rows were compared as a multiset: {some(keyless)}")
        if stored := self.stored_failures:
            facts.append(
                f"{len(stored):,} table(s) in which tests have stored failures are dropped with "
                f"the candidate and reach no prod schema: {some(stored)}"
            )
        return facts


def read_report(given: Mapping[str, Any]) -> Report:
    """The report of a report.json of any version; each relation has a name of its own."""
    made: Report = read(Report, given)
    databases = {entry.database for entry in made.relations}

    def named(entry: Relation) -> Relation:
        name = f"{entry.schema}.{entry.name}"
        return replace(entry, shown=f"{entry.database}.{name}" if len(databases) > 1 else name)

    blocking = (r.gate for e in made.relations for r in e.gates if r.outcome == "block")
    gates = tuple(dict.fromkeys(blocking)) if made.overridable is None else made.overridable
    return replace(made, relations=tuple(map(named, made.relations)), overridable=gates)
