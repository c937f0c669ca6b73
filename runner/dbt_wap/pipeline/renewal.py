"""Renews the lock during a long step, in a separate dbt process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import WapError


@contextmanager
def renewed(
    dbt: Dbt, arguments: Callable[[], Mapping[str, Any]], lasts: float | None
) -> Iterator[None]:
    """Keep the lock, which lasts `lasts` seconds, from expiring within the block.

    dbt runs one command at a time in a process, so a build cannot renew the lock; a second dbt
    process can. `arguments` returns those of renew_lock. `lasts` is None on an engine that allows
    only one process: there, the hooks of the build renew the lock. A failed renewal is ignored,
    because each step checks its lock before it changes anything.
    """
    if lasts is None:
        yield
        return
    ended = threading.Event()

    def renew() -> None:
        other = dbt.beside()
        while not ended.wait(lasts / 3):
            with suppress(WapError):
                other.operation("renew_lock", arguments())

    thread = threading.Thread(target=renew, name="wap-renewal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
