"""Table locks: UPDATE, DELETE, MERGE and what replaces all rows wait for one another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ..values import errors
from .records import Obj


class Locks:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: dict[int, int] = {}  # object id -> session id

    def acquire(self, obj: Obj, session: int, timeout: float, canceled: Callable[[], bool]) -> None:
        """The session holds the lock until it releases all; waits at most `timeout` seconds."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while self._held.get(obj.id, session) != session:
                left = deadline - time.monotonic()
                if canceled():
                    raise errors.canceled()
                if left <= 0:
                    raise errors.lock_timeout(obj.name)
                self._changed.wait(min(left, 0.1))
            self._held[obj.id] = session

    def release(self, session: int) -> None:
        with self._changed:
            self._held = {obj: who for obj, who in self._held.items() if who != session}
            self._changed.notify_all()

    def held(self) -> dict[int, int]:
        with self._changed:
            return dict(self._held)
