"""The emulator as a context manager: a server in a thread, and the hooks that tests use."""

from __future__ import annotations

import os
import threading
from types import TracebackType
from typing import Any

from ..engine.engine import Engine, Executed
from ..engine.faults import Fault

# Handlers register themselves when their modules are imported.
from ..statements import (  # noqa: F401
    account_objects,
    alter_table,
    containers,
    context,
    grants,
    objects,
    ownership,
    show,
    show_grants,
    show_parameters,
    tables,
    views,
)
from .server import Server


class Emulator:
    """`with Emulator() as e:` serves on 127.0.0.1:e.port until the block ends."""

    def __init__(
        self,
        port: int = 0,
        databases: tuple[str, ...] = ("ANALYTICS",),
        inherited_grants: bool = False,
        hybrid_clone: str = "skip",
        engine: Engine | None = None,
    ) -> None:
        self.engine = engine or Engine(databases, inherited_grants, hybrid_clone)
        orders = os.environ.get("SNOWFLAKE_EMULATOR_FAULTS")
        if orders and engine is None:
            self.engine.faults.load(orders)
        self._server = Server(port, self.engine)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    def __enter__(self) -> Emulator:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Idempotent; running statements are cancelled."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self.engine.close()
        self._server.workers.shutdown(wait=True, cancel_futures=True)

    def copy(self, port: int = 0) -> Emulator:
        """A second emulator, not yet started, that has what this one has now.

        All records and committed data go along; sessions and what is theirs (temporary tables,
        open transactions), locks, faults and the log do not. Ask before this one is stopped.
        """
        return Emulator(port, engine=self.engine.copy())

    @property
    def port(self) -> int:
        return self._server.port

    def connection(self, **overrides: Any) -> dict[str, Any]:
        """The arguments of `snowflake.connector.connect`."""
        return {
            "account": "emulator",
            "user": "tester",
            "password": "any",
            "host": "127.0.0.1",
            "port": self.port,
            "protocol": "http",
            "database": next(iter(self.engine.account.databases), None),
            "warehouse": "COMPUTE_WH",
            "role": "ACCOUNTADMIN",
            **overrides,
        }

    def profile(self, **overrides: Any) -> dict[str, Any]:
        """One output of a dbt profile."""
        return {
            "type": "snowflake",
            **self.connection(),
            "schema": "PUBLIC",
            "threads": 2,
            **overrides,
        }

    def statements(self, match: str = "", inside: bool | None = None) -> list[Executed]:
        """What was executed so far, oldest first; `match` is text in any case.

        `inside` picks the statements that blocks ran (True) or that clients sent (False).
        """
        return [
            line
            for line in self.engine.log
            if match.lower() in line.text.lower() and inside in (None, line.inside)
        ]

    def fail_at(self, n: int, kind: str = "error", match: str | None = None, **more: Any) -> Fault:
        """The n-th statement from now (that matches) meets the fault; see `faults`."""
        return self.engine.faults.add(n=n, kind=kind, match=match, **more)

    def clear_faults(self) -> None:
        self.engine.faults.clear()
