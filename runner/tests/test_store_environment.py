"""A lock that is held by another process leaves the command in its own environment."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from dbt_wap.config import Settings
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import Locked
from dbt_wap.pipeline.store import Store


def test_a_refused_lock_leaves_the_environment(tmp_path: Any) -> None:
    def refuse(*_: object) -> None:
        raise Locked("lock", "it is held", next_command="wap status")

    dbt = SimpleNamespace(settings=Settings(tmp_path), env="", operation=refuse)
    store = Store(cast(Dbt, dbt))
    with pytest.raises(Locked), store.locked(env="pr_1"):
        raise AssertionError
    assert dbt.env == ""
