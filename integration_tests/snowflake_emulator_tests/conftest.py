"""Fixtures: an emulator per test, and clients that talk to it through the real connector."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from emulator_client import Client

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

_NEEDED = ("fakesnow", "snowflake.connector", "dbt.adapters.snowflake")


def _has(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


# Without the emulator's dependencies nothing here can start one.
collect_ignore_glob = [] if all(map(_has, _NEEDED)) else ["test_emulator_*.py"]


@pytest.fixture
def emulator() -> Iterator[Any]:
    from integration_tests.snowflake_emulator import Emulator

    with Emulator() as running:
        yield running


@pytest.fixture
def connect(emulator: Any) -> Iterator[Callable[..., Client]]:
    clients: list[Client] = []

    def make(**overrides: Any) -> Client:
        client = Client(emulator.connection(**overrides))
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def admin(connect: Callable[..., Client]) -> Client:
    return connect()
