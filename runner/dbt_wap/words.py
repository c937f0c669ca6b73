"""Words in texts for people."""

from __future__ import annotations


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun, such as "1 test" or "1,024 tests"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def status_words(code: str) -> str:
    """Return the words for a status or a verdict, such as "needs approval"."""
    return "needs approval" if code == "awaiting_approval" else code.replace("_", " ")
