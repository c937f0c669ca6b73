"""Waits for a decision: the flow run is paused or suspended until someone answers its form."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.responses import SetStateStatus
from prefect.exceptions import FlowPauseTimeout, Pause
from prefect.flow_runs import pause_flow_run, suspend_flow_run
from prefect.logging import get_logger
from pydantic import ValidationError

from dbt_wap.prefect.form import Approval

Mode = Literal["pause", "suspend"]

POLL = 3
_SLACK = 60
_KEY = re.compile(r"wap-(?P<number>\d+)-\d*")
ITSELF = "dbt-wap"
"""Who answers the form when the record has the decision already."""
_LONGEST = 900.0


@dataclass(frozen=True)
class Answer:
    """An answer to the form, or None if the wait ended without one.

    `is_shown`: the form showed the latest report. `late`: no one answered in time.
    """

    form: Approval | None
    is_shown: bool
    late: bool = False


@dataclass
class Wait:
    """The waits of one flow run. `decided` reads the record: whether no decision is needed."""

    flow_run_id: str
    mode: Mode
    timeout: float
    watch: float
    decided: Callable[[], bool]

    def earlier(self) -> int:
        """Return the number of the last wait of this flow run, 0 if it has not waited yet."""
        return max((int(at["number"]) for at in self._keys()), default=0)

    def ask(self, number: int, form: type[Approval], seen: str) -> Answer:
        """Wait for an answer. A wait that was answered before returns its answer again."""
        known = (at for at in self._keys() if int(at["number"]) == number)
        key = next((at.group() for at in known), f"wap-{number}-{_digits(seen)}")
        is_shown = key.endswith(f"-{_digits(seen)}")
        late = False
        try:
            if self.mode == "suspend":
                made = self._suspended(key, form)
            else:
                made, late = self._paused(key, form)
        except ValidationError:  # resumed without an answer
            return Answer(None, is_shown)
        except FlowPauseTimeout:
            return Answer(None, is_shown, late=True)
        return Answer(None if late or made.who == ITSELF else made, is_shown, late)

    def _keys(self) -> list[re.Match[str]]:
        with get_client(sync_client=True) as client:
            policy = client.read_flow_run(UUID(self.flow_run_id)).empirical_policy
        found = (_KEY.fullmatch(key) for key in policy.pause_keys or ())
        return [at for at in found if at]

    def _suspended(self, key: str, form: type[Approval]) -> Approval:
        """Suspend the flow run, and resume it at once if someone has decided meanwhile."""
        try:
            return suspend_flow_run(form, timeout=int(self.timeout), key=key)
        except Pause:
            if self.decided():
                self._resume()
            raise

    def _paused(self, key: str, form: type[Approval]) -> tuple[Approval, bool]:
        """Pause the flow run; return the answer, and whether the wait was too long."""
        ended, late = threading.Event(), threading.Event()
        run = copy_context().run
        watch = threading.Thread(target=run, args=(self._watch, ended, late), name="wap-watch")
        watch.start()
        try:
            limit = int(self.timeout) + _SLACK  # after ours, so that we say what to do next
            made = pause_flow_run(form, timeout=limit, poll_interval=POLL, key=key)
        finally:
            ended.set()
            watch.join()
        return made, late.is_set()

    def _watch(self, ended: threading.Event, late: threading.Event) -> None:
        """Resume the paused flow run once the record has a decision, or the wait is too long.

        The record is read ever less often, because a read may start a warehouse.
        """
        begun = time.monotonic()
        while True:
            passed = time.monotonic() - begun
            left = max(self.timeout - passed, 0.0)
            following = min(max(self.watch, passed / 10), _LONGEST) if self.watch else left
            if ended.wait(min(following, left)):
                return
            try:
                if following >= left:
                    if self._resume():  # if not, someone has just answered
                        late.set()
                    return
                if self.decided() and self._resume():
                    return
            except Exception as error:  # the API does not answer: the flow run finds out itself
                get_logger("wap").warning("could not watch the record: %s", error)
                if ended.wait(POLL):
                    return

    def _resume(self) -> bool:
        """Resume the flow run; return whether this did it. The record decides, not this answer."""
        answer = {"decision": "no", "who": ITSELF, "reason": "see the record of the run"}
        with get_client(sync_client=True) as client:
            made = client.resume_flow_run(UUID(self.flow_run_id), run_input=answer)
        return made.status is SetStateStatus.ACCEPT


def _digits(at: str) -> str:
    """Return a time in the form that fits into the key of a pause."""
    return re.sub(r"\D", "", at)
