from __future__ import annotations

import pytest
from argon2 import PasswordHasher


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with Argon2 as always, but with little memory and time."""
    monkeypatch.setattr("dbt_wap.serve.home._hasher", PasswordHasher(1, 8, 1))
