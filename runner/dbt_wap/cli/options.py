"""What all commands share: their options, the collaborators made from them, how they end."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from dbt_wap.cli.console import Console, current_stdout
from dbt_wap.cli.showing import listener
from dbt_wap.config import Settings, readable
from dbt_wap.errors import Cancelled, ConfigError, WapError, unforeseen
from dbt_wap.given_vars import read_vars
from dbt_wap.model import Event, RunStatus
from dbt_wap.pipeline.interrupts import interrupts
from dbt_wap.project import Project
from dbt_wap.report.document import Report

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


def flag(name: str, help: str) -> Callable[[F], F]:
    """An option that is on or off."""
    return option(name, is_flag=True, help=help)


def without_effect(command: click.Command) -> list[str]:
    """What to say of variables that are set as if they were options of the command."""
    flags = {flag for parameter in command.params for flag in parameter.opts}
    return [
        f"warning: the variable {name} has no effect: {flag} has to be typed"
        for name, flag in TYPED_ALONE.items()
        if flag in flags and os.environ.get(name)
    ]


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """The options as one, in this order."""

    def decorate(command: F) -> F:
        for each in reversed(options):
            command = each(command)
        return command

    return decorate


_every = functools.partial(option, section=SHARED)
with_globals = together(
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
)
"""The global options, which may stand before the command or after it."""

_dbts = functools.partial(option, section="Options as in dbt build")
_on = functools.partial(_dbts, is_flag=True)
_NODES = {"multiple": True, "metavar": "NODES", "help": "As in dbt."}
_TIME = {"metavar": "TIME", "help": "As in dbt, for microbatch models."}
selection_options = together(
    _dbts("--select", "-s", "-m", "--models", "select", **_NODES),
    _dbts("--exclude", **_NODES),
    _dbts("--selector", metavar="NAME", help="As in dbt."),
    _dbts("--indirect-selection", metavar="MODE", help="As in dbt."),
    _on("--full-refresh", "-f", help="As in dbt."),
    _on("--empty", help="As in dbt: of each input no row."),
    _dbts("--sample", metavar="WINDOW", help="As in dbt: of each input one window."),
    _dbts("--event-time-start", **_TIME),
    _dbts("--event-time-end", **_TIME),
    _on("--fail-fast", "-x", help="As in dbt."),
    _dbts("--threads", type=int, metavar="N", help="As in dbt."),
    flag("--supersede", "Throw away a candidate that waits."),
    flag("--drop-removed", "Publish drops what the project no longer has."),
)
"""dbt's own flags for what to build and how, and what may go for it."""


class App:
    """What one call of `wap` has at hand, made from the options of both places."""

    def __init__(self, values: dict[str, Any], console: Console) -> None:
        self.console = console
        self.report: Report | None = None
        folder = values["project_dir"] or os.environ.get("DBT_PROJECT_DIR") or "."
        profiles = values["profiles_dir"]
        self.settings = Settings(
            project_dir=Path(folder).resolve(),
            profiles_dir=Path(profiles).resolve() if profiles else None,
            vars=read_vars(values["vars_text"]),
            **{n: values[n] for n in ("profile", "target", "audit_target", "dbt_executable")},
            report_url=os.environ.get("WAP_REPORT_URL"),
        )

    @cached_property
    def project(self) -> Project:
        """The project at hand; what happens in it is shown."""
        show = listener(self.console)

        def hear(event: Event) -> None:
            self.report = event.report or self.report
            show(event)

        return Project(self.settings, hear)

    def end(self, run_id: str, text: str = "") -> None:
        """The command has come to this; where the run is now, for scripts."""
        if text:
            self.console.result(text)
        if self.console.as_json:
            self.console.document(self.project.status(run_id))

    def answer(self, document: object) -> None:
        """The answer for scripts, to those that ask for it."""
        if self.console.as_json:
            self.console.document(document)

    def status(self) -> RunStatus | None:
        """Where the run of this call is, for the JSON of a refusal, if there is one."""
        project: Project | None = vars(self).get("project")
        if not self.console.as_json or not project or not project.run_id:
            return None
        try:
            return project.status(project.run_id)
        except WapError as error:
            first = error.what.splitlines()[0]
            self.console.note(f"the status of the run could not be read: {first}")
            return None


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
            then = f"wap {known} --help" if known else "wap --help"
            fault = ConfigError(known or "usage", error.format_message(), next_command=then)
            _end(_console_of(args), fault)
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
        shared = context.find_root().params
        merged = _merged(context, {name: values.pop(name) for name in shared})
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
            known = error if isinstance(error, WapError) else unforeseen(error, where)
            _end(console, known, app.status() if app else None, verbose=bool(merged["verbose"]))

    return with_globals(call)


def _end(
    console: Console, error: WapError, status: RunStatus | None = None, *, verbose: bool = False
) -> NoReturn:
    if verbose:
        console.error("".join(traceback.format_exception(error)).rstrip())
    console.error(str(error))
    if console.as_json:
        told = {"code": int(error.exit_code), "where": error.where, "what": error.what}
        told |= {"prod": error.prod or "unchanged", "next": error.next_command}
        console.document({**(status or {}), "error": told})
    sys.exit(int(error.exit_code))


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
    for argument in arguments:
        if argument.startswith("-"):
            flag = argument if argument in many else None
        elif flag and out[-1] != flag:
            out.append(flag)
        out.append(argument)
    return out
