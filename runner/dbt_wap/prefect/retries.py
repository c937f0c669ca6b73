"""Steps of the flow as Prefect tasks, retried when what failed may pass."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from dbt_wap.errors import DbtFailed, Interrupted, Locked, WapError
from dbt_wap.prefect.signals import interruptible

T = TypeVar("T")
_READS, _READ_DELAY = 30, 2.0

_HELD = re.compile(r"\block\b.*\bheld\b|lock was not created|is open in process", re.S)
"""What Locked says if a process has the lock; it also says that an earlier candidate is open."""

_PASSING = re.compile(
    r"connection (?:\w+ ){0,3}(?:refused|reset|aborted|closed|lost|failed|broken|terminated)"
    r"|(?:not|cannot|failed to|unable to) (?:be )?(?:connect|reach|establish)"
    r"|timed out|timeout (?:error|expired)|(?:read|connect|network|gateway|lock) timeout"
    r"|broken pipe|network is unreachable|no route to host|name resolution|deadlock"
    r"|temporarily unavailable|service unavailable|temporary failure|try again later"
    r"|too many requests|\bHTTP(?:/\S+)?(?: error)?:? (?:429|5\d\d)\b|could not set lock"
    r"|\b25000[1-9]\b",
    re.IGNORECASE,
)
"""Words of warehouses, drivers and registries for a failure whose cause may pass."""


def may_pass(error: BaseException) -> bool:
    """Return whether the same step may succeed later, although nothing was fixed.

    Publishing again finishes an interrupted publish, whatever the cause.
    """
    if isinstance(error, Interrupted):
        return True
    if isinstance(error, Locked):
        return bool(_HELD.search(error.what))
    untouched = getattr(error, "prod", None) in (None, "unchanged")
    return isinstance(error, DbtFailed) and untouched and bool(_PASSING.search(error.what))


def patiently(read: Callable[[], T]) -> T:
    """Read the record, again for a minute if another process has the warehouse open."""
    for _ in range(_READS):
        try:
            return read()
        except WapError as error:
            if not may_pass(error):
                raise
        time.sleep(_READ_DELAY)
    return read()


@dataclass(frozen=True)
class Retries:
    """How often a step is retried, after how many seconds; the warehouse is released meanwhile."""

    count: int
    delay: float
    release: Callable[[], None]

    def step(self, name: str, work: Callable[[], T]) -> T:
        """Run a step as a task. Results are never stored: the warehouse has the record."""

        def condition(task: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
            self.release()
            return isinstance(state.data, BaseException) and may_pass(state.data)

        task = Task(
            interruptible()(work),
            name=name,
            retries=self.count,
            retry_delay_seconds=self.delay,
            retry_condition_fn=condition,
            cache_policy=NO_CACHE,
            persist_result=False,
        )
        return task()
