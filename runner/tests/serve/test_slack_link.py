"""The link of /wap link: once, ten minutes, after a login that proves who someone is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from dbt_wap.model import Person
from dbt_wap.serve.home import Home
from dbt_wap.serve.slack import linking
from dbt_wap.serve.slack.linking import Links
from dbt_wap.serve.slack.payload import Sender
from standin import TestClient
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

SENDER = Sender("A1", "T1", "jaffle", "U1", "T1", "<b>ana</b>")


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class As:
    """Lets every request come from one person."""

    person = Person("ana", "page", "password")

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["person"] = As.person
        await self.app(scope, receive, send)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", tmp_path / "project")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def links(home: Home, clock: Clock) -> Links:
    return Links(home, "https://wap.example", clock)


@pytest.fixture
def site(home: Home, links: Links) -> Iterator[TestClient]:
    app = Starlette(routes=linking.routes(links, home))
    app.state.project = "shop"
    with TestClient(As(app), base_url="https://wap.example") as client:
        yield client


def test_it_names_the_slack_user_and_links_once(home: Home, links: Links, site: TestClient) -> None:
    url = links.make(SENDER)
    assert re.fullmatch(r"https://wap\.example/slack/link/[\w.-]+", url)
    page = site.get(url)
    assert page.status_code == 200
    for word in ("&lt;b&gt;ana&lt;/b&gt;", "jaffle", "T1", "U1"):
        assert word in page.text
    assert home.slack_name("T1", "U1") is None, "looking is not linking"
    assert "Linked." in site.post(url).text
    assert home.slack_name("T1", "U1") == "ana"
    home.unlink_slack("T1", "U1")
    assert site.post(url).status_code == 410
    assert home.slack_name("T1", "U1") is None


def test_old_and_changed_links_link_nothing(
    home: Home, links: Links, site: TestClient, clock: Clock
) -> None:
    url = links.make(SENDER)
    for bad in (url[:-1], url + "x", "/slack/link/x", url.replace("link/", "link/I")):
        assert site.get(bad).status_code == 410
        assert site.post(bad).status_code == 410
    clock.now += 601
    assert site.get(url).status_code == 410
    assert site.post(url).status_code == 410
    assert home.slack_name("T1", "U1") is None


def test_a_name_that_anyone_can_take_is_not_linked(
    home: Home, links: Links, site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(As, "person", Person("ana", "page", "shell"))
    url = links.make(SENDER)
    assert site.get(url).status_code == 403
    assert site.post(url).status_code == 403
    monkeypatch.setattr(As, "person", Person("ana", "page", "proxy"))
    assert "Linked." in site.post(url).text
