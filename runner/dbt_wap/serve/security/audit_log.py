"""Write one line for every login, decision and refused attempt.

A line never has a password, a token or a link. Values are escaped, so none can start a line.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar, cast

from dbt_wap.errors import reason_of
from dbt_wap.model import Person
from dbt_wap.report.values import visible
from dbt_wap.serve.model import Outcome

Tell = Callable[[str, Mapping[str, str | None]], None]
T = TypeVar("T")
Act = TypeVar("Act", bound=Callable[..., Coroutine[Any, Any, Outcome]])

ADDRESS: ContextVar[str | None] = ContextVar("address", default=None)
"""The address of the client whose request is handled."""

_LONGEST = 200
_LOG = logging.getLogger("dbt_wap.audit")
_LOG.setLevel(logging.INFO)
_LOG.propagate = False


class Deciding(Protocol):
    """What a line about a decision needs of `Service`."""

    def target(self, run_id: str) -> str | None:
        """Return the target of a run that was read."""

    def begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin work that goes on without its caller."""


def record(
    what: str,
    outcome: str,
    *,
    person: Person | None = None,
    who: str | None = None,
    run_id: str | None = None,
    target: str | None = None,
    reason: str | None = None,
) -> None:
    """Write a line: who did what, through which door, from which address, why, and the outcome."""
    said: dict[str, str | None] = {
        "what": what,
        "outcome": outcome,
        "who": person.name if person else who,
        "door": person.door if person else None,
        "identity": person.identity if person else None,
        "address": ADDRESS.get(),
        "run_id": run_id,
        "target": target,
        "reason": reason,
    }
    data = {name: value and visible(value)[:_LONGEST] for name, value in said.items()}
    shown = " ".join(f"{name}={_quoted(value)}" for name, value in data.items() if value)
    _LOG.info("audit: %s", shown, extra={"wap_audit": data})


def recorded(act: Act) -> Act:
    """Do a decision of `Service` to its end, even if its caller is cancelled, and write a line."""

    async def recording(service: Deciding, run_id: str, person: Person, **given: Any) -> Outcome:
        def write(outcome: str) -> None:
            of_run = {"run_id": run_id, "target": service.target(run_id)}
            record(what, outcome, person=person, reason=given.get("reason"), **of_run)

        what = act.__name__ + (" and publish" if given.get("publish") else "")
        try:
            outcome = await act(service, run_id, person, **given)
        except BaseException as error:
            ended = f"refused: {reason_of(error)}" if isinstance(error, Exception) else "cut off"
            write(ended)
            raise
        write(outcome.text)
        return outcome

    @functools.wraps(act)
    async def going_on(service: Deciding, *given: Any, **named: Any) -> Outcome:
        return await asyncio.shield(service.begin(recording(service, *given, **named)))

    return cast(Act, going_on)


@contextmanager
def sent_to(tell: Tell) -> Iterator[None]:
    """Pass every line to a function meanwhile, as text and as values."""
    handler = _Handler(tell)
    _LOG.addHandler(handler)
    try:
        yield
    finally:
        _LOG.removeHandler(handler)


class _Handler(logging.Handler):
    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(record.getMessage(), getattr(record, "wap_audit", {}))


def _quoted(value: str) -> str:
    """Return the value, in quotes if it could be read as more than one."""
    plain = value and not any(char in ' "=\\' for char in value)
    return value if plain else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
