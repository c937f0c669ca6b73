"""`wap serve` refuses options that make no sense, and keeps users and tokens."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dbt_wap.cli import serve
from dbt_wap.cli.commands import wap
from dbt_wap.cli.console import Console
from dbt_wap.errors import ConfigError, ExitCode
from dbt_wap.serve.home import Home

PASSWORD = "correct horse battery"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith(("WAP_", "DBT_")):
            monkeypatch.delenv(name)
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "dbt_project.yml").write_text("name: shop\nprofile: shop\n")
    outputs = "{prod: {type: duckdb, path: shop.duckdb}}"
    (folder / "profiles.yml").write_text(f"shop: {{target: prod, outputs: {outputs}}}\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`wap serve` with these arguments and stdin: exit code, stdout, stderr."""

    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        home = ["--home", str(project.parent / "home")]
        with pytest.raises(SystemExit) as end:
            wap.main(args=["serve", *home, *arguments], prog_name="wap")
        assert isinstance(end.value.code, int)
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return call


@pytest.fixture
def home(project: Path) -> Home:
    return Home(project.parent / "home", project)


@pytest.fixture
def taken() -> Iterator[str]:
    """A port at which something else listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--proxy-header", "X-User"], "require each other"),
        (["--proxy-address", "10.0.0.1"], "require each other"),
        (["--proxy-groups-header", "X-Groups"], "requires --proxy-header"),
        (["--proxy-header", "X User", "--proxy-address", "::1"], "not the name of a header"),
        (["--proxy-header", "X-User", "--proxy-address", "proxy"], "--proxy-address"),
        (["--proxy-header", "X-User", "--proxy-address", "10.0.0.1/8"], "has host bits set"),
        (["--proxy-header", "X-User", "--proxy-address", "::/0"], "would trust every client"),
        (["--public-url", "wap.example.com"], "--public-url must be like"),
        (["--public-url", "ftp://wap.example.com"], "--public-url must be like"),
        (["--public-url", "https://wap.example.com/wap"], "--public-url must be like"),
        (["--public-url", "https://ana:x@wap.example.com"], "--public-url must be like"),
        (["--public-url", "https://[wap"], "--public-url must be like"),
        (["--port", "65536"], "65536"),
        (["--host", "not a host"], "could not listen on not a host"),
        (["--add-user", "ana", "--remove-user", "ben"], "--add-user and --remove-user exclude"),
        (["--add-user", " "], "empty"),
        (["--add-token", "a\nb"], "the name"),
        (["--home", "."], "in the project"),
        (["--slack"], "WAP_SLACK_BOT_TOKEN"),
    ],
)
def test_options_that_make_no_sense_are_refused(arguments: list[str], what: str, run: Run) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (ExitCode.CONFIG, ""), err
    assert what in err
    assert "\nnext: " in err


def test_a_port_that_is_taken_is_refused(taken: str, run: Run) -> None:
    code, _, err = run("--port", taken)
    assert code == ExitCode.CONFIG
    assert f"could not listen on 127.0.0.1, port {taken}" in err


def test_a_missing_library_names_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda name: None if name == "argon2" else name)
    code, _, err = run("--add-token", "ci")
    assert code == ExitCode.CONFIG
    assert "argon2 is not installed" in err
    assert "next: pip install 'dbt-wap[serve]'" in err


def test_the_other_commands_need_no_library_of_the_server() -> None:
    code = (
        "import sys; from dbt_wap.cli.commands import wap\n"
        "try: wap.main(['serve', '--help'])\n"
        "except SystemExit: pass\n"
        "print({'starlette', 'uvicorn', 'argon2', 'itsdangerous'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "set()", done.stderr


def test_a_user_is_added_changed_and_removed(run: Run, home: Home) -> None:
    assert run("--add-user", "ana", stdin=f"{PASSWORD}\n") == (0, "user ana added\n", "")
    assert home.check_password("ana", PASSWORD) == "ana"
    code, out, _ = run("--add-user", "Ana", stdin="another password\r\n")
    assert (code, out) == (0, "password of user Ana changed\n")
    assert home.check_password("ana", "another password") == "Ana"
    assert run("--remove-user", "ana")[:2] == (0, "user ana removed\n")
    assert run("--remove-user", "ana")[:2] == (0, "no user ana, nothing to do\n")
    assert home.users() == []
    home.add_token("ben")
    assert json.loads(run("--remove-user", "ben", "--json")[1]) == {"name": "ben", "removed": True}


def test_a_short_password_is_refused(run: Run, home: Home) -> None:
    code, _, err = run("--add-user", "ana", stdin="short\n")
    assert code == ExitCode.CONFIG
    assert "12 to 1024 characters, got 5" in err
    assert home.users() == []


def test_a_token_is_printed_once(run: Run, home: Home) -> None:
    code, out, _ = run("--add-token", "ci")
    assert code == 0
    assert home.token_name(out.strip()) == "ci"
    code, out, _ = run("--add-token", "ci", "--json")
    token = json.loads(out)["token"]
    assert home.token_name(token) == "ci"
    assert json.loads(run("--remove-token", "ci", "--json")[1]) == {"name": "ci", "removed": True}
    assert home.token_name(token) is None


def test_a_password_is_asked_for_twice_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class AtTerminal(Console):
        interactive = True  # type: ignore[assignment]

    answers = iter([PASSWORD, PASSWORD, PASSWORD, "another password"])
    monkeypatch.setattr("getpass.getpass", lambda question: next(answers))
    assert serve._password(AtTerminal(), "ana") == PASSWORD
    with pytest.raises(ConfigError, match="the passwords do not match"):
        serve._password(AtTerminal(), "ana")


@pytest.mark.parametrize(
    ("options", "warned"),
    [
        ({}, False),
        ({"host": "::1"}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "0.0.0.0", "public_url": "http://wap.example.com"}, True),
        ({"host": "0.0.0.0", "public_url": "https://wap.example.com"}, False),
        ({"host": "::", "proxy_header": "X-User", "proxy_addresses": ("10.0.0.0/8",)}, False),
    ],
)
def test_an_open_port_without_encryption_is_warned_about(
    options: dict[str, object], warned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAP_SERVE_URL", raising=False)
    err = io.StringIO()
    serve._checked(Console(err=err), {"public_url": None, **options})
    assert ("unencrypted" in err.getvalue()) is warned


def test_the_url_of_the_page_is_that_of_the_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAP_SERVE_URL", "https://wap.example.com/")
    options = serve._checked(Console(), {"public_url": None})
    assert options.public_url == "https://wap.example.com"
