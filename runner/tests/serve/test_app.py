"""The application as a whole: what answers where, and what an error looks like."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from dbt_wap.serve.app import create_app
from dbt_wap.serve.home import Home
from dbt_wap.serve.model import ServeOptions
from standin import StandIn


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("WAP_SERVE_SECRET", raising=False)
    return Home(tmp_path / "home", tmp_path / "project")


def get(home: Home, path: str, **headers: str) -> httpx.Response:
    """What an application of these options answers."""
    app = create_app(StandIn(), home, ServeOptions(project="shop"))  # type: ignore[arg-type]

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


def test_health_is_open_to_all_and_asks_no_warehouse(home: Home) -> None:
    answer = get(home, "/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["content-security-policy"]


def test_pages_and_api_need_a_person(home: Home) -> None:
    assert get(home, "/").headers["location"].startswith("/login")
    assert get(home, "/runs/x").status_code == 303
    assert get(home, "/api/v1/runs").status_code == 401
    assert get(home, "/api/v1/openapi.json").status_code == 200
    assert get(home, "/login").status_code == 200


def test_a_server_of_another_name_does_not_answer(home: Home) -> None:
    assert get(home, "/healthz", host="evil.example").status_code == 421


def test_what_does_not_exist_is_said_in_the_form_of_its_door(home: Home) -> None:
    token = {"authorization": f"Bearer {home.add_token('ci')}"}
    for path in ("/api/v1", "/api/v1/", "/api/v1/nothing"):
        answer = get(home, path, **token)
        assert answer.status_code == 404, path
        assert answer.json()["error"]["code"] == 2
    page = get(home, "/static/nothing.css")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "This page does not exist." in page.text


def test_a_bug_is_a_page_with_the_headers_of_every_page(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Home) -> list[str]:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Home, "users", fail)
    answer = get(home, "/login")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"]
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("options", "url"),
    [
        (ServeOptions(port=1), "http://127.0.0.1:1"),
        (ServeOptions(host="0.0.0.0", port=1), "http://127.0.0.1:1"),
        (ServeOptions(host="::", port=1), "http://[::1]:1"),
        (ServeOptions(public_url="https://wap.example.com"), "https://wap.example.com"),
    ],
)
def test_the_url_is_what_people_open(options: ServeOptions, url: str) -> None:
    assert options.url == url
