"""The flow retries what may pass without a fix, and nothing else."""

from __future__ import annotations

import pytest
from dbt_wap.errors import (
    AuditBlocked,
    ConfigError,
    DbtFailed,
    Interrupted,
    Locked,
    Rejected,
    Stale,
    WaitingApproval,
)
from dbt_wap.prefect.retries import may_pass

PASSES = [
    Locked("run", "the lock is held by bob (elsewhere, process 4711); it expires in 9 min"),
    Locked("run", "the DuckDB file shop.duckdb is open in process 12"),
    DbtFailed("write", "250001: Could not connect to Snowflake backend"),
    DbtFailed("write", "could not connect to server: Connection refused"),
    DbtFailed("deps", "Read timed out. (read timeout=10)"),
    DbtFailed("diff_report", "Connection reset by peer", prod="unchanged"),
    DbtFailed("deps", "HTTP 503: hub.example"),
    DbtFailed("deps", "Temporary failure in name resolution"),
    DbtFailed("write", "Failed to connect to DB: x.example:443"),
    DbtFailed("write", "[Errno 32] Broken pipe"),
    DbtFailed("write", "Runtime Error: server closed the connection; connection was lost"),
    Interrupted("publish", "the publish of run a did not finish", prod="main_core: new"),
]
STAYS = [
    Locked("clone", "the candidate of run 2026 (needs approval) still exists"),
    Locked("clone", 'the schema "audit_marts" belongs to run 2026 of project shop'),
    DbtFailed("write", "1 node of run a failed\nmodel.shop.a: Catalog Error: no table b"),
    DbtFailed("write", "Binder Error: column connection_id does not exist"),
    DbtFailed("write", "Catalog Error: no table network_timeouts"),
    DbtFailed("write", "Statement reached its statement timeout of 60 seconds and was canceled"),
    DbtFailed("publish", "connection reset", prod="main_core is published"),
    *(kind("a", "connection reset") for kind in (ConfigError, AuditBlocked, Rejected, Stale)),
    WaitingApproval("approve", "connection"),
    ValueError("connection"),
]


@pytest.mark.parametrize("error", PASSES, ids=str)
def test_a_failure_that_may_pass_is_retried(error: Exception) -> None:
    assert may_pass(error)


@pytest.mark.parametrize("error", STAYS, ids=str)
def test_a_failure_that_stays_is_not_retried(error: Exception) -> None:
    assert not may_pass(error)
