"""What people see of errors that quote values of rows."""

from __future__ import annotations

import asyncio

import pytest
from dbt_wap.errors import ConfigError, DbtFailed, Interrupted, Locked, Stale, WapError
from dbt_wap.model import Event
from dbt_wap.serve.masking import WARNING, teller, without_values
from dbt_wap.serve.model import Job
from made_runs import ANA

VALUE = "could not cast 'zoe@example.com'"


@pytest.mark.parametrize("kind", [WapError, DbtFailed, Interrupted])
def test_an_error_of_the_warehouse_is_not_quoted(kind: type[WapError]) -> None:
    shown = without_values(kind("publish", VALUE, prod="UNKNOWN", next_command="wap status x"))
    assert VALUE not in str(shown)
    assert type(shown) is kind
    assert (shown.where, shown.prod, shown.next_command) == ("publish", "UNKNOWN", "wap status x")
    assert without_values(shown).what == shown.what


@pytest.mark.parametrize("kind", [ConfigError, Locked, Stale])
def test_other_errors_are_shown(kind: type[WapError]) -> None:
    error = kind("publish", "prod changed")
    assert without_values(error) is error


def test_a_job_shows_no_text_of_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> list[str]:
        job = Job("publish", "20261121_101501_k001", "prod", ANA)
        hear = teller(job, asyncio.get_running_loop())
        for kind in ("note", "live", "warning", "result"):
            hear(Event(kind, f"{kind}: {VALUE}" if kind == "warning" else kind))
        await job.change()
        return job.lines

    assert asyncio.run(main()) == ["note", WARNING, "result"]
    assert VALUE in caplog.text
