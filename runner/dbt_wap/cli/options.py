"""What all commands share: their options, the collaborators made from them, how they end."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from dbt_wap.cli.console import Console, current_stdout
from dbt_wap.config import Settings, check_project, readable
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import Cancelled, ConfigError, WapError
from dbt_wap.given_vars import read_vars
from dbt_wap.pipeline.interrupts import interrupts
from dbt_wap.pipeline.pipeline import Pipeline, settle

F = TypeVar("F", bound=Callable[..., Any])


TYPED_ALONE = {
    "WAP_" + name: "--" + name.lower()
    for name in ("FORCE", "YES", "SUPERSEDE", "OVERRIDE", "REASON", "PUBLISH")
}
"""The variables that have no effect. Set once and for all, each would switch a safety off."""


SHARED = "Options of every command"


class Own(click.Option):
    """An option of one command, or, with a `section`, one of those that many commands share."""

    def __init__(self, *args: Any, section: str = "Options", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section


class Sectioned(click.Command):
    """A command whose help shows its own options before those that it shares with others."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        found: dict[str, list[tuple[str, str]]] = {"Options": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                found.setdefault(getattr(parameter, "section", "Options"), []).append(record)
        for section, records in sorted(found.items(), key=lambda each: each[0] == SHARED):
            with formatter.section(section):
                formatter.write_dl(records)


def option(*names: str, **kwargs: Any) -> Callable[[F], F]:
    """A click option; where that is safe it can also be given as WAP_<NAME>."""
    long = next(name for name in names if name.startswith("--")).split("/")[0]
    variable = "WAP_" + long[2:].replace("-", "_").upper()
    if variable not in TYPED_ALONE:
        kwargs = {"envvar": variable, "show_envvar": True, **kwargs}
    return click.option(*names, cls=Own, **kwargs)


def without_effect(command: click.Command) -> list[str]:
    """What to say of variables that are set as if they were options of the command."""
    flags = {flag for parameter in command.params for flag in parameter.opts}
    return [
        f"warning: the variable {name} has no effect: {flag} has to be typed"
        for name, flag in TYPED_ALONE.items()
        if flag in flags and os.environ.get(name)
    ]


_every = functools.partial(option, section=SHARED)
_GLOBAL = [
    _every("--project-dir", metavar="DIR", help="The dbt project.  [default: here]"),
    _every("--profiles-dir", metavar="DIR", help="Where profiles.yml is, as in dbt."),
    _every("--profile", metavar="NAME", help="The profile, as in dbt."),
    _every("--target", "-t", metavar="NAME", help="The production target, as in dbt."),
    _every("--vars", "vars_text", metavar="YAML", help="Vars for dbt, as in dbt."),
    _every(
        "--audit-target",
        metavar="NAME",
        help="A target for the audit build alone: own role or warehouse.",
    ),
    _every("--dbt-executable", metavar="PATH", help="Call this dbt instead of the one in process."),
    _every(
        "--json", "as_json", is_flag=True, help="One JSON document on stdout; text goes to stderr."
    ),
    _every("--quiet", "-q", is_flag=True, help="No notes and no progress."),
    _every("--verbose", "-v", is_flag=True, help="The whole traceback of an error."),
]


def with_globals(command: F) -> F:
    """The global options, which may stand before the command or after it."""
    for decorate in reversed(_GLOBAL):
        command = decorate(command)
    return command


class App:
    """What one call of `wap` has at hand, made from the options of both places."""

    def __init__(self, values: dict[str, Any], console: Console) -> None:
        self.console = console
        self._pipeline: Pipeline | None = None
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
        self._pipeline = Pipeline(
            Dbt(self.settings, self.console.progress, self.console.live), self.console
        )
        return self._pipeline

    @property
    def known_pipeline(self) -> Pipeline | None:
        """The steps of this call, once it has asked for them."""
        return self._pipeline

    def status(self) -> dict[str, Any]:
        """Where the run of this call is, for the JSON of a refusal; empty when there is none."""
        if not self.console.as_json or not self._pipeline or not self._pipeline.run_id:
            return {}
        try:
            return self._pipeline.status(self._pipeline.run_id)
        except WapError as error:
            first = error.what.splitlines()[0]
            self.console.note(f"the status of the run could not be read: {first}")
            return {}


_NAMES = [
    "project_dir", "profiles_dir", "profile", "target", "vars_text", "audit_target",
    "dbt_executable", "as_json", "quiet", "verbose",
]  # fmt: skip


class InOrder(click.Group):
    """A group that lists its commands in the order of a run's life, and ends as documented."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **kwargs: Any) -> Any:
        """As in click, but a usage error has the form of every other error."""
        stdout = current_stdout()
        args = list(sys.argv[1:] if args is None else args) or ["--help"]
        try:
            code = super().main(args, *rest, **{**kwargs, "standalone_mode": False})
        except click.UsageError as error:
            name = error.ctx.command.name if error.ctx else None
            known = name if name in self.commands else None
            _end(
                _console_of(args),
                ConfigError(
                    known or "usage",
                    error.format_message(),
                    next_command=f"wap {known} --help" if known else "wap --help",
                ),
            )
        except click.Abort:
            _end(Console(), Cancelled("wap", "interrupted"))
        except SystemExit:
            if current_stdout() is stdout:
                raise
            code = 0  # click found that the reader of a help text has left, which is no failure
        sys.exit(code if isinstance(code, int) else 0)


def _console_of(arguments: Sequence[str]) -> Console:
    """The console of a command line that could not be read to its end."""
    said = os.environ.get("WAP_JSON", "").lower() in ("1", "true", "t", "yes", "y", "on")
    return Console(as_json=said or "--json" in arguments)


def _merged(context: click.Context, given: dict[str, Any]) -> dict[str, Any]:
    """The global options of both places: a flag beats a variable, the later flag the earlier."""
    root = context.find_root()
    typed = click.core.ParameterSource.COMMANDLINE
    return {
        name: root.params.get(name)
        if root.get_parameter_source(name) is typed
        and context.get_parameter_source(name) is not typed
        else value
        for name, value in given.items()
    }


def guarded(function: Callable[..., None]) -> Callable[..., None]:
    """The function as a click callback: it gets an App, and ends with the documented exit codes."""

    @functools.wraps(function)
    @click.pass_context
    def call(context: click.Context, /, **values: Any) -> None:
        merged = _merged(context, {name: values.pop(name) for name in _NAMES})
        console = Console(as_json=bool(merged["as_json"]), quiet=bool(merged["quiet"]))
        where = context.info_name or "wap"
        app: App | None = None
        for warning in without_effect(context.command):
            console.error(warning)
        try:
            app = App(merged, console)
            function(app, **values)
        except (Exception, KeyboardInterrupt) as error:
            interrupts.no_more()
            settled = settle(error, where, app.known_pipeline if app else None)
            status = app.status() if app else {}
            if settled:
                _end(console, settled, status, verbose=bool(merged["verbose"]))
            if console.as_json:
                console.document(status)

    return with_globals(call)


def _end(
    console: Console,
    error: WapError,
    status: Mapping[str, Any] | None = None,
    *,
    verbose: bool = False,
) -> NoReturn:
    if verbose:
        console.error("".join(traceback.format_exception(error)).rstrip())
    console.error(str(error))
    if console.as_json:
        console.document(
            {
                **(status or {}),
                "error": {
                    "code": int(error.exit_code),
                    "where": error.where,
                    "what": error.what,
                    "prod": error.prod or "unchanged",
                    "next": error.next_command,
                },
            }
        )
    sys.exit(int(error.exit_code))


def selection_options(command: F) -> F:
    """dbt's own flags for what to build and how."""
    dbts = functools.partial(option, section="Options as in dbt build")
    for decorate in reversed(
        [
            dbts(
                "--select",
                "-s",
                "-m",
                "--models",
                "select",
                multiple=True,
                metavar="NODES",
                help="As in dbt.",
            ),
            dbts("--exclude", multiple=True, metavar="NODES", help="As in dbt."),
            dbts("--selector", metavar="NAME", help="As in dbt."),
            dbts("--indirect-selection", metavar="MODE", help="As in dbt."),
            dbts("--full-refresh", "-f", is_flag=True, help="As in dbt."),
            dbts("--empty", is_flag=True, help="As in dbt: of each input no row."),
            dbts("--sample", metavar="WINDOW", help="As in dbt: of each input one window."),
            dbts("--event-time-start", metavar="TIME", help="As in dbt, for microbatch models."),
            dbts("--event-time-end", metavar="TIME", help="As in dbt, for microbatch models."),
            dbts("--fail-fast", "-x", is_flag=True, help="As in dbt."),
            dbts("--threads", type=int, metavar="N", help="As in dbt."),
            option("--supersede", is_flag=True, help="Throw away a candidate that waits."),
            option(
                "--drop-removed", is_flag=True, help="Publish drops what the project no longer has."
            ),
        ]
    ):
        command = decorate(command)
    return command


def legible(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Why something is decided, in UTF-8 whatever the locale."""
    return value and readable(value)


def named(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """An argument that is given says something: an unset shell variable must not mean "latest"."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty: name one, or leave it out", context, parameter)
    return value


def run_argument(command: F) -> F:
    """The run: an id or a unique prefix; the latest that fits when left out."""
    return click.argument("run", required=False, metavar="[RUN]", callback=named)(command)


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
