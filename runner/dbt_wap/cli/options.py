"""What commands share: options, the objects built from them, and exit codes."""

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
"""Variables that are ignored: set permanently, each would switch off a safety check."""


SHARED = "Global options"


class Own(click.Option):
    """An option, with the section of the help that lists it."""

    def __init__(self, *args: Any, section: str = "Options", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section


class Argument(click.Argument):
    """An argument with a description for the help."""

    section = "Arguments"

    def __init__(self, *args: Any, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hint = hint

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return str(self.metavar), self.hint


class Sectioned(click.Command):
    """A command whose help lists its own options before the shared ones."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        found: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                found.setdefault(getattr(parameter, "section", "Options"), []).append(record)
        for section, records in sorted(found.items(), key=lambda each: each[0] == SHARED):
            if records:
                with formatter.section(section):
                    formatter.write_dl(records)


class SectionedGroup(Sectioned, click.Group):
    """A group of commands inside `wap`, with the same help."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)


def argument(*names: str, **kwargs: Any) -> Callable[[F], F]:
    """Return a decorator for an argument with a `hint`."""
    return click.argument(*names, cls=Argument, **kwargs)


def option(*names: str, **kwargs: Any) -> Callable[[F], F]:
    """Return a decorator for an option that, where safe, can also be set as WAP_<NAME>."""
    long = next(name for name in names if name.startswith("--")).split("/")[0]
    variable = "WAP_" + long[2:].replace("-", "_").upper()
    if variable not in TYPED_ALONE:
        kwargs = {"envvar": variable, "show_envvar": True, **kwargs}
    return click.option(*names, cls=Own, **kwargs)


def flag(name: str, help: str) -> Callable[[F], F]:
    """Return a decorator for an on/off option."""
    return option(name, is_flag=True, help=help)


def without_effect(command: click.Command) -> list[str]:
    """Return a warning for each variable that is set for the command but ignored."""
    flags = {flag for parameter in command.params for flag in parameter.opts}
    return [
        f"warning: {name} is ignored: pass {flag} on the command line"
        for name, flag in TYPED_ALONE.items()
        if flag in flags and os.environ.get(name)
    ]


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Combine options into one decorator that keeps their order."""

    def decorate(command: F) -> F:
        for each in reversed(options):
            command = each(command)
        return command

    return decorate


def named(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse an empty string: an unset shell variable must not mean the default."""
    if value is not None and not value.strip():
        raise click.BadParameter("must not be an empty string", context, parameter)
    return value


_every = functools.partial(option, section=SHARED)
with_globals = together(
    _every("--project-dir", metavar="DIR", help="Directory of the dbt project."),
    _every("--profiles-dir", metavar="DIR", help="Directory of profiles.yml."),
    _every("--profile", metavar="NAME", help="dbt profile."),
    _every("--target", "-t", metavar="NAME", help="dbt target to publish to."),
    _every(
        "--env",
        metavar="NAME",
        callback=named,
        help="Environment of the candidate, such as pr_123: it gets audit schemas of its own.",
    ),
    _every("--vars", "vars_text", metavar="YAML", help="Project vars, as in dbt."),
    _every(
        "--audit-target",
        metavar="NAME",
        help="Target that builds the candidate.  [default: same as --target]",
    ),
    _every("--dbt-executable", metavar="PATH", help="Run this dbt instead of dbt-core in process."),
    _every("--json", "as_json", is_flag=True, help="Print results as one JSON document."),
    _every(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Format of messages on stderr. With json: one object per line, and no prompts.",
    ),
    _every("--quiet", "-q", is_flag=True, help="Hide notes and progress."),
    _every("--verbose", "-v", is_flag=True, help="Show the traceback of an error."),
)
"""The global options, accepted before and after the command."""

_dbts = functools.partial(option, section="dbt build options")
_on = functools.partial(_dbts, is_flag=True)
_NODES = {"multiple": True, "metavar": "NODES"}
_TIME = {"metavar": "TIME"}
selection_options = together(
    _dbts("--select", "-s", "-m", "--models", "select", help="Nodes to build.", **_NODES),
    _dbts("--exclude", help="Nodes to leave out.", **_NODES),
    _dbts("--selector", metavar="NAME", help="Selector from selectors.yml."),
    _dbts("--indirect-selection", metavar="MODE", help="Which tests to select."),
    _on("--full-refresh", "-f", help="Rebuild incremental models."),
    _on("--empty", help="Build without input rows."),
    _dbts("--sample", metavar="WINDOW", help="Build from a sample of the inputs."),
    _dbts("--event-time-start", help="Start of the interval of microbatch models.", **_TIME),
    _dbts("--event-time-end", help="End of the interval of microbatch models.", **_TIME),
    _on("--fail-fast", "-x", help="Stop at the first failure."),
    _dbts("--threads", type=int, metavar="N", help="Number of threads."),
    flag("--supersede", "Discard an earlier candidate that needs approval or is approved."),
    flag("--drop-removed", "On publish, drop relations that the project no longer has."),
)
"""dbt's options for what to build and how, and what a run may discard or drop."""


class App:
    """The settings, the console and the project of one call of `wap`."""

    def __init__(self, values: dict[str, Any], console: Console) -> None:
        self.console = console
        self.report: Report | None = None
        folder = values["project_dir"] or os.environ.get("DBT_PROJECT_DIR") or "."
        profiles = values["profiles_dir"]
        self.settings = Settings(
            project_dir=Path(folder).resolve(),
            profiles_dir=Path(profiles).resolve() if profiles else None,
            vars=read_vars(values["vars_text"]),
            **{n: values[n] for n in ("profile", "target", "audit_target", "env")},
            dbt_executable=values["dbt_executable"],
            report_url=os.environ.get("WAP_REPORT_URL"),
            serve_url=os.environ.get("WAP_SERVE_URL"),
            app_dir=Path(click.get_app_dir("dbt-wap")),
        )

    @cached_property
    def project(self) -> Project:
        """The project, with its events shown on the console."""
        show = listener(self.console)

        def hear(event: Event) -> None:
            self.report = event.report or self.report
            self.console.run_id = self.project.run_id
            show(event)

        return Project(self.settings, hear)

    def end(self, run_id: str, text: str = "") -> None:
        """Print the result of a command, or with --json the status of the run."""
        if text:
            self.console.result(text)
        if self.console.as_json:
            self.console.document(self.project.status(run_id))

    def answer(self, document: object) -> None:
        """Print the result as JSON, with --json only."""
        if self.console.as_json:
            self.console.document(document)

    def status(self) -> RunStatus | None:
        """Return the status of this call's run, for the JSON of an error."""
        project: Project | None = vars(self).get("project")
        if not self.console.as_json or not project or not project.run_id:
            return None
        try:
            return project.status(project.run_id)
        except WapError as error:
            first = error.what.splitlines()[0]
            self.console.note(f"could not read the status of the run: {first}")
            return None


class InOrder(click.Group):
    """A group that lists commands in the order of definition and uses our exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **kwargs: Any) -> Any:
        """Run the command line; a usage error looks like every other error."""
        args = list(sys.argv[1:] if args is None else args) or ["--help"]
        console = _console_of(args)
        with console.strays():
            self._main(console, args, *rest, **kwargs)

    def _main(self, console: Console, args: list[str], *rest: Any, **kwargs: Any) -> NoReturn:
        stdout = current_stdout()
        try:
            code = super().main(args, *rest, **{**kwargs, "standalone_mode": False})
        except click.UsageError as error:
            name = error.ctx.command.name if error.ctx else None
            known = name if name in self.commands else None
            then = f"wap {known} --help" if known else "wap --help"
            fault = ConfigError(known or "usage", error.format_message(), next_command=then)
            _end(console, fault)
        except click.Abort:
            _end(console, Cancelled("wap", "interrupted"))
        except SystemExit:
            if current_stdout() is stdout:
                raise
            code = 0  # click noticed that the reader of a help text left: not an error
        sys.exit(code if isinstance(code, int) else 0)


def _console_of(arguments: Sequence[str]) -> Console:
    """Return the console for a command line that is not parsed yet, or could not be."""
    said = os.environ.get("WAP_JSON", "").lower() in ("1", "true", "t", "yes", "y", "on")
    formats = [os.environ.get("WAP_LOG_FORMAT", "")]
    for option, value in zip(arguments, [*arguments[1:], ""], strict=True):
        if option.startswith("--log-format"):
            formats.append(option.partition("=")[2] or value)
    return Console(as_json=said or "--json" in arguments, log_format=formats[-1])


def _merged(context: click.Context, given: dict[str, Any]) -> dict[str, Any]:
    """Merge the global options: flags win over variables, the later flag over the earlier."""
    typed = click.core.ParameterSource.COMMANDLINE
    levels = [context]
    while levels[-1].parent:
        levels.append(levels[-1].parent)
    return {
        name: next((c.params[name] for c in levels if c.get_parameter_source(name) is typed), value)
        for name, value in given.items()
    }


def guarded(function: Callable[..., None]) -> Callable[..., None]:
    """Wrap a function as a click callback that gets an App and exits with our exit codes."""

    @functools.wraps(function)
    @click.pass_context
    def call(context: click.Context, /, **values: Any) -> None:
        shared = context.find_root().params
        merged = _merged(context, {name: values.pop(name) for name in shared})
        console = Console(
            as_json=bool(merged["as_json"]),
            quiet=bool(merged["quiet"]),
            log_format=merged["log_format"],
        )
        where = context.info_name or "wap"
        app: App | None = None
        for warning in without_effect(context.command):
            console.warning(warning)
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
    console.failure(error)
    if console.as_json:
        told = {"code": int(error.exit_code), "where": error.where, "what": error.what}
        told |= {"prod": error.prod or "unchanged", "next": error.next_command}
        console.document({**(status or {}), "error": told})
    sys.exit(int(error.exit_code))


def legible(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Decode a reason as UTF-8, regardless of the locale."""
    return value and readable(value)


def run_argument(command: F) -> F:
    """Add the optional argument RUN."""
    hint = "Run id or unique prefix.  [default: the latest applicable run]"
    return argument("run", required=False, metavar="[RUN]", callback=named, hint=hint)(command)


def spread(arguments: Sequence[str]) -> list[str]:
    """Rewrite dbt's `--select a b` as `--select a --select b`."""
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
