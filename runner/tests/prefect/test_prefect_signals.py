"""SIGTERM ends a step as Ctrl-C does, and Prefect hears of it afterwards."""

from __future__ import annotations

import os
import signal

import pytest
from dbt_wap.errors import Cancelled
from dbt_wap.prefect.signals import interruptible
from prefect.exceptions import TerminationSignal


def test_a_step_is_interrupted_and_prefect_gets_its_signal() -> None:
    before = signal.getsignal(signal.SIGTERM)

    def step() -> None:
        with interruptible():
            try:
                os.kill(os.getpid(), signal.SIGTERM)
            except KeyboardInterrupt:
                os.kill(os.getpid(), signal.SIGTERM)  # ignored while the step ends
                raise Cancelled("run", "interrupted") from None

    with pytest.raises(TerminationSignal):
        step()
    assert signal.getsignal(signal.SIGTERM) is before


def test_other_errors_pass() -> None:
    with pytest.raises(Cancelled), interruptible():
        raise Cancelled("run", "interrupted")
