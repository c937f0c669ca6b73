"""Is everything in place? One check a line, each with what to do when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dbt_wap import __version__
from dbt_wap.errors import WapError
from dbt_wap.model import Mode
from dbt_wap.pipeline import Pipeline


@dataclass(frozen=True)
class Check:
    """What was looked at, and what to do when it is not as it must be."""

    name: str
    ok: bool
    what: str = ""
    do: str = ""


def examine(pipeline: Pipeline) -> list[Check]:
    """Every check that could run; the first that fails ends the list: the later ones rest on it."""
    steps: list[tuple[str, Callable[[], str | None], str]] = [
        ("the project parses", lambda: _parses(pipeline), "mend the project: dbt parse"),
        ("the macros are of this version", lambda: _version(pipeline), "wap init, then dbt deps"),
        ("the audit naming is in place", lambda: _naming(pipeline), "wap init, then wap doctor"),
        ("the warehouse answers", lambda: _answers(pipeline), "dbt debug"),
    ]
    checks: list[Check] = []
    for name, step, do in steps:
        try:
            problem = step()
        except WapError as error:
            problem = error.what
        checks.append(Check(name, problem is None, problem or "", do if problem else ""))
        if problem:
            break
    return checks


def _parses(pipeline: Pipeline) -> str | None:
    pipeline.dbt.parse(Mode.PROD)
    return None


def _version(pipeline: Pipeline) -> str | None:
    found = pipeline.store.call("package_version")["version"]
    return None if found == __version__ else f"the macros are {found}, wap is {__version__}"


def _naming(pipeline: Pipeline) -> str | None:
    nodes = pipeline.dbt.list_nodes([], Mode.AUDIT)
    pipeline.dbt.operation(
        "plan_build", {"selected": sorted(nodes), "context": pipeline.store.context}, Mode.AUDIT
    )
    return None


def _answers(pipeline: Pipeline) -> str | None:
    pipeline.store.state(1)
    return None
