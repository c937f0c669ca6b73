"""A local server for the tests of the channels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from local_server import Local, serving


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No request of these tests goes through a proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "*")


@pytest.fixture
def local() -> Iterator[Local]:
    """A running server on 127.0.0.1."""
    with serving() as server:
        yield server
