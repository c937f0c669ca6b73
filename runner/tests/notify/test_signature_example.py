"""The code of docs/notifications.md accepts what the webhook signs, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from dbt_wap.notify.webhook import Webhook

PAGE = Path(__file__).resolve().parents[3] / "docs" / "notifications.md"


def test_the_example_checks_the_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    example: dict[str, Any] = {}
    exec(code, example)
    is_genuine = example["is_genuine"]
    body = b'{"event": "waiting"}'
    headers = Webhook("https://hooks.example", "secret").headers(body)
    assert is_genuine("secret", headers, body)
    assert not is_genuine("other", headers, body)
    assert not is_genuine("secret", headers, body + b" ")
    late = float(headers["Wap-Timestamp"]) + 301
    monkeypatch.setattr("time.time", lambda: late)
    assert not is_genuine("secret", headers, body)
