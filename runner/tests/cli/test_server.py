"""`wap serve` gives its one-time login only to the user who started it."""

from __future__ import annotations

import io
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from dbt_wap.cli import server
from dbt_wap.cli.console import Console
from dbt_wap.cli.options import App
from dbt_wap.serve.home import Home
from dbt_wap.serve.model import ServeOptions

LOGIN = "http://127.0.0.1:8765/login/once/"


class Shown(Console):
    """A console that keeps what it shows, at a terminal or not."""

    interactive = False  # type: ignore[assignment]

    def __init__(self, *, terminal: bool, as_json: bool = False) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()
        super().__init__(out=self.out, err=self.err, as_json=as_json)
        self.interactive = terminal  # type: ignore[misc]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", tmp_path / "shop")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was started with."""
    addresses: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: addresses.append(url) or True)
    return addresses


def announced(home: Home, console: Shown, *, in_browser: bool = False) -> Shown:
    options = ("project_dir", "profiles_dir", "profile", "target", "audit_target", "env")
    values = {**dict.fromkeys((*options, "dbt_executable")), "vars_text": ""}
    app = App(values, console)
    server._announce(app, home, ServeOptions(), in_browser)
    return console


def test_the_login_is_not_in_the_arguments_of_the_browser(home: Home, opened: list[str]) -> None:
    (home.folder / server.LOGIN_PAGE).write_text("an earlier one, which others can read")
    told = announced(home, Shown(terminal=False), in_browser=True)
    page = home.folder / server.LOGIN_PAGE
    assert opened == [page.as_uri()]
    assert stat.S_IMODE(page.stat().st_mode) == 0o600 or os.name != "posix"
    token = page.read_text().partition(LOGIN)[2].partition('"')[0]
    assert home.use_login(token), "the page leads to the login"
    assert LOGIN not in told.out.getvalue() + told.err.getvalue()


def test_the_login_is_printed_only_at_a_terminal(home: Home, opened: list[str]) -> None:
    assert LOGIN in announced(home, Shown(terminal=True)).err.getvalue()
    told = announced(home, Shown(terminal=False)).err.getvalue()
    assert LOGIN not in told
    assert "warning: no one can log in" in told
    assert opened == []


def test_a_program_that_asks_for_json_gets_the_login(home: Home) -> None:
    told = announced(home, Shown(terminal=False, as_json=True))
    document: dict[str, Any] = json.loads(told.out.getvalue())
    assert document["login"].startswith(LOGIN)
    assert LOGIN not in told.err.getvalue()


def test_a_browser_that_cannot_be_opened_is_reported(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    told = announced(home, Shown(terminal=False), in_browser=True).err.getvalue()
    assert "warning: could not open a browser" in told
