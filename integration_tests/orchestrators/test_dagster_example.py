"""The assets of examples/dagster, run by Dagster with an instance of their own."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import dagster as dg
import pytest
from conftest import REPOSITORY, Shop
from dbt_wap.errors import AuditBlocked, DbtFailed, Locked, Rejected, Stale, WapError

EXAMPLE = REPOSITORY / "examples/dagster/wap_assets.py"
SKIPPED, REQUESTED = dg.SkipReason, dg.RunRequest


class Dagster:
    """The definitions of the example on an instance, and the cursor of its sensor."""

    def __init__(self, module: ModuleType, instance: dg.DagsterInstance) -> None:
        self.module = module
        self.instance = instance
        self.cursor: str | None = None

    def job(self, name: str, **given: Any) -> dg.ExecuteInProcessResult:
        job = self.module.defs.resolve_job_def(name)
        return job.execute_in_process(instance=self.instance, raise_on_error=False, **given)

    def tick(self) -> Any:
        """Evaluate the sensor once."""
        context = dg.build_sensor_context(instance=self.instance, cursor=self.cursor)
        answer = self.module.decided(context)
        self.cursor = context.cursor
        return answer

    def go_on(self) -> dg.ExecuteInProcessResult:
        """Run what the sensor requests."""
        request = self.tick()
        assert isinstance(request, REQUESTED), request
        return self.job("publish", run_config=request.run_config)

    def published(self) -> bool:
        return self.instance.get_latest_materialization_event(dg.AssetKey("prod")) is not None


@pytest.fixture
def dagster(shop: Shop) -> Iterator[Dagster]:
    spec = importlib.util.spec_from_file_location("wap_assets", EXAMPLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with dg.DagsterInstance.ephemeral() as instance:
        yield Dagster(module, instance)


def config(run: str) -> dict[str, Any]:
    return {"ops": {"prod": {"config": {"wap_run": run}}}}


def check_of(result: dg.ExecuteInProcessResult) -> dg.AssetCheckEvaluation:
    (check,) = result.get_asset_check_evaluations()
    return check


def failure(result: dg.ExecuteInProcessResult) -> str:
    """Return why the only failed step failed."""
    (event,) = [event for event in result.all_events if event.is_step_failure]
    return str(event.step_failure_data.user_failure_data or event.step_failure_data.error)


def test_an_approved_run_is_published_once(dagster: Dagster, shop: Shop) -> None:
    shop.sells(2)
    assert isinstance(dagster.tick(), SKIPPED)
    built = dagster.job("write_and_audit")
    check = check_of(built)
    assert built.success
    assert (check.passed, check.metadata["verdict"].value) == (True, "needs_approval")
    assert check.metadata["rows_added"].value == 1
    assert "marts.orders" in check.metadata["report"].value
    assert isinstance(dagster.tick(), SKIPPED)
    too_early = dagster.job("publish", run_config=config(shop.find().run_id))
    assert not too_early.success
    assert "needs approval" in failure(too_early)
    assert shop.orders() == 1
    with shop.project() as project:
        project.approve(reason="as agreed")
    assert dagster.go_on().success
    assert shop.orders() == 2
    assert dagster.published()
    assert isinstance(dagster.tick(), SKIPPED)
    found = shop.find()
    assert (found.status.value, found.requested_by) == ("published", "dagster")
    assert dagster.job("publish", run_config=config(found.run_id)).success
    assert dagster.job("write_and_audit").success
    assert isinstance(dagster.tick(), SKIPPED)


def test_a_rejected_run_fails(dagster: Dagster, shop: Shop) -> None:
    shop.sells(2)
    dagster.job("write_and_audit")
    with shop.project() as project:
        project.reject(reason="wrong exchange rate")
    result = dagster.go_on()
    assert not result.success
    assert "wrong exchange rate" in failure(result)
    assert shop.orders() == 1
    assert not dagster.published()
    assert isinstance(dagster.tick(), SKIPPED)


def test_a_blocked_audit_fails_the_check_and_stops_what_follows(
    dagster: Dagster, shop: Shop
) -> None:
    shop.sells(None)
    result = dg.materialize(
        [dagster.module.candidate, dagster.module.prod],
        instance=dagster.instance,
        run_config=config("not reached"),
        raise_on_error=False,
    )
    check = check_of(result)
    assert not result.success
    assert (check.passed, check.metadata["verdict"].value) == (False, "blocked")
    assert "candidate" in failure(result) or "audit" in failure(result)
    assert not dagster.published()
    assert isinstance(dagster.tick(), SKIPPED)
    assert shop.find().status.value == "audit_failed"


@pytest.mark.parametrize("error", [DbtFailed, Locked])
def test_a_step_is_retried_if_dbt_or_a_lock_failed_it(
    dagster: Dagster, error: type[WapError]
) -> None:
    with pytest.raises(dg.RetryRequested), dagster.module.open_project():
        raise error("run", "of no matter")


@pytest.mark.parametrize("error", [AuditBlocked, Rejected, Stale])
def test_no_other_step_is_retried(dagster: Dagster, error: type[WapError]) -> None:
    with pytest.raises(dg.Failure, match="of no matter"), dagster.module.open_project():
        raise error("run", "of no matter")
