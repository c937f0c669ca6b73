"""Format values, names and numbers, the same way in every format of the report. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_MARKED = re.compile(r"^ +| +$| {2,}|»$")

_RESERVED = "\\·"
"""Characters used as marks; in a value they are shown as their codes."""

_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Characters that Unicode calls printable although they are invisible."""


@dataclass(frozen=True)
class DisplayValue:
    """A value, the characters in it to show as codes, and a note."""

    value: object
    spelled: frozenset[str] = frozenset()
    note: str = ""


def visible(text: object) -> str:
    """Return text on one line, with control and invisible characters escaped, as \\n."""
    return "".join(_escape(char) if _hidden(char) else char for char in str(text))


def pieces(value: object) -> list[tuple[str, str]]:
    """Split a value into (kind, text) parts: text, space, control, cut, null, empty or note.

    Different values have different parts. A value that the warehouse cut is a mapping of `text`,
    the `start` of the text, and the `length` and `md5` of the whole value.
    """
    shown = value if isinstance(value, DisplayValue) else DisplayValue(value)
    notes = [shown.note] if shown.note else []
    if shown.value is None:
        parts = [("null", "NULL")]
    elif shown.value == "":
        parts = [("empty", "empty")]
    elif isinstance(shown.value, Mapping):
        cut = shown.value
        parts = list(_runs(cut["text"], shown.spelled))
        if cut["start"]:
            parts.insert(0, ("cut", "…"))
        if cut["start"] + len(cut["text"]) < cut["length"]:
            parts.append(("cut", "…"))
        notes.insert(0, f"{cut['length']:,} characters, md5 {cut['md5'][:8]}")
    else:
        text = str(shown.value)
        parts = list(_runs(text, shown.spelled))
        if text.strip().upper() == "NULL" or text == "''":
            notes.insert(0, "string")
    return [*parts, *(("note", note) for note in notes)]


def plain(value: object, width: int | None = None) -> str:
    """Return a value as plain text, at most `width` columns wide."""
    forms = {"empty": "''", "note": " «{}»"}
    shown = "".join(forms.get(kind, "{}").format(text) for kind, text in pieces(value))
    return middle(shown, width) if width else shown


def _runs(text: str, spelled: frozenset[str]) -> Iterator[tuple[str, str]]:
    at = 0
    for match in _MARKED.finditer(text):
        yield from _controls(text[at : match.start()], spelled)
        if match[0] == "»":
            yield "control", _escape("»")
        else:
            yield "space", "·" * len(match[0])
        at = match.end()
    yield from _controls(text[at:], spelled)


def _controls(text: str, spelled: frozenset[str]) -> Iterator[tuple[str, str]]:
    run = ""
    for char in text:
        if not (_hidden(char) or char in _RESERVED or char in spelled):
            run += char
            continue
        if run:
            yield "text", run
        yield "control", _escape(char)
        run = ""
    if run:
        yield "text", run


def _hidden(char: str) -> bool:
    return not char.isprintable() or bool(_SHAPELESS.match(char))


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def number(value: int | None) -> str:
    """Return a number such as 1,234, or n/a for None."""
    return "n/a" if value is None else f"{value:,}"


def short(value: int | None) -> str:
    """Return a number in at most six characters, such as 1.23 G."""
    for unit, name in ((10**12, "T"), (10**9, "G"), (10**6, "M")):
        if value is not None and value >= unit:
            return f"{value / unit:.3g} {name}"
    return number(value)


def percent(share: float) -> str:
    """Return a share such as 0.2 % or 14 %; only 0 is 0 % and only all is 100 %."""
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    whole = share * 100
    return f"{whole:.1f} %" if 0 < whole < 10 or 99 < whole < 100 else f"{whole:.0f} %"


def width(text: str) -> int:
    """Return the width of text in terminal columns."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def middle(text: str, room: int) -> str:
    """Shorten text in the middle if it is wider than `room`."""
    if len(text) * 2 <= room or width(text) <= room:
        return text
    half = len(text) // 2
    head, tail = list(text[:half][:room]), list(text[half:][-room:])
    wide = width("".join(head + tail))
    while wide >= room and (head or tail):
        wide -= _columns(tail.pop(0) if len(tail) >= len(head) else head.pop())
    return "".join((*head, "…", *tail))


def brief(type_: str) -> str:
    """Shorten a type to fit a table column."""
    return middle(type_, 60)


def some(names: Sequence[str], limit: int = 5, last: str = " and ") -> str:
    """Join the first names and say how many more there are."""
    more = f"{last}{len(names) - limit:,} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
