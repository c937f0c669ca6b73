"""Words in texts for people."""

from __future__ import annotations

import re


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun, such as "1 test" or "1,024 tests"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def status_words(code: str) -> str:
    """Return the words for a status or a verdict, such as "needs approval"."""
    return "needs approval" if code == "awaiting_approval" else code.replace("_", " ")


def in_environment(command: str, env: str | None) -> str:
    """Return the command; if it begins with `wap run`, in the environment, if that is a name."""
    if not re.fullmatch("[a-z0-9_]{1,64}", env or ""):
        return command
    return re.sub(r"^wap run\b(?!.*--env )", f"wap run --env {env}", command)
