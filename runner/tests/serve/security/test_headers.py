"""What every answer has, and what is refused before any page sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from dbt_wap.errors import ConfigError
from dbt_wap.serve import security
from dbt_wap.serve.model import ServeOptions
from secured_site import Browser, Site, audited, made_home

PATHS = ("/", "/login", "/healthz", "/static/app.css", "/static/no.css", "/api/v1/runs", "/fails")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(made_home(tmp_path, "ana"))


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers(site: Site, path: str) -> None:
    browser = Browser(site)
    browser.login()
    answer = browser.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert ("no-store" in answer.headers.get("cache-control", "")) != path.startswith("/static/")
    assert "strict-transport-security" not in answer.headers
    assert "server" not in answer.headers


def test_an_error_that_no_page_expected_says_nothing_of_it(site: Site) -> None:
    browser = Browser(site)
    browser.login()
    answer = browser.get("/fails")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_with_https_browsers_are_told_to_stay_with_it(tmp_path: Path) -> None:
    site = Site(made_home(tmp_path), ServeOptions(public_url="https://wap.example"))
    answer = Browser(site, url="https://wap.example").get("/login")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "127.0.0.1.evil.example", "wap.example@evil.example", "a@127.0.0.2"),
        *("", "[::1", "a b", "ä", "0.0.0.0", "[::]:8765"),
    ],
)
def test_a_foreign_host_is_refused(site: Site, host: str) -> None:
    with audited() as lines:
        answer = Browser(site).get("/login", [("Host", host.encode())])
    assert answer.status_code == 421
    assert "--public-url" in answer.text
    assert len(lines) == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765", "10.1.2.3", "wap.example"]
)
def test_addresses_and_our_own_names_are_answered(tmp_path: Path, host: str) -> None:
    site = Site(made_home(tmp_path), ServeOptions(public_url="http://wap.example:8080"))
    assert Browser(site).get("/login", {"Host": host}).status_code == 200


def test_the_address_that_listens_everywhere_is_not_a_name(tmp_path: Path) -> None:
    site = Site(made_home(tmp_path), ServeOptions(host="0.0.0.0"))
    assert Browser(site).get("/login", {"Host": "0.0.0.0:8765"}).status_code == 421


def test_two_hosts_are_refused(site: Site) -> None:
    headers = [("Host", "127.0.0.1"), ("Host", "evil.example")]
    assert Browser(site).get("/login", headers).status_code == 421


@pytest.mark.parametrize("path", ["/login", "/api/v1/runs/a/approve"])
def test_a_large_body_is_refused_however_it_is_sent(site: Site, path: str) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b"x" * 1024

    async def send(body: object) -> int:
        headers = {"Authorization": f"Bearer {site.home.add_token('bot')}"}
        client = Browser(site).client
        answer = await client.post(path, content=body, headers=headers)  # type: ignore[arg-type]
        return answer.status_code

    assert asyncio.run(send(b"x" * 70_000)) == 413
    assert asyncio.run(send(chunks())) == 413
    assert not site.decided


@pytest.mark.parametrize(
    "given",
    [
        {"proxy_header": "X-User"},
        {"proxy_addresses": ("10.0.0.1",)},
        {"proxy_groups_header": "X-Groups"},
        {"proxy_header": "X-User", "proxy_addresses": ("10.0.0.1", "proxy.example")},
        {"proxy_header": "X-User", "proxy_addresses": ("10.0.0.1/24",)},
        {"proxy_header": "X-User", "proxy_addresses": ("0.0.0.0/0",)},
        {"proxy_header": "X-User", "proxy_addresses": ("::/0",)},
    ],
)
def test_a_proxy_is_switched_on_by_its_header_and_its_address(
    tmp_path: Path, given: dict[str, object]
) -> None:
    with pytest.raises(ConfigError):
        security.middleware(made_home(tmp_path), ServeOptions(**given))  # type: ignore[arg-type]
