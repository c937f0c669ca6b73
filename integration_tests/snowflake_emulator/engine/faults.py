"""Faults on order: the n-th statement from now fails, or its connection is dropped.

`error`        the statement is not executed; the client gets an error
`drop_before`  the connection is closed and the statement is not executed
`drop_after`   the statement is executed and the connection is closed before the reply

Statements that a block runs are counted too (with `inside`: only they, or only the others). There
an `error` can be handled by the block, and a drop cuts the block off: nothing of it runs any more.

The connector repeats a request whose connection was lost, with the same request id. By default
the repetition is answered with an error, so that the client learns nothing about the outcome;
with `recover` it is served as Snowflake would: executed if it was not, else with its result.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from typing import Any

from ..values.errors import SnowflakeError

KINDS = ("error", "drop_before", "drop_after")


@dataclass
class Fault:
    n: int
    kind: str = "error"
    match: str | None = None
    code: int = 300010
    message: str = "Injected fault"
    recover: bool = False
    inside: bool | None = None
    fired: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {self.kind!r}")
        if self.n < 1:
            raise ValueError(f"n counts from 1, not {self.n}")
        self._pattern = re.compile(self.match or "", re.I | re.S)

    def applies(self, text: str, inside: bool) -> bool:
        """Counts the statement; true when it is the one to fail."""
        if self.fired or self.inside not in (None, inside) or not self._pattern.search(text):
            return False
        self.n -= 1
        self.fired = self.n == 0
        return self.fired

    def error(self) -> SnowflakeError:
        return SnowflakeError(self.code, "XX000", self.message)


class ConnectionLost(Exception):
    """A fault dropped the connection while a block was running."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"connection lost inside a block: {fault.error()}")
        self.fault = fault


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: list[Fault] = []

    def add(self, **order: Any) -> Fault:
        fault = Fault(**order)
        with self._lock:
            self._orders.append(fault)
        return fault

    def clear(self) -> None:
        with self._lock:
            self._orders.clear()

    def strike(self, text: str, inside: bool = False) -> Fault | None:
        """The fault that hits this statement, if any; every order counts it."""
        with self._lock:
            hits = [fault for fault in self._orders if fault.applies(text, inside)]
            self._orders = [fault for fault in self._orders if not fault.fired]
        return hits[0] if hits else None

    def load(self, text: str) -> None:
        """Orders written as JSON: one object or a list, with the fields of Fault."""
        orders = json.loads(text)
        for order in orders if isinstance(orders, list) else [orders]:
            self.add(**order)
