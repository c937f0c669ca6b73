"""Publish and rollback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dbt_wap.dbt.choosing import by_name
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import DbtFailed, Stale
from dbt_wap.given_vars import Vars
from dbt_wap.model import Mode, Run, Status, Step, ViewPlan
from dbt_wap.pipeline.interrupts import interrupts
from dbt_wap.pipeline.steps import Steps
from dbt_wap.words import counted

_MADE = ("success", "no-op")


def publish(at: Steps, run: str | None, *, force: bool = False, reason: str | None = None) -> bool:
    """Publish the approved candidate; the caller holds the lock.

    Return False if it already was published.
    """
    run = _begin(at, "publish", run, "awaiting_approval", "approved")
    try:
        done = _exchange(at, run, force, reason)
        if not done["done"]:
            if done["views"]:
                _remake_views(at, done)
            done = at.store.call("finish_publish", run=done["run_id"])
    except Stale as error:
        _mark_stale(at, run, error)
        raise
    at.run_id = done["run_id"]
    if done.get("was_done"):
        return False
    undo = "No archive is kept (wap_keep), so it cannot be undone"
    if done["undo"]:
        undo = f"To undo: {done['undo']}"
    at.note(f"run {at.run_id} published to {done['target']}. {undo}")
    return True


def rollback(at: Steps, run: str | None, *, force: bool = False, reason: str | None = None) -> bool:
    """Roll a run back; the caller holds the lock. Return False if it already was rolled back."""
    _begin(at, "rollback", run, "published", "rolled_back")
    at.run_id = at.store.act("rollback", run, force=force, reason=reason)
    return at.before is not None and at.before.status is not Status.ROLLED_BACK


def _begin(at: Steps, step: str, run: str | None, *fits: str) -> str | None:
    """Note that prod may change from now on: after any failure, `settle` reads its state."""
    at.before = at.store.find(run, {*fits, "publishing", "publish_interrupted"})
    at.run_id = at.before.run_id if at.before else None
    at.changing = step
    interrupts.only_one_more()
    return at.run_id


def _exchange(at: Steps, run: str | None, force: bool, reason: str | None) -> Step:
    """Exchange candidate and prod, after dbt has rebuilt the views that name audit schemas.

    If dbt has no views to rebuild, the first operation may publish at once.
    """
    args: dict[str, Any] = {"run": run, "force": force, "reason": reason}
    done = _asked(at, "begin_publish", args)
    if done["done"]:
        return done
    for views in done["prepare"]:
        _prepare_views(at, at.store.known(done["run_id"]), views)
    return _asked(at, "exchange", args)


def _asked(at: Steps, operation: str, args: dict[str, Any]) -> Step:
    """Call an operation; if it asks for the compiled code of views, call it again with that.

    Views are compiled in the audit naming and with the vars of the run.
    """
    done: Step = at.store.call(operation, **args)
    if "compile" not in done:
        return done
    dbt = _with_vars_of(at, at.store.known(done["run_id"]))
    flags = by_name(done["compile"], done["also_selected"])
    args["compiled"] = dbt.compiled(flags, Mode.AUDIT) if done["compile"] else {}
    if done["hooks"] and at.settings.dbt_executable:
        at.note(
            "with --dbt-executable, rebuilding views runs the project's on-run hooks again: "
            + "; ".join(done["hooks"])
        )
    done = at.store.call(operation, **args)
    return done


def _prepare_views(at: Steps, run: Run, views: Sequence[str]) -> None:
    """Let dbt rebuild the views in the audit schemas, with the names of prod.

    A view that needs a relation or column that prod lacks fails here and is rebuilt after the swap.
    """
    dbt = _with_vars_of(at, run, {"dbt_wap_views": list(views)})
    args = {"views": views, "pairs": list(run.schemas), "context": at.store.context}
    plan: ViewPlan = dbt.operation("plan_views", args, Mode.VIEWS)
    if not plan["ready"]:
        at.note("views are rebuilt after the swap: generate_schema_name does not pass on `node`")
        return
    results = dbt.build("run", by_name(plan["views"], plan["also_selected"]), Mode.VIEWS)
    if later := [r for r in results if r["status"] not in _MADE]:
        at.note(f"{counted(len(later), 'view')} can only be rebuilt after the swap")


def _remake_views(at: Steps, done: Step) -> None:
    """Let dbt rebuild the views in prod, under prod's names."""
    flags = [*by_name(done["views"], done["also_selected"]), *done.get("flags", ())]
    dbt = _with_vars_of(at, at.store.known(done["run_id"]))
    results = dbt.build("run", flags, Mode.PROD)
    if broken := [r["unique_id"] for r in results if r["status"] not in _MADE]:
        raise DbtFailed("publish", "dbt could not rebuild views: " + ", ".join(broken))


def _with_vars_of(at: Steps, run: Run, more: Mapping[str, Any] | None = None) -> Dbt:
    """Return dbt with the vars that the run was built with."""
    given = Vars.of(run.vars)
    if given == at.settings.vars and not more:
        return at.dbt
    return at.dbt.with_settings(replace(at.settings, vars=given, own_vars=more or {}))


def _mark_stale(at: Steps, run: str | None, error: Stale) -> None:
    found = at.store.find(run, {"approved"})
    if found and found.status in (Status.APPROVED, Status.AWAITING_APPROVAL):
        at.mark(found.run_id, "stale", error.what)
