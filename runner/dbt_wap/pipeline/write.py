"""The write step: builds the candidate in audit schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dbt_wap.dbt.choosing import by_name, fqn
from dbt_wap.dbt.dbt_settings import ignored_settings
from dbt_wap.dbt.fixed_schemas import with_places
from dbt_wap.errors import ConfigError, DbtFailed, WapError, reason_of
from dbt_wap.model import BuildPlan, Mode, Node, Opened, Result, Selection
from dbt_wap.pipeline.steps import Steps
from dbt_wap.words import counted

BUILDABLE = {"model", "seed", "snapshot"}
_BROKEN = ("error", "runtime error", "partial success")


@dataclass(frozen=True)
class Plan:
    """What to build: the selected models, or None for all, dbt's flags, and each node's place.

    `expired` are the environments with a candidate that expired.
    """

    selection: Selection
    selected: list[str] | None
    flags: list[str]
    places: Mapping[str, Any]
    hooks: list[str]
    expired: list[str]


def plan(at: Steps, selection: Selection) -> Plan:
    """Plan the build; refuse nodes that would not be built in an audit schema. Reads only."""
    if bool(selection.event_time_start) != bool(selection.event_time_end):
        what = "--event-time-start and --event-time-end must be used together"
        raise ConfigError("run", what, next_command="wap run")
    if ignored := ignored_settings():
        names = ", ".join(ignored)
        at.note(f"ignoring {names} in the environment: pass the option to wap instead")
    destination = at.store.destination()
    at.tell_place(destination["text"])
    nodes = at.dbt.list_nodes(selection.choosing(), Mode.AUDIT)
    build = plan_build(at, nodes)
    taken = build["build"]
    if not taken:
        raise ConfigError("run", "nothing to build", next_command="dbt ls")
    whole = not selection.choosing() and build["whole"]
    flags = selection.running()
    if not whole or len(taken) < len(nodes):
        flags += by_name([fqn(nodes[i]) for i in taken], build["also_selected"])
    return Plan(
        selection,
        None if whole else [i for i in taken if nodes[i]["resource_type"] in BUILDABLE],
        flags,
        build["places"],
        build["hooks"],
        destination["expired"],
    )


def plan_build(at: Steps, nodes: Mapping[str, Node], within: list[str] | None = None) -> BuildPlan:
    """Return which selected nodes an audit build builds; errors name file and line."""
    args = {"selected": sorted(nodes), "within": within, "context": at.store.context}
    try:
        answer: BuildPlan = at.dbt.operation("plan_build", args, Mode.AUDIT)
    except ConfigError as error:
        raise with_places(error, at.settings.project_dir) from error
    return answer


def write(at: Steps, plan: Plan, *, with_tests: bool) -> str:
    """Build the candidate in new audit schemas; return the run id."""
    at.tell_place(at.store.publishes_to)
    opened: Opened = at.store.call(
        "clone_schema",
        selected=plan.selected,
        full_refresh=plan.selection.full_refresh,
        built_with=plan.selection.choosing() + plan.selection.making(),
        places=plan.places,
        drop_removed=plan.selection.drop_removed,
        supersede=plan.selection.supersede,
        audited_later=not with_tests,
    )
    run_id = at.run_id = opened["run_id"]
    at.note(f"run {run_id}: {counted(opened['taken'], 'relation')} cloned from prod")
    at.hooks = plan.hooks
    flags = list(plan.flags)
    if not with_tests:
        flags += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    results = None
    try:
        results = at.dbt.build("build", flags, Mode.AUDIT)
        check_built(at, run_id, results)
    except BaseException as error:
        if results is None:
            at.mark(run_id, "build_died", reason_of(error))
        _hide(at, run_id)
        raise
    if not with_tests:
        at.store.call("hide_candidate", run=run_id)
    return run_id


def check_built(at: Steps, run_id: str, results: Sequence[Result]) -> None:
    """Raise an error if a node or a hook failed; failed tests are left to the audit."""
    own = [r for r in results if r["unique_id"].split(".")[0] in BUILDABLE | {"operation"}]
    broken = [r for r in own if r["status"] in _BROKEN]
    if broken:
        text = "\n".join(f"{r['unique_id']}: {_first_lines(r['message'])}" for r in broken)
        if all(r["unique_id"].startswith("operation.") for r in broken):
            at.mark(run_id, "hook_failed", text)
        raise DbtFailed(
            "write",
            f"{counted(len(broken), 'node')} of run {run_id} failed\n{text}",
            next_command="wap run, after you fix these nodes; "
            "the candidate is kept so you can inspect it",
        )


def _hide(at: Steps, run_id: str) -> None:
    """Revoke what hooks of a failed build granted on its candidate, or warn."""
    try:
        at.store.call("hide_candidate", run=run_id)
    except WapError as error:
        at.error(f"warning: others may be able to read the candidate of run {run_id}: {error.what}")


def _first_lines(message: object) -> str:
    """Return the beginning of dbt's message about a node."""
    return "\n".join(str(message or "no message").strip().splitlines()[:12])
