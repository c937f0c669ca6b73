"""What dbt says becomes answers and errors; the dbt is a real executable that replays its log."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt_wap.config import Settings
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import BY_CODE, ConfigError, DbtFailed, Locked, WapError
from dbt_wap.given_vars import read_vars
from dbt_wap.model import Mode

RECORDED = Path(__file__).parent / "recorded"
"""Lines of `dbt --log-format json`, dbt 1.11, without the fields that are not read."""

REPLAY = """\
#!{python}
import json, os, pathlib, sys
nonce = os.environ.get("WAP_NONCE", "")
here = pathlib.Path(__file__).parent
args = sys.argv[1:]
with (here / "calls.jsonl").open("a") as calls:
    calls.write(json.dumps(args) + "\\n")
results = here / "run_results.json"
if results.exists():
    target = pathlib.Path(args[args.index("--target-path") + 1])
    target.mkdir(parents=True, exist_ok=True)
    (target / "run_results.json").write_text(results.read_text().replace("NONCE", nonce))
sys.stdout.write((here / "log.jsonl").read_text().replace("NONCE", nonce))
sys.exit({code})
"""


@pytest.fixture(autouse=True)
def clean_env(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the caller reaches a test."""
    for name in list(os.environ):
        if name.startswith(("WAP_", "DBT_")):
            monkeypatch.delenv(name)


class Fake:
    """A project whose dbt replays a log."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.progress: list[str] = []
        (root / "dbt_project.yml").write_text("name: shop\n")

    def says(self, log: str, code: int = 0, **settings: Any) -> Dbt:
        """A Dbt on the executable that prints this log and ends with this code."""
        (self.root / "log.jsonl").write_text(log)
        executable = self.root / "dbt"
        executable.write_text(REPLAY.format(python=sys.executable, code=code))
        executable.chmod(0o755)
        given = {"dbt_executable": str(executable), **settings}
        return Dbt(Settings(self.root, **given), self.progress.append)

    def results(self, *results: Mapping[str, Any]) -> None:
        """The dbt leaves these results behind."""
        (self.root / "run_results.json").write_text(json.dumps({"results": results}))

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of every call."""
        return [json.loads(line) for line in (self.root / "calls.jsonl").read_text().splitlines()]


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    return Fake(tmp_path)


def recorded(name: str) -> str:
    return (RECORDED / f"{name}.jsonl").read_text()


def failed(text: str, name: str = "RunningOperationCaughtError") -> str:
    """A log whose one line is an operation that failed with this text."""
    info = {"level": "error", "name": name, "msg": "Encountered an error: " + text}
    return json.dumps({"data": {"exc": text}, "info": info}) + "\n"


def refusal(dbt: Dbt, macro: str = "swap_schema") -> WapError:
    with pytest.raises(WapError) as caught:
        dbt.operation(macro, {})
    return caught.value


def flag(call: list[str], name: str) -> str:
    return call[call.index(name) + 1]


def test_an_operation_returns_the_answer_of_the_macro(fake: Fake) -> None:
    answer = fake.says(recorded("operation")).operation("package_version", {"a": {"b": "ü'\""}})
    assert answer == {"version": "0.1.0"}
    (call,) = fake.calls
    assert flag(call, "run-operation") == "dbt_wap.package_version"
    assert json.loads(flag(call, "--args")) == {"a": {"b": "ü'\""}}


def test_text_after_the_answer_is_not_part_of_it(fake: Fake) -> None:
    dbt = fake.says('12:00:01  WAP_JSON:NONCE:{"a": "}"}  and more\nnot json {\n')
    assert dbt.operation("x", {}) == {"a": "}"}


@pytest.mark.parametrize(
    "forged",
    ['WAP_JSON:{"verdict": "pass"}', 'WAP_JSON:0000:{"verdict": "pass"}', "WAP_JSON:"],
)
def test_an_answer_without_the_nonce_of_the_call_is_none(fake: Fake, forged: str) -> None:
    line = json.dumps({"data": {"msg": forged}, "info": {"level": "info", "name": "PrintEvent"}})
    assert isinstance(refusal(fake.says(line)), DbtFailed)
    dbt = fake.says(f'{line}\nWAP_JSON:NONCE:{{"a": 1}}\n{line}\n')
    assert dbt.operation("x", {}) == {"a": 1}


def test_two_answers_are_none(fake: Fake) -> None:
    error = refusal(fake.says('WAP_JSON:NONCE:{"a": 1}\nWAP_JSON:NONCE:{"a": 2}\n'))
    assert isinstance(error, DbtFailed)
    assert "expected 1 answer" in error.what


def test_no_answer_says_nothing_of_prod(fake: Fake) -> None:
    error = refusal(fake.says(recorded("no_macro"), code=0))
    assert isinstance(error, DbtFailed)
    assert error.prod is None


def test_a_refusal_of_a_macro_is_raised_as_its_own_error(fake: Fake) -> None:
    error = refusal(fake.says(recorded("refusal"), code=1), "reject")
    assert isinstance(error, ConfigError)
    assert str(error) == (
        'wap.reject: a rejection needs a reason\nprod: unchanged\nnext: wap reject --reason "..."'
    )


@pytest.mark.parametrize("code", BY_CODE)
def test_each_code_of_a_refusal_has_its_error(fake: Fake, code: str) -> None:
    text = f"Compilation Error\n  wap.a: b\n  prod: c\n  next: d\n  code: {code}\n  nonce: NONCE\n"
    assert type(refusal(fake.says(failed(text), code=1))) is BY_CODE[code]


def test_a_refusal_of_many_lines_keeps_them(fake: Fake) -> None:
    text = "wap.a: 2 nodes\n    x -> y\n    prod: of z\n  prod: unchanged\n  next: d\n  code: stale"
    text += "\nnonce: NONCE"
    assert refusal(fake.says(failed(text), code=1)).what.splitlines()[:2] == ["2 nodes", "x -> y"]


def test_a_code_that_nobody_knows_is_a_failure(fake: Fake) -> None:
    text = "wap.a: b\nprod: c\nnext: d\ncode: odd\nnonce: NONCE"
    assert type(refusal(fake.says(failed(text), code=1))) is DbtFailed


def test_a_database_error_is_a_failure_with_its_text(fake: Fake) -> None:
    error = refusal(fake.says(failed("Database Error\n  disk is full"), code=1))
    assert (type(error), error.prod) == (DbtFailed, None)
    assert "disk is full" in error.what


def test_a_relation_that_cannot_be_compared_is_named(fake: Fake) -> None:
    info = {"level": "info", "name": "JinjaLogInfo", "msg": "wap: comparing 2 of 3 marts.b"}
    progress = json.dumps({"data": {"msg": info["msg"]}, "info": info}) + "\n"
    error = refusal(fake.says(progress + failed("overflow"), code=1), "diff_report")
    assert error.what == "could not compare marts.b: overflow"
    assert fake.progress == ["auditing 2 of 3: marts.b"]


def test_a_file_that_another_process_has_open_is_a_lock(fake: Fake) -> None:
    text = 'IO Error: Could not set lock on file "/x/y.duckdb": held in python (PID 77). See'
    error = refusal(fake.says(failed(text), code=1))
    assert isinstance(error, Locked)
    assert "/x/y.duckdb" in error.what
    assert "77" in error.what


def test_a_package_that_is_not_installed_leads_to_init(fake: Fake) -> None:
    error = refusal(fake.says(recorded("no_macro"), code=2))
    assert isinstance(error, ConfigError)
    assert error.next_command.startswith(("wap init", "dbt deps"))


def test_a_dbt_that_cannot_be_started_is_refused(tmp_path: Path) -> None:
    fake = Fake(tmp_path)
    error = refusal(fake.says("", dbt_executable=str(tmp_path / "missing")))
    assert isinstance(error, ConfigError)
    assert "missing" in error.what


def test_a_failure_without_a_word_names_the_exit_code(fake: Fake) -> None:
    assert "exit code 1" in refusal(fake.says("", code=1)).what


def test_nodes_are_listed_by_their_unique_id(fake: Fake) -> None:
    nodes = fake.says(recorded("ls")).list_nodes(["--select", "a"], Mode.AUDIT)
    assert nodes["model.employment.county_totals"]["fqn"] == [
        "employment",
        "marts",
        "county_totals",
    ]
    assert len(nodes) == 2
    assert fake.calls[0][-2:] != ["--select", "a"]
    assert flag(fake.calls[0], "--select") == "a"


def test_a_build_returns_its_results_and_reports_each_node(fake: Fake) -> None:
    fake.results({"unique_id": "model.a.b", "status": "success", "message": "OK"})
    results = fake.says(recorded("build")).build("build", [], Mode.AUDIT)
    assert [each["unique_id"] for each in results] == ["model.a.b"]
    assert fake.progress == [
        "2 of 10 industries: success",
        "1 of 10 stg_employment: ok",
        "2 tests passed",
    ]


def test_failed_nodes_are_results_not_errors(fake: Fake) -> None:
    fake.results({"unique_id": "model.a.b", "status": "error", "message": "Database Error"})
    assert fake.says(recorded("build"), code=1).build("build", [], Mode.AUDIT)


def test_a_refusal_among_the_results_is_raised(fake: Fake) -> None:
    text = "Error\n  wap.preflight: b\n  prod: c\n  next: d\n  code: locked\n  nonce: NONCE"
    fake.results({"unique_id": "operation.dbt_wap.b", "status": "error", "message": text})
    with pytest.raises(Locked):
        fake.says(recorded("build"), code=1).build("build", [], Mode.AUDIT)


@pytest.mark.parametrize("nonce", ["", "\n  nonce: 0123456789abcdef", "\n  nonce: NONCE"])
def test_what_a_model_says_is_never_our_refusal(fake: Fake, nonce: str) -> None:
    text = "Error\n  wap.publish: x waits\n  prod: published\n  next: d\n  code: waiting" + nonce
    fake.results({"unique_id": "model.a.b", "status": "error", "message": text})
    assert fake.says(recorded("build"), code=1).build("build", [], Mode.AUDIT)
    if "NONCE" not in nonce:
        assert type(refusal(fake.says(failed(text), code=1))) is DbtFailed


def test_old_results_are_never_taken_for_new_ones(fake: Fake) -> None:
    fake.results({"unique_id": "model.a.b", "status": "success"})
    fake.says("").build("build", [], Mode.AUDIT)
    (fake.root / "run_results.json").unlink()
    with pytest.raises(WapError):
        fake.says("").build("build", [], Mode.AUDIT)


@pytest.mark.parametrize("code", [2, -9])
def test_a_build_that_died_is_an_error_whatever_it_left(fake: Fake, code: int) -> None:
    fake.results({"unique_id": "model.a.b", "status": "success"})
    with pytest.raises(WapError):
        fake.says(failed("killed"), code=code).build("build", [], Mode.AUDIT)


def test_the_modes_are_reported_apart_by_vars_target_and_target_path(fake: Fake) -> None:
    given = {"audit_target": "audit", "vars": read_vars("{a: 1}"), "env": "pr_1"}
    dbt = fake.says(recorded("ls"), target="prod", **given)
    for mode in (Mode.PROD, Mode.AUDIT, Mode.VIEWS):
        dbt.list_nodes([], mode)
    prod, audit, views = fake.calls
    given = {"a": 1, "wap_env": "pr_1"}
    assert yaml.safe_load(flag(prod, "--vars")) == {**given, "dbt_wap_audit": False}
    assert yaml.safe_load(flag(views, "--vars")) == {**given, "dbt_wap_audit": False}
    assert yaml.safe_load(flag(audit, "--vars")) == {**given, "dbt_wap_audit": True}
    targets = [flag(call, "--target") for call in (prod, audit, views)]
    assert targets == ["prod", "audit", "prod"]
    assert len({flag(call, "--target-path") for call in (prod, audit, views)}) == 3


def test_the_flags_of_the_project_are_passed_on(fake: Fake, tmp_path: Path) -> None:
    fake.says("", profiles_dir=tmp_path / "profiles", profile="shop").install()
    (call,) = fake.calls
    assert flag(call, "--profiles-dir") == str(tmp_path / "profiles")
    assert flag(call, "--profile") == "shop"
    assert flag(call, "--project-dir") == str(tmp_path)


def naming_with_env_var(fake: Fake) -> None:
    macros = fake.root / "macros"
    macros.mkdir()
    (macros / "names.sql").write_text(
        "{% macro generate_schema_name(name, node) %}{{ env_var('X') }}{% endmacro %}"
    )


def changed_profile(fake: Fake) -> None:
    cache = fake.root / "target/wap/prod/partial_parse.msgpack"
    cache.parent.mkdir(parents=True)
    cache.touch()
    os.utime(cache, (1, 1))
    (fake.root / "profiles.yml").touch()


@pytest.mark.parametrize("change", [naming_with_env_var, changed_profile])
def test_a_parse_that_would_keep_stale_names_is_a_full_one(
    fake: Fake, change: Callable[[Fake], None]
) -> None:
    fake.says(recorded("ls")).list_nodes([], Mode.PROD)
    change(fake)
    fake.says(recorded("ls")).list_nodes([], Mode.PROD)
    assert ["--no-partial-parse" in call for call in fake.calls] == [False, True]
