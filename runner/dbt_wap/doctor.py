"""Is everything in place? One check a line, each with what to do when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dbt_wap import __version__
from dbt_wap.errors import ConfigError, WapError
from dbt_wap.model import Mode
from dbt_wap.pipeline import Pipeline


@dataclass(frozen=True)
class Check:
    """What was looked at, and what to do when it is not as it must be; ok with a `what` warns."""

    name: str
    ok: bool
    what: str = ""
    do: str = ""


def examine(pipeline: Pipeline) -> list[Check]:
    """Every check that could run; the first that fails ends the list: the later ones rest on it."""
    steps: list[tuple[str, Callable[[], str | None], str]] = [
        ("the project parses", lambda: _parses(pipeline), "mend the project: dbt parse"),
        ("the macros are of this version", lambda: _version(pipeline), "wap init, then dbt deps"),
        (
            "the audit naming is in place",
            lambda: _naming(pipeline, found),
            "wap init, then wap doctor",
        ),
        ("the warehouse answers", lambda: _answers(pipeline, found), "dbt debug"),
    ]
    found: dict[str, Any] = {}
    checks: list[Check] = []
    for name, step, do in steps:
        try:
            problem = step()
        except WapError as error:
            problem = error.what
            if (error.next_command or "").startswith("wap run"):
                do = f"mend that: {name}"
        checks.append(Check(name, problem is None, problem or "", do if problem else ""))
        if problem:
            return checks
    return checks + _rights(found) + _state(pipeline, found)


def _parses(pipeline: Pipeline) -> str | None:
    pipeline.dbt.parse(Mode.PROD)
    return None


def _version(pipeline: Pipeline) -> str | None:
    found = pipeline.store.call("package_version")["version"]
    return None if found == __version__ else f"the macros are {found}, wap is {__version__}"


def _naming(pipeline: Pipeline, found: dict[str, Any]) -> str | None:
    nodes = pipeline.dbt.list_nodes([], Mode.AUDIT)
    context = pipeline.store.context
    args = {"selected": sorted(nodes), "context": context}
    plan = pipeline.dbt.operation("plan_build", args, Mode.AUDIT)
    pipeline.store.call("check_places", places=plan["places"])
    found["hooks"] = plan["hooks"]
    return None


def _answers(pipeline: Pipeline, found: dict[str, Any]) -> str | None:
    try:
        found.update(pipeline.store.call("check_privileges"))
    except ConfigError as error:
        found["refused"] = error
    return None


def _rights(found: dict[str, Any]) -> list[Check]:
    if refused := found.get("refused"):
        return [Check("a run would begin", False, refused.what, refused.next_command or "")]
    name, whole = "the role may do what a run does", "a publish leaves nothing of prod behind"
    checks = [Check(name, False, row["what"], row["grant"] or "") for row in found["missing"]]
    apart = "move that to a schema of its own, or name its schema in the var wap_exclude_schemas"
    checks += [Check(whole, False, sentence, apart) for sentence in found["blocked"]]
    told = [*found["warnings"], *(f"the hook {sentence}" for sentence in found["hooks"])]
    warnings = [Check("to know", True, sentence) for sentence in told]
    return (checks or [Check(name, True)]) + warnings


def _state(pipeline: Pipeline, found: dict[str, Any]) -> list[Check]:
    name = "the record of runs can be read"
    if found.get("refused") or found["missing"]:
        return []
    try:
        pipeline.store.state(1)
    except WapError as error:
        return [Check(name, False, error.what, error.next_command or "")]
    return [Check(name, True)]
