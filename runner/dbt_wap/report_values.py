"""How one value, name or number is shown to people, the same in every form of the report. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

LONGEST = 200
"""The characters of a value that the report holds; one more says that it was cut there."""

_SPACES = re.compile(r"^ +| +$| {2,}")


def visible(text: object) -> str:
    """The text on one line; what a terminal or a page would obey or hide is an escape like \\n."""
    return "".join(char if char.isprintable() else _escape(char) for char in str(text))


def pieces(value: object) -> list[tuple[str, str]]:
    """A value in parts (kind, text): text, space, control, cut, null, empty, or a note on it.

    NULL, empty text and the text NULL differ, and so do values that differ in white space alone.
    """
    if value is None:
        return [("null", "NULL")]
    text = str(value)
    if not text:
        return [("empty", "empty")]
    parts = list(_runs(text[:LONGEST]))
    if len(text) > LONGEST:
        parts.append(("cut", "…"))
    if text.strip().upper() == "NULL":
        parts.append(("note", "text"))
    return parts


def plain(value: object, width: int | None = None) -> str:
    """A value in parts, joined for a place that has no markup; at most so wide."""
    quoted = {"empty": "''", "note": " (text)"}
    shown = "".join(quoted.get(kind, text) for kind, text in pieces(value))
    return middle(shown, width) if width else shown


def _runs(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    for match in _SPACES.finditer(text):
        yield from _controls(text[at : match.start()])
        yield "space", "·" * len(match[0])
        at = match.end()
    yield from _controls(text[at:])


def _controls(text: str) -> Iterator[tuple[str, str]]:
    run = ""
    for char in text:
        if char.isprintable():
            run += char
            continue
        if run:
            yield "text", run
        yield "control", _escape(char)
        run = ""
    if run:
        yield "text", run


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def number(value: int | None) -> str:
    """1,234, or n/a for what was not counted."""
    return "n/a" if value is None else f"{value:,}"


def short(value: int | None) -> str:
    """The number in at most six characters: 1.23 G."""
    for unit, name in ((10**12, "T"), (10**9, "G"), (10**6, "M")):
        if value is not None and value >= unit:
            return f"{value / unit:.3g} {name}"
    return number(value)


def percent(share: float) -> str:
    """0.2 % or 14 %; never 0 % of something, nor 100 % of less than all."""
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    whole = share * 100
    return f"{whole:.1f} %" if 0 < whole < 10 or 99 < whole < 100 else f"{whole:.0f} %"


def width(text: str) -> int:
    """The columns of a terminal that the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def middle(text: str, room: int) -> str:
    """The text cut in its middle where it is wider than the room."""
    if len(text) * 2 <= room or width(text) <= room:
        return text
    half = len(text) // 2
    head, tail = list(text[:half][:room]), list(text[half:][-room:])
    wide = width("".join(head + tail))
    while wide >= room and (head or tail):
        wide -= _columns(tail.pop(0) if len(tail) >= len(head) else head.pop())
    return "".join((*head, "…", *tail))


def some(names: Sequence[str], limit: int = 5, last: str = " and ") -> str:
    """The first names, and how many more there are."""
    more = f"{last}{len(names) - limit:,} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
