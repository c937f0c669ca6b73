"""How one value, name or number is shown to people, the same in every form of the report. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_MARKED = re.compile(r"^ +| +$| {2,}|»$")

_RESERVED = "\\·"
"""Characters that stand for others here: of a value that holds one, its code is shown."""

_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Characters that Unicode calls printable and that leave no mark, or nothing but a gap."""


@dataclass(frozen=True)
class Shown:
    """A value, the characters of it that are shown as their codes, and a note on it."""

    value: object
    spelled: frozenset[str] = frozenset()
    note: str = ""


def visible(text: object) -> str:
    """The text on one line; what a terminal or a page would obey or hide is an escape like \\n."""
    return "".join(_escape(char) if _hidden(char) else char for char in str(text))


def pieces(value: object) -> list[tuple[str, str]]:
    """A value in parts (kind, text): text, space, control, cut, null, empty, or a note on it.

    Two values have the same parts only if they are the same. A value that the warehouse cut is a
    mapping of its `text`, where that starts, the `length` of the whole and its `md5`.
    """
    shown = value if isinstance(value, Shown) else Shown(value)
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
            notes.insert(0, "text")
    return [*parts, *(("note", note) for note in notes)]


def plain(value: object, width: int | None = None) -> str:
    """A value in parts, joined for a place that has no markup; at most so wide."""
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


def brief(type_: str) -> str:
    """A type in as much room as a column of a table has."""
    return middle(type_, 60)


def some(names: Sequence[str], limit: int = 5, last: str = " and ") -> str:
    """The first names, and how many more there are."""
    more = f"{last}{len(names) - limit:,} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
