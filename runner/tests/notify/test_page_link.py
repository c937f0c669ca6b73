"""Messages link to the page of a run, by a signed link where a key is known."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from dbt_wap import links
from dbt_wap.config import Settings
from dbt_wap.notify.page_link import page_url
from dbt_wap.report.report import Report, read_report
from made_notices import report

SECRET = "s" * 40
SETTINGS = Settings(Path("/shop"), serve_url="https://wap.example/")
REPORT = read_report(
    report(created_at="2026-03-01T10:11:30Z", expires_at="2126-03-02T10:11:12+00:00")
)
PLAIN = "https://wap.example/runs/20260301_101112_ab12"


def link_to(url: str | None, key: bytes) -> links.Link:
    """Read the signed link of a URL."""
    assert url is not None
    assert url.startswith("https://wap.example/go/")
    return links.read(key, url.removeprefix("https://wap.example/go/"))


def test_the_link_names_the_run_and_the_report_that_was_shown() -> None:
    url = page_url(SETTINGS, {"WAP_SERVE_SECRET": SECRET}, REPORT, signed=True)
    shown = links.Link("20260301_101112_ab12", "prod", "2026-03-01T10:11:30Z")
    assert link_to(url, SECRET.encode()) == shown


@pytest.mark.parametrize("where", ["the home of the server", "the folder of the user"])
def test_the_key_on_this_machine_signs_too(tmp_path: Path, where: str) -> None:
    known = replace(SETTINGS, app_dir=tmp_path)
    home = links.default_home(tmp_path, known.project_dir, REPORT.project)
    if where == "the home of the server":
        home = tmp_path / "elsewhere"
        known = replace(known, serve_home=home)
    home.mkdir()
    (home / "secret.key").write_text("k" * 64)
    assert link_to(page_url(known, {}, REPORT, signed=True), b"k" * 64).run_id == REPORT.run_id


def test_without_a_key_the_link_is_plain(tmp_path: Path) -> None:
    known = replace(SETTINGS, app_dir=tmp_path)
    assert page_url(known, {}, REPORT, signed=True) == PLAIN
    assert page_url(known, {"WAP_SERVE_SECRET": "short"}, REPORT, signed=True) == PLAIN


def test_without_the_library_or_a_time_the_link_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = {"WAP_SERVE_SECRET": SECRET}
    odd: Report = replace(REPORT, expires_at="soon")
    assert page_url(SETTINGS, secret, odd, signed=True) == PLAIN
    monkeypatch.setitem(sys.modules, "itsdangerous", None)
    assert page_url(SETTINGS, secret, REPORT, signed=True) == PLAIN


def test_after_the_decision_the_link_is_plain() -> None:
    assert page_url(SETTINGS, {"WAP_SERVE_SECRET": SECRET}, REPORT, signed=False) == PLAIN


@pytest.mark.parametrize("url", [None, "", " "])
def test_without_a_page_there_is_no_link(url: str | None) -> None:
    assert page_url(replace(SETTINGS, serve_url=url), {}, REPORT, signed=True) is None


def test_a_hostile_run_id_stays_one_part_of_the_path() -> None:
    odd = replace(REPORT, run_id="../a?b#c d")
    expected = "https://wap.example/runs/..%2Fa%3Fb%23c%20d"
    assert page_url(SETTINGS, {}, odd, signed=False) == expected
