"""The flow: one run of `wap`, which waits for a decision in Prefect."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.logging import get_run_logger
from prefect.states import Cancelled, Completed

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError
from dbt_wap.given_vars import Vars
from dbt_wap.model import RunStatus, Selection
from dbt_wap.prefect.cycle import Cycle, NotPublished
from dbt_wap.prefect.retries import Retries
from dbt_wap.prefect.telling import Teller
from dbt_wap.prefect.waiting import Mode, Wait
from dbt_wap.prefect.workspace import connected, folder_of, inside


@flow(name="dbt-wap")
def wap_flow(
    project_dir: Path = Path("."),
    target: str | None = None,
    wait: Mode = "pause",
    timeout: float = 86_400,
    *,
    env: str | None = None,
    profile: str | None = None,
    repository: str | None = None,
    branch: str | None = None,
    access_token: str | None = None,
    select: list[str] | None = None,
    exclude: list[str] | None = None,
    full_refresh: bool = False,
    supersede: bool = False,
    vars: dict[str, Any] | None = None,
    retries: int = 3,
    retry_delay: float = 30,
    watch: float = 15,
) -> State[RunStatus]:
    """Write, audit and publish a dbt project; wait for a decision if the run needs one.

    Args:
        project_dir: The folder of the dbt project, inside the repository if there is one.
        target: The target in profiles.yml or in the profile block.
        wait: pause keeps this process; suspend ends it, and needs a deployment.
        timeout: How many seconds to wait for an answer.
        env: The environment of the candidate, as --env of `wap run`.
        profile: The name of a dbt CLI profile block to connect with.
        repository: The URL of a Git repository, or a storage block as type/name.
        branch: The branch of the Git repository.
        access_token: The name of a secret block with an access token for the Git repository.
        select: What dbt builds, as --select of dbt.
        exclude: What dbt does not build, as --exclude of dbt.
        full_refresh: Build incremental models from scratch.
        supersede: Discard an earlier candidate that needs approval or is approved.
        vars: The vars of dbt.
        retries: How often to retry a step that failed for a reason that may pass.
        retry_delay: How many seconds to wait before a retry.
        watch: After how many seconds of a pause to read the record, then ever less often; 0: never.
    """
    this = _flow_run(wait)
    selection = Selection(
        *(tuple(select or ()), tuple(exclude or ())),
        full_refresh=full_refresh,
        supersede=supersede,
    )
    with folder_of(Path(project_dir), repository, branch, access_token) as folder:
        settings = Settings(
            folder,
            target=target,
            env=env,
            vars=Vars.of(vars or {}),
            report_url=os.environ.get("WAP_REPORT_URL"),
            serve_url=os.environ.get("WAP_SERVE_URL"),
        )
        with connected(settings, profile) as known, inside(known.project_dir):
            project = Teller(this, get_run_logger()).listen(known)
            steps = Retries(retries, retry_delay, project.release)
            cycle = Cycle(project, this, steps, selection)
            return _state(cycle, Wait(this, wait, timeout, watch, cycle.is_decided))


def _flow_run(wait: Mode) -> str:
    """Return the id of the current flow run, or refuse to suspend what Prefect cannot suspend."""
    context = FlowRunContext.get()
    assert context
    assert context.flow_run
    if wait == "suspend" and not context.flow_run.deployment_id:
        what = 'wait="suspend" needs the flow run of a deployment, not a subflow'
        raise ConfigError("prefect", what, next_command='wait="pause", or prefect deploy')
    return str(context.flow_run.id)


def _state(cycle: Cycle, wait: Wait) -> State[RunStatus]:
    """Take the run to its end and return the state of the flow run; leave the warehouse."""
    try:
        told = cycle.run(wait)
        return Completed(message=told, data=cycle.status())
    except NotPublished as ended:
        return Cancelled(message=str(ended))
    finally:
        cycle.project.release()
