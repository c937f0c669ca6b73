"""One thread does all tasks, one at a time and in order."""

from __future__ import annotations

import asyncio
import threading

import pytest
from dbt_wap.serve.worker import Worker


def test_tasks_run_one_at_a_time_in_order() -> None:
    worker, seen, threads = Worker(), list[int](), set[int]()

    def task(number: int) -> int:
        seen.append(number)
        threads.add(threading.get_ident())
        return number

    async def main() -> list[int]:
        return await asyncio.gather(
            *(worker.call(lambda n=n: task(n)) for n in range(20))  # type: ignore[misc]
        )

    assert asyncio.run(main()) == seen == list(range(20))
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    worker.stop(5)


def test_the_error_of_a_task_is_its_callers_alone() -> None:
    worker = Worker()

    async def main() -> int:
        with pytest.raises(ZeroDivisionError):
            await worker.call(lambda: 1 // 0)
        with pytest.raises(KeyboardInterrupt):
            await worker.call(_interrupted)
        return await worker.call(lambda: 7)

    assert asyncio.run(main()) == 7
    worker.stop(5)


def _interrupted() -> None:
    raise KeyboardInterrupt


def test_a_caller_that_leaves_stops_no_task_that_has_begun() -> None:
    worker, begun, go_on, done = Worker(), threading.Event(), threading.Event(), list[str]()

    def slow() -> None:
        begun.set()
        assert go_on.wait(10)
        done.append("slow")

    async def main() -> None:
        first = asyncio.create_task(worker.call(slow))
        second = asyncio.create_task(worker.call(lambda: done.append("second")))
        await asyncio.to_thread(begun.wait, 10)
        for task in (first, second):
            task.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        go_on.set()
        await worker.call(lambda: done.append("third"))

    asyncio.run(main())
    assert done == ["slow", "third"]
    worker.stop(5)


def test_the_thread_ends_when_it_is_told_to() -> None:
    worker, go_on = Worker(), threading.Event()
    assert worker._thread.daemon
    worker.submit(go_on.wait)
    worker.stop(0)
    assert worker.is_alive
    go_on.set()
    worker.stop(5)
    assert not worker.is_alive
