"""Every command and option explains itself, and every end has its documented exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from dbt_wap import __version__
from dbt_wap.cli.commands import spread, wap
from dbt_wap.cli.options import TYPED_ALONE
from dbt_wap.errors import ExitCode

COMMANDS = sorted(wap.commands)
OPTIONS = [
    pytest.param(option, id=f"{name} {option.name}")
    for name, command in wap.commands.items()
    for option in command.params
    if isinstance(option, click.Option)
]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def clean_env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no project of the caller reaches a test."""
    for name in list(os.environ):
        if name.startswith(("WAP_", "DBT_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """`wap` with these arguments: exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            wap.main(args=spread(arguments), prog_name="wap")
        assert isinstance(end.value.code, int)
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return call


def test_the_commands_are_those_of_the_contract() -> None:
    assert set(COMMANDS) >= {
        *("demo", "init", "doctor", "run", "write", "audit", "report", "approve", "reject"),
        *("publish", "rollback", "discard", "clean", "unlock", "status", "history"),
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_sentence_and_an_example_of_itself(name: str) -> None:
    sentence, _, example = (wap.commands[name].help or "").partition("\n\n")
    assert sentence.rstrip().endswith(".")
    assert example.strip().startswith(f"Example: wap {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_is_shown_outside_of_a_project(name: str, run: Run) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert f"Usage: wap {name}" in out


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_has_help_and_a_variable_of_its_name(option: click.Option) -> None:
    long = next(each for each in option.opts if each.startswith("--"))
    flags = [each for each in option.opts if each.startswith("--")]
    assert (option.help or "").strip()[-1:] in (".", "]")
    names = {"WAP_" + each[2:].replace("-", "_").upper() for each in flags}
    if names & set(TYPED_ALONE):
        assert option.envvar is None, long
    else:
        assert option.envvar in names, long
        assert option.show_envvar


def test_what_would_switch_a_safety_off_is_typed_each_time() -> None:
    assert set(TYPED_ALONE) == {
        *("WAP_FORCE", "WAP_YES", "WAP_SUPERSEDE", "WAP_OVERRIDE", "WAP_REASON", "WAP_PUBLISH"),
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_the_options_of_the_command(name: str, run: Run) -> None:
    _, out, _ = run(name, "--help")
    assert out.isascii(), "a terminal of any encoding shows it"
    shared = out.index("Global options:")
    own = [p for p in wap.commands[name].params if getattr(p, "section", "") == "Options"]
    for option in own:
        assert out.index(f"  {option.opts[0]}") < shared
    assert out.index("--project-dir") > shared


def test_the_bare_command_shows_its_help(run: Run) -> None:
    code, out, _ = run()
    assert code == 0
    assert all(f"  {name} " in out for name in COMMANDS)


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version") == (0, f"wap, version {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [["raun"], ["run", "--no-such"], ["reject"], ["clean", "--keep", "-1"], ["report", "a", "b"]],
)
def test_a_usage_error_ends_with_2_in_the_form_of_every_error(
    arguments: list[str], run: Run
) -> None:
    code, out, err = run(*arguments)
    assert code == ExitCode.CONFIG
    assert out == ""
    assert err.startswith("wap.")
    assert "\nprod: unchanged\nnext: wap " in err


@pytest.mark.parametrize("name", ["run", "status", "doctor", "init", "clean"])
def test_outside_of_a_project_the_refusal_says_so(name: str, run: Run) -> None:
    code, out, err = run(name)
    assert (code, out) == (ExitCode.CONFIG, "")
    assert "no dbt_project.yml" in err


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--json", "status"], ["status", "--json"], ["env", "--json", "list"]),
        *(["--json", "env", "drop", "pr_1"], ["env", "list", "--json"]),
    ],
)
def test_with_json_a_refusal_is_one_document(arguments: list[str], run: Run) -> None:
    code, out, err = run(*arguments)
    error = json.loads(out)["error"]
    assert error["code"] == code == ExitCode.CONFIG
    assert set(error) == {"code", "where", "what", "prod", "next"}
    assert error["what"] in err


def test_an_option_can_be_given_as_a_variable(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAP_PROJECT_DIR", "elsewhere")
    monkeypatch.setenv("WAP_JSON", "1")
    _, out, _ = run("status")
    assert "elsewhere" in json.loads(out)["error"]["what"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--project-dir", "right", "status"],
        ["status", "--project-dir", "right"],
        ["--project-dir", "wrong", "status", "--project-dir", "right"],
    ],
)
def test_a_global_option_counts_in_both_places_and_beats_its_variable(
    arguments: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAP_PROJECT_DIR", "wrong")
    assert "right" in run(*arguments)[2]


def test_vars_that_are_no_mapping_end_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").touch()
    code, _, err = run("status", "--vars", "[1]")
    assert code == ExitCode.CONFIG
    assert "wap.vars: --vars must be a mapping" in err


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("run --select a b", "run --select a --select b"),
        ("run -s a b c --exclude d e", "run -s a -s b -s c --exclude d --exclude e"),
        ("run -m a b -x", "run -m a -m b -x"),
        ("run --select a --target prod", "run --select a --target prod"),
        ("run --select a --threads 4 b", "run --select a --threads 4 b"),
        ("run --select=a b", "run --select=a b"),
        ("approve 2026 --reason fine", "approve 2026 --reason fine"),
        ("", ""),
    ],
)
def test_selections_are_spread_as_dbt_takes_them(given: str, wanted: str) -> None:
    assert spread(given.split()) == wanted.split()
