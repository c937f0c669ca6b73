"""report.json as it stands: what of the shape in docs/report.schema.json is read. Types alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict


class Pair(TypedDict, total=False):
    """A schema of a run: in prod, where its candidate is, where prod goes when it is published, and
    of one that is being published whether prod is the candidate by now."""

    database: str | None
    prod: str
    audit: str
    archive: str
    swapped: bool


Tests = TypedDict("Tests", {"pass": int, "warn": int, "fail": int, "skip": int})
"""How many tests of the candidate ended how."""


class Rows(TypedDict):
    """How many rows a relation has and what became of them; `changed` is None without a key."""

    before: int | None
    after: int | None
    added: int | None
    removed: int | None
    changed: int | None


class Retyped(TypedDict):
    """A column that has another type."""

    name: str
    before: str
    after: str


class Recased(TypedDict):
    """A column that is written in another case."""

    name: str
    before: str


class Columns(TypedDict):
    """What became of the columns; `changed` has in how many rows the values of each differ."""

    added: list[str]
    removed: list[str]
    retyped: list[Retyped]
    recased: list[Recased]
    reordered: bool
    changed: dict[str, int]


class Relation(TypedDict):
    """One relation of a report; docs/reading-the-report.md says more of `sample` and `gate`."""

    database: str | None
    schema: str
    name: str
    kind: str
    unique_id: str | None
    status: str
    key: list[str] | None
    rows: Rows
    columns: Columns
    sample: Mapping[str, Any] | None
    gate: Mapping[str, Any]
    publish: str


class FailedTest(TypedDict, total=False):
    """A test that did not pass, and, where its query could be run again, some of its rows."""

    unique_id: str
    name: str
    status: str
    failures: int | None
    query: str | None
    unseen: bool


class Decided(TypedDict, total=False):
    """What a report says of the run besides: whether nobody is asked, and, read later, the rest."""

    auto_approve: bool
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
