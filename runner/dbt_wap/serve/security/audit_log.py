"""Write one line for every login, decision and refused attempt.

A line never has a password, a token or a link. Values are escaped, so none can start a line.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from dbt_wap.errors import reason_of
from dbt_wap.model import Person
from dbt_wap.report.values import visible
from dbt_wap.serve.model import Outcome

Tell = Callable[[str, Mapping[str, str | None]], None]
Act = TypeVar("Act", bound=Callable[..., Coroutine[Any, Any, Outcome]])

ADDRESS: ContextVar[str | None] = ContextVar("address", default=None)
"""The address of the client whose request is handled."""

_LONGEST = 200
_LOG = logging.getLogger("dbt_wap.audit")
_LOG.setLevel(logging.INFO)
_LOG.propagate = False


def record(
    what: str,
    outcome: str,
    *,
    person: Person | None = None,
    who: str | None = None,
    run_id: str | None = None,
) -> None:
    """Write a line: who did what, through which door, from which address, and what came of it."""
    said: dict[str, str | None] = {
        "what": what,
        "outcome": outcome,
        "who": person.name if person else who,
        "door": person.door if person else None,
        "identity": person.identity if person else None,
        "address": ADDRESS.get(),
        "run_id": run_id,
    }
    data = {name: value and visible(value)[:_LONGEST] for name, value in said.items()}
    shown = " ".join(f"{name}={_quoted(value)}" for name, value in data.items() if value)
    _LOG.info("audit: %s", shown, extra={"wap_audit": data})


def recorded(act: Act) -> Act:
    """Write a line for each call of a decision of `Service`, whatever comes of it."""

    @functools.wraps(act)
    async def recording(service: object, run_id: str, person: Person, **given: Any) -> Outcome:
        what = act.__name__ + (" and publish" if given.get("publish") else "")
        try:
            outcome = await act(service, run_id, person, **given)
        except Exception as error:
            record(what, f"refused: {reason_of(error)}", person=person, run_id=run_id)
            raise
        record(what, outcome.text, person=person, run_id=run_id)
        return outcome

    return cast(Act, recording)


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
