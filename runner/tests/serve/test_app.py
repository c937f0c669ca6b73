"""The application answers to its own names only, and says how it is."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from dbt_wap.serve.app import KnownHosts, healthz, known_hosts
from dbt_wap.serve.model import ServeOptions
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route


def answer(options: ServeOptions, host: str) -> int:
    middleware = [Middleware(KnownHosts, hosts=known_hosts(options))]
    app = Starlette(routes=[Route("/healthz", healthz)], middleware=middleware)

    async def ask() -> int:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
            named = [(b"host", host.encode())]
            return (await client.get("/healthz", headers=named)).status_code

    return asyncio.run(ask())


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "LOCALHOST:1", "[::1]:8765", "localhost"])
def test_loopback_has_its_names(host: str) -> None:
    assert answer(ServeOptions(), host) == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "a@127.0.0.2", "[", "10.0.0.5", "ä"]
)
def test_other_names_are_refused(host: str) -> None:
    assert answer(ServeOptions(), host) == 421


def test_the_public_url_and_the_address_are_names_too() -> None:
    options = ServeOptions(host="10.0.0.5", public_url="https://wap.example.com")
    assert answer(options, "WAP.example.com") == 200
    assert answer(options, "10.0.0.5:8765") == 200
    assert answer(options, "example.com") == 421
    assert answer(ServeOptions(host="0.0.0.0"), "0.0.0.0:8765") == 421
