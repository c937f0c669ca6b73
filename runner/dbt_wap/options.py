"""What all commands share: their options, the collaborators made from them, how they end."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from dbt_wap.config import Settings, check_project, read_vars
from dbt_wap.console import Console
from dbt_wap.dbt import Dbt
from dbt_wap.errors import Cancelled, WapError
from dbt_wap.pipeline import Pipeline

F = TypeVar("F", bound=Callable[..., Any])


def option(*names: str, **kwargs: Any) -> Callable[[F], F]:
    """A click option that can also be given as WAP_<NAME>, and whose default is shown."""
    long = next(name for name in names if name.startswith("--")).split("/")[0]
    kwargs.setdefault("envvar", "WAP_" + long[2:].replace("-", "_").upper())
    kwargs.setdefault("show_envvar", True)
    return click.option(*names, **kwargs)


_GLOBAL = [
    option("--project-dir", metavar="DIR", help="The dbt project.  [default: here]"),
    option("--profiles-dir", metavar="DIR", help="Where profiles.yml is, as in dbt."),
    option("--profile", metavar="NAME", help="The profile, as in dbt."),
    option("--target", "-t", metavar="NAME", help="The production target, as in dbt."),
    option("--vars", "vars_text", metavar="YAML", help="Vars for dbt, as in dbt."),
    option(
        "--audit-target",
        metavar="NAME",
        help="A target for the audit build alone: own role or warehouse.",
    ),
    option("--dbt-executable", metavar="PATH", help="Call this dbt instead of the one in process."),
    option(
        "--json", "as_json", is_flag=True, help="One JSON document on stdout; text goes to stderr."
    ),
    option("--quiet", "-q", is_flag=True, help="No notes and no progress."),
    option("--verbose", "-v", is_flag=True, help="The whole traceback of an error."),
]


def with_globals(command: F) -> F:
    """The global options, which may stand before the command or after it."""
    for decorate in reversed(_GLOBAL):
        command = decorate(command)
    return command


class App:
    """What one call of `wap` has at hand, made from the options of both places."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.console = Console(as_json=bool(values["as_json"]), quiet=bool(values["quiet"]))
        self.verbose = bool(values["verbose"])
        self.settings = Settings(
            project_dir=Path(
                values["project_dir"] or os.environ.get("DBT_PROJECT_DIR") or "."
            ).resolve(),
            profiles_dir=Path(values["profiles_dir"]).resolve() if values["profiles_dir"] else None,
            profile=values["profile"],
            target=values["target"],
            audit_target=values["audit_target"],
            vars=read_vars(values["vars_text"]),
            dbt_executable=values["dbt_executable"],
            report_url=os.environ.get("WAP_REPORT_URL"),
            slack_url=os.environ.get("WAP_SLACK_WEBHOOK_URL"),
            verbose=self.verbose,
        )

    def pipeline(self) -> Pipeline:
        """The steps, for the project at hand."""
        check_project(self.settings.project_dir)
        return Pipeline(Dbt(self.settings, self.console.progress), self.console)


_NAMES = [
    "project_dir", "profiles_dir", "profile", "target", "vars_text", "audit_target",
    "dbt_executable", "as_json", "quiet", "verbose",
]  # fmt: skip


class InOrder(click.Group):
    """A group that lists its commands in the order of a run's life, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def guarded(function: Callable[..., None]) -> Callable[..., None]:
    """The function as a click callback: it gets an App, and ends with the documented exit codes."""

    @functools.wraps(function)
    @click.pass_context
    def call(context: click.Context, /, **values: Any) -> None:
        given = {name: values.pop(name) for name in _NAMES}
        outer = context.find_root().params
        app: App | None = None
        try:
            app = App({name: given[name] or outer.get(name) for name in _NAMES})
            function(app, **values)
        except WapError as error:
            _end(app, error)
        except KeyboardInterrupt:
            _end(app, Cancelled(context.info_name or "wap", "interrupted"))

    return with_globals(call)


def _end(app: App | None, error: WapError) -> None:
    console = app.console if app else Console()
    console.error(str(error))
    if console.as_json:
        console.document(
            {
                "error": {
                    "code": int(error.exit_code),
                    "where": error.where,
                    "what": error.what,
                    "prod": error.prod,
                    "next": error.next_command,
                }
            }
        )
    if app and app.verbose:
        raise error
    sys.exit(int(error.exit_code))


def selection_options(command: F) -> F:
    """dbt's own flags for what to build and how."""
    for decorate in reversed(
        [
            option(
                "--select",
                "-s",
                "-m",
                "--models",
                "select",
                multiple=True,
                metavar="NODES",
                help="As in dbt.",
            ),
            option("--exclude", multiple=True, metavar="NODES", help="As in dbt."),
            option("--selector", metavar="NAME", help="As in dbt."),
            option("--indirect-selection", metavar="MODE", help="As in dbt."),
            option("--full-refresh", "-f", is_flag=True, help="As in dbt."),
            option("--fail-fast", "-x", is_flag=True, help="As in dbt."),
            option("--threads", type=int, metavar="N", help="As in dbt."),
            option("--supersede", is_flag=True, help="Throw away a candidate that waits."),
            option(
                "--drop-removed", is_flag=True, help="Publish drops what the project no longer has."
            ),
        ]
    ):
        command = decorate(command)
    return command


def run_argument(command: F) -> F:
    """The run: an id or a unique prefix; the latest that fits when left out."""
    return click.argument("run", required=False, metavar="[RUN]")(command)


def spread(arguments: Sequence[str]) -> list[str]:
    """`--select a b` as dbt takes it, in the form `--select a --select b`."""
    many = ("--select", "-s", "-m", "--models", "--exclude")
    out: list[str] = []
    flag: str | None = None
    fresh = False
    for argument in arguments:
        if argument.startswith("-"):
            flag = argument if argument in many else None
            fresh = flag is not None
            out.append(argument)
        else:
            if flag and not fresh:
                out.append(flag)
            fresh = False
            out.append(argument)
    return out
