"""The one thread that runs dbt."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Runs one task at a time: dbt in process is not thread-safe and changes the environment.

    The thread does not keep the process from exiting.
    """

    def __init__(self) -> None:
        self._tasks: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="wap-dbt", daemon=True)
        self._thread.start()

    def submit(self, task: Callable[[], T]) -> Future[T]:
        """Add a task to the queue."""
        future: Future[T] = Future()
        self._tasks.put((future, task))
        return future

    async def call(self, task: Callable[[], T]) -> T:
        """Run a task when its turn comes and return its result.

        A task that has begun runs to its end, even if the caller is cancelled.
        """
        return await asyncio.wrap_future(self.submit(task))

    def stop(self, seconds: float) -> None:
        """End the thread once its tasks are done, or leave it behind after this time."""
        self._tasks.put(None)
        self._thread.join(seconds)

    @property
    def is_alive(self) -> bool:
        """Whether the thread has not ended."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while (found := self._tasks.get()) is not None:
            future, task = found
            found = None
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = task()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)
