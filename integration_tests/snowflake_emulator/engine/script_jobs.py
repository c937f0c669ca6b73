"""RESULTSETs and the asynchronous child jobs of a block.

On Snowflake a child runs at any time between ASYNC and the AWAIT that waits for it. Here it runs in
that AWAIT, and of several children, the one started last runs first: a block that relies on the
order in which its children were started, or on a child that it did not wait for, fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..values import errors
from ..values.errors import SnowflakeError
from ..values.lexer import Token
from ..values.results import Result
from .script_values import Row

MOST = 4000
"""How many children may run at the same time."""
STOPS = (604, 630, 99999, 300002)
"""Errors that end a block, and that no handler sees: cancelled, timed out, not emulated."""


@dataclass(eq=False)
class Job:
    """The query of a RESULTSET, or a child that no RESULTSET refers to."""

    at: Token
    work: Callable[[], Result]
    result: Result | None = None
    error: SnowflakeError | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except SnowflakeError as error:
            if error.code in STOPS:
                raise
            self.error = error

    @property
    def done(self) -> bool:
        return self.result is not None or self.error is not None


@dataclass
class ResultSet:
    """What LET or DECLARE made; without a job, no query was assigned to it yet."""

    name: str
    job: Job | None = None
    is_child: bool = False
    awaited: bool = False


class Jobs:
    """The children of one block; those that still run when it ends are cancelled."""

    def __init__(self) -> None:
        self.running: list[Job] = []
        self.failed: list[Job] = []  # those whose error no AWAIT has raised yet

    def start(self, job: Job) -> None:
        if len(self.running) >= MOST:
            text = f"The number of concurrent asynchronous child jobs exceeds the limit of {MOST}."
            raise SnowflakeError(90321, "0A000", text)
        self.running.append(job)

    def wait(self, wanted: Job | None = None) -> Job | None:
        """Wait for one child or for all; return it, or the first of all, if it failed."""
        while self.running and (not self.failed if wanted is None else not wanted.done):
            job = self.running.pop()
            job.run()
            if job.error:
                self.failed.append(job)
        found = wanted or next(iter(self.failed), None)
        if found in self.failed:
            self.failed.remove(found)
        return found if found and found.error else None

    def cancel(self, job: Job) -> None:
        if job in self.running:
            self.running.remove(job)
            job.error = errors.canceled()


def resultset(name: str, scope: Mapping[str, Any]) -> ResultSet:
    found = scope.get(name)
    if not isinstance(found, ResultSet):
        text = f"error line 1 at position 0\ninvalid identifier '{name}'"
        raise errors.compilation(904, "42000", text)
    return found


def rows(found: ResultSet) -> list[Row]:
    """The rows of a RESULTSET whose query has run and, if it is a child, was waited for."""
    if found.job is None or found.job.result is None or not found.awaited:
        text = f"The results of RESULTSET '{found.name}' are not available: AWAIT comes first."
        raise SnowflakeError(90322, "55000", text)
    table = found.job.result.table
    names = table.column_names
    return [
        Row(dict(zip(names, values, strict=True)))
        for values in zip(*(column.to_pylist() for column in table.columns), strict=True)
    ]
