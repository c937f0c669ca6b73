"""What the doors of `wap serve` share: reads, decisions and jobs on a real project."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError, DbtFailed, Interrupted, Locked, Stale, WaitingApproval
from dbt_wap.model import Person, Status
from dbt_wap.serve import reads
from dbt_wap.serve.model import Job, Outcome, UnknownRun
from dbt_wap.serve.security import audit_log
from dbt_wap.serve.service import Service
from shop import LATE, ONCE, Project

pytestmark = ONCE

ANA, BEN = Person("ana", "page", "password"), Person("ben", "slack", "slack")
DEV = """    dev: {type: duckdb, path: shop.duckdb, schema: "{{ env_var('DEV_SCHEMA') }}"}\n"""
"""A second target, which lacks a variable."""
VALUE = "zoe@example.com"
"""A value of a row, which an error of the warehouse quotes."""


_waiting: list[Path] = []
"""The folder of the shop with a run that needs approval, made once."""


@pytest.fixture
def run_id(
    published: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """A run of the shop that needs approval; the project is the current directory."""
    if not _waiting:
        published.sql(LATE)
        assert published.wap("run", "--no-publish").code == 0
        folder = tmp_path_factory.mktemp("waiting") / "shop"
        _waiting.append(shutil.copytree(published.root, folder, symlinks=True))
    else:
        shutil.rmtree(published.root)
        shutil.copytree(_waiting[0], published.root, symlinks=True)
    monkeypatch.chdir(published.root)
    return published.events()[-1][0]


def serve(project: Project, test: Callable[[Service], Awaitable[None]]) -> None:
    """The test has run with a service for the project."""

    async def main() -> None:
        async with service_of(project) as service:
            await test(service)

    asyncio.run(main())


@asynccontextmanager
async def service_of(project: Project) -> AsyncIterator[Service]:
    service = Service(Settings(project.root, profiles_dir=project.root))
    yield service
    assert await service.close(lambda: 0.0) is None


async def seen_of(service: Service, run_id: str) -> str:
    report = (await service.run(run_id, None)).report
    assert report is not None
    return report["created_at"]


def test_two_people_who_publish_at_once_publish_once_and_undo_it(
    published: Project, run_id: str
) -> None:
    before = published.snapshot("main_marts")

    async def test(service: Service) -> None:
        seen = await seen_of(service, run_id)
        first, second = await asyncio.gather(
            service.approve(run_id, ANA, seen=seen, reason="checked", publish=True),
            service.approve(run_id, BEN, seen=seen, publish=True),
        )
        job = first.job
        assert job is second.job is service.working
        assert job is not None
        assert second.text == f"ana already started the publish of run {run_id}"
        with pytest.raises(Locked, match="ana already started the publish"):
            service._start(Job("rollback", run_id, "prod", BEN), None)
        board, view = await service.board(), await service.run(run_id, BEN)
        assert board.working is job
        assert board.runs[0].status is view.run.status is Status.APPROVED
        assert (view.job, view.working, view.can_approve) == (job, job, None)
        assert service.doing == f"the publish of run {run_id}"
        unread = await service.run(board.runs[-1].run_id, BEN)
        assert (unread.report, unread.is_partial, view.is_partial) == (None, True, False)
        running = f"the publish of run {run_id}, started by ana, is running"
        with pytest.raises(Locked, match=running):
            unread.check_complete()
        for read in (service.run("20200101_000000_zzzz", BEN), service.preview("publish", run_id)):
            with pytest.raises(Locked, match=running):
                await read  # type: ignore[misc]
        assert not job.done

        lines = [line async for line in service.follow(job)]
        assert any("published to prod" in line for line in lines)
        assert lines == job.lines == [line async for line in service.follow(job)]
        await service.finished(job)
        assert service.job(run_id) is job
        assert (await service.run(run_id, ANA)).run.status is Status.PUBLISHED
        assert (await service.board()).runs[0].status is Status.PUBLISHED
        assert published.sql("select count(*) from main_marts.orders") == [(4,)]

        assert (await service.preview("rollback", run_id))["statements"]
        for said in ("rolled back: prod is restored", "already rolled back"):
            undone = (await service.rollback(run_id, BEN, seen=seen)).job
            assert undone is not None
            await service.finished(undone)
            assert said in undone.lines[-1]

    serve(published, test)
    assert [event for _, event, _ in published.events()].count("publishing") == 2
    assert published.snapshot("main_marts") == before


def test_what_cannot_be_meant_changes_nothing(published: Project, run_id: str) -> None:
    """A decision about another report, and one about a run that does not exist."""
    events = published.events()

    async def test(service: Service) -> None:
        for act in (service.approve, service.publish, service.rollback):
            with pytest.raises(Stale):
                await act(run_id, ANA, seen="2020-01-01T00:00:00.000000Z")  # type: ignore[operator]
        for act in (service.reject, service.publish, service.rollback):
            with pytest.raises(Stale):
                await act(run_id, ANA, seen="", reason="no")  # type: ignore[operator]
        with pytest.raises(ConfigError, match="does not say which report was read"):
            await service.approve(run_id, ANA, seen="", publish=True)
        for unknown in ("20200101_000000_zzzz", "x", "", run_id[:-1], f"{run_id}'"):
            with pytest.raises(UnknownRun):
                await service.run(unknown, ANA)
            with pytest.raises(UnknownRun):
                await service.reject(unknown, ANA, reason="no")
        assert service.working is None

    serve(published, test)
    assert published.events() == events


def test_only_an_approver_publishes_and_rolls_back(published: Project, run_id: str) -> None:
    text = (published.root / "dbt_project.yml").read_text()
    rule = "\nvars: {wap_approvers: [{name: ana, identity: password}]}\n"
    published.write({"dbt_project.yml": text + rule})
    assert published.wap("audit", run_id).code == 0
    others = {"not an approver": BEN, "the rule needs password": replace(ANA, identity="shell")}

    async def refused(act: Callable[..., Awaitable[Outcome]], **given: Any) -> None:
        events = published.events()
        for why, person in others.items():
            with pytest.raises(WaitingApproval, match=why):
                await act(run_id, person, **given)
        assert published.events() == events

    async def test(service: Service) -> None:
        seen = await seen_of(service, run_id)
        await refused(service.approve, seen=seen)
        await service.approve(run_id, ANA, seen=seen)
        await refused(service.approve, seen=seen, publish=True)
        with pytest.raises(Stale):
            await service.approve(run_id, ANA, seen="2020-01-01T00:00:00.000000Z", publish=True)
        await refused(service.publish)
        assert service.job(run_id) is None
        job = (await service.publish(run_id, ANA)).job
        assert job is not None
        await service.finished(job)
        await refused(service.rollback, seen=seen)
        assert service.job(run_id) is job

    serve(published, test)


def test_a_failed_job_says_why_without_values_of_rows(
    published: Project,
    run_id: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def test(service: Service) -> None:
        seen = await seen_of(service, run_id)
        await service.approve(run_id, ANA, seen=seen)
        published.sql("update main_marts.orders set amount = 0")
        job = (await service.publish(run_id, ANA)).job
        assert job is not None
        with pytest.raises(Stale, match="main_marts"):
            await service.finished(job)
        assert isinstance(job.error, Stale)
        assert job.fault((await service.run(run_id, None)).run) is job.error
        assert (await service.board()).runs[0].status is Status.STALE
        assert job.fault(replace((await service.board()).runs[0], status=Status.PUBLISHED)) is None

        async def broken(target: str) -> None:
            raise RuntimeError("a bug")

        def quoting(project: object, job: Job, reason: str | None) -> None:
            raise Interrupted("publish", f"could not cast '{VALUE}'", prod="UNKNOWN")

        monkeypatch.setattr(service._reads, "refresh", broken)
        monkeypatch.setattr("dbt_wap.serve.service.change_prod", quoting)
        again = (await service.publish(run_id, ANA)).job
        assert again is not None
        with pytest.raises(Interrupted, match="publish did not finish; the log of wap serve has"):
            await service.finished(again)
        assert service.working is None

    lines: list[str] = []
    with audit_log.sent_to(lambda text, _: lines.append(text)):
        serve(published, test)
    assert 'outcome="failed: publish did not finish;' in lines[-1]
    assert not any(VALUE in line for line in lines)
    assert VALUE in caplog.text


def test_a_decision_goes_on_without_its_caller(published: Project, run_id: str) -> None:
    async def test(service: Service) -> None:
        seen = await seen_of(service, run_id)
        caller = asyncio.ensure_future(service.approve(run_id, ANA, seen=seen))
        while service.doing is None:
            await asyncio.sleep(0)
        caller.cancel()
        assert service.doing == "a decision"
        assert await service.close(lambda: time.monotonic() + 60) is None
        assert (service.doing, service.is_busy, caller.cancelled()) == (None, False, True)

    lines: list[str] = []
    with audit_log.sent_to(lambda text, _: lines.append(text)):
        serve(published, test)
    assert f'outcome="run {run_id}' in lines[-1]
    assert published.events()[-1][1] == "approved"


def test_targets_and_changes_of_the_project(
    published: Project, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One target that fails is tried again after a while; a changed project is parsed again."""
    profiles = (published.root / "profiles.yml").read_text()
    published.write({"profiles.yml": profiles + DEV})

    async def test(service: Service) -> None:
        assert service.targets == ("prod", "dev")
        board = await service.board()
        assert set(board.faults) == {"dev"}
        assert "DEV_SCHEMA" in board.faults["dev"].what
        assert board.runs[0].run_id == run_id
        with pytest.raises(UnknownRun, match="DEV_SCHEMA"):
            await service.run("20200101_000000_zzzz", ANA)
        monkeypatch.setenv("DEV_SCHEMA", "dev")
        assert (await service.board()).faults == board.faults
        monkeypatch.setattr(reads, "RETRY", 0.0)
        board = await service.board()
        assert board.faults == {}
        assert {run.target for run in board.runs} == {"prod"}
        assert (await service.board(1)).runs == board.runs

        text = (published.root / "dbt_project.yml").read_text()
        published.write({"dbt_project.yml": text + "\nvars: {wap_state_schema: elsewhere}\n"})
        assert (await service.board()).runs == ()

        (published.root / "shop.duckdb").write_bytes(b"not a database" * 1000)
        with pytest.raises(DbtFailed, match=r"shop\.duckdb"):
            await service.run("20200101_000000_zzzz", ANA)

    serve(published, test)
