"""Types for the parts of report.json that are read; docs/report.schema.json has its full shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypedDict


class Pair(TypedDict, total=False):
    """The prod, audit and archive schema of a run; `swapped`: prod already holds the candidate."""

    database: str | None
    prod: str
    audit: str
    archive: str
    swapped: bool


Tests = TypedDict("Tests", {"pass": int, "warn": int, "fail": int, "skip": int})
"""The number of tests by outcome."""


class Rows(TypedDict):
    """Row counts; None for what was not compared, `changed` also without a key."""

    before: int | None
    after: int | None
    added: int | None
    removed: int | None
    changed: int | None


class Retyped(TypedDict):
    """A column whose type changed."""

    name: str
    before: str
    after: str


class Recased(TypedDict):
    """A column whose name changed case."""

    name: str
    before: str


class Columns(TypedDict):
    """The differences of the columns; `changed` counts the rows with a changed value by column."""

    added: list[str]
    removed: list[str]
    retyped: list[Retyped]
    recased: list[Recased]
    reordered: bool
    changed: dict[str, int]


class Relation(TypedDict):
    """One relation of a report; docs/reading-the-report.md describes `sample` and `gate`."""

    database: str | None
    schema: str
    name: str
    kind: str
    unique_id: str | None
    status: str
    key: list[str] | None
    compared: Literal["rows", "counts"]
    rows: Rows
    columns: Columns
    sample: Mapping[str, Any] | None
    gate: Mapping[str, Any]
    publish: str


class FailedTest(TypedDict, total=False):
    """A test that did not pass, with sample rows if its query could be run again."""

    unique_id: str
    name: str
    status: str
    failures: int | None
    query: str | None
    unseen: bool


class Decided(TypedDict, total=False):
    """Fields that are only sometimes present: `status` and `next` when the report is read later.

    Older reports lack `approval`, the rule of the run, `env`, `unpublishable`, and the four fields
    about lineage.
    """

    auto_approve: bool
    env: str | None
    unpublishable: str | None
    approval: Mapping[str, Any]
    baseline: str | None
    lineage: Mapping[str, Any]
    reaches: Mapping[str, Any]
    origins: list[Mapping[str, Any]]
    status: str
    next: str


class Report(Decided):
    """The report of an audit."""

    run_id: str
    project: str
    target: str
    created_at: str
    requested_by: str
    git_sha: str | None
    expires_at: str
    schemas: list[Pair]
    verdict: str
    reasons: list[str]
    faults: list[str]
    warnings: list[str]
    publishes_ignored: bool
    keeps_archive: bool
    overridable: list[str]
    overrides: list[Mapping[str, Any]]
    tests: Tests
    failed_tests: list[FailedTest]
    relations: list[Relation]
