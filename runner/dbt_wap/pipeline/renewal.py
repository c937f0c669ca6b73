"""The lock of a long step is renewed beside it, by a dbt process of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import WapError


@contextmanager
def renewed(dbt: Dbt, context: Mapping[str, Any], lasts: float | None) -> Iterator[None]:
    """The lock, which lasts so many seconds, does not expire within the block.

    dbt runs one command at a time in a process, so a build cannot renew the lock from within; a
    second dbt can, whichever way dbt is called. `lasts` is None where nobody could look at the lock
    while a build runs: the hooks of the build renew it there. A renewal that fails is no failure:
    each step checks its lock before it changes anything.
    """
    if lasts is None:
        yield
        return
    ended = threading.Event()

    def renew() -> None:
        other = dbt.beside()
        while not ended.wait(lasts / 3):
            with suppress(WapError):
                other.operation("renew_lock", {"context": dict(context)})

    thread = threading.Thread(target=renew, name="wap-renewal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
