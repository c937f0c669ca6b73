"""What does not fit one text of a command line travels in the environment, in parts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import md5
from typing import Any

LIMIT = 100_000
"""Linux takes no text of more than 131,072 bytes, neither as an argument nor as a variable."""


def fitted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values, small enough together for one argument, and the variables that hold the rest.

    The macro `from_runner` puts a value together again. The largest go first; the vars of the
    caller's context are looked at for themselves.
    """
    small, env = dict(values), dict[str, str]()
    while len(json.dumps(small)) > LIMIT:
        context = small.get("context") or {}
        sizes = {name: len(json.dumps(value)) for name, value in small.items() if name != "context"}
        sizes["vars"] = len(json.dumps(context.get("vars")))
        name = max(sizes, key=lambda each: sizes[each])
        if sizes[name] < 80:
            break
        if name == "vars":
            small["context"] = {**context, "vars": _parts(name, context["vars"], env)}
        else:
            small[name] = _parts(name, small[name], env)
    return small, env


def _parts(name: str, value: Any, env: dict[str, str]) -> dict[str, Any]:
    """The value is in variables; what stands for it, and is another one for another value."""
    text = json.dumps(value)
    parts = [text[at : at + LIMIT] for at in range(0, len(text), LIMIT)]
    head = f"WAP_{name.upper()}_{md5(text.encode()).hexdigest()[:8].upper()}_"
    env.update({f"{head}{number}": part for number, part in enumerate(parts)})
    return {"wap_parts": len(parts), "of": head}
