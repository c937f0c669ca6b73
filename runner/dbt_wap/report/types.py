"""Describe how the type of a column changed; for long types, what changed inside. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dbt_wap.report.values import middle, some

SHORT = 100
"""The combined length up to which both types are shown in full."""

_FIELDS = ("STRUCT", "UNION", "OBJECT", "ROW", "RECORD", "TUPLE")
_PIECE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[(),\[\]]|\s+|[^'"(),\[\]\s]+|.""", re.S)
_FIELD = re.compile(r"""\s*("(?:[^"]|"")*"|\S+)\s+(.*)""", re.S)


@dataclass(frozen=True)
class _Type:
    """`name(part, part)suffix`; the parts of a struct are its fields, of an enum its values."""

    name: str
    parts: tuple[str, ...]
    suffix: str


def retyped(before: str, after: str, limit: int = 8) -> str:
    """Describe the change of a type; short types are shown in full."""
    if len(before) + len(after) <= SHORT:
        return f"{before} → {after}"
    found = inside(before, after)
    if not found or found == [_unlike("", before, after)]:
        return _unlike("", before, after)
    return f"inside {_parsed(after).name or 'the type'}: {some(found, limit, ', and ')}"


def inside(before: str, after: str, at: str = "") -> list[str]:
    """Return each part that was added (+), dropped (−) or changed (~), by its path."""
    if before == after:
        return []
    old, new = _parsed(before), _parsed(after)
    if not old.parts or (old.name, old.suffix) != (new.name, new.suffix) or not new.parts:
        return [_unlike(at, before, after)]
    if old.name in _FIELDS:
        return _fields(old, new, at)
    if old.name == "ENUM":
        return _values(old, new, at)
    if len(old.parts) != len(new.parts) or old.name not in ("MAP", "ARRAY", "LIST"):
        return [_unlike(at, before, after)]
    words = ("key", "value") if old.name == "MAP" else ("element",)
    pairs = zip(words, old.parts, new.parts, strict=False)
    return [fact for word, was, now in pairs for fact in inside(was, now, _path(at, word))]


def _fields(old: _Type, new: _Type, at: str) -> list[str]:
    was, now = dict(map(_field, old.parts)), dict(map(_field, new.parts))
    found = [f"− {_path(at, name)}" for name in was if name not in now]
    found += [f"+ {_path(at, n)} {middle(now[n], 40)}" for n in now if n not in was]
    for name in was:
        if name in now:
            found += inside(was[name], now[name], _path(at, name))
    return found or [f"~ {at + ': ' if at else ''}field order changed"]


def _values(old: _Type, new: _Type, at: str) -> list[str]:
    where = f" of {at}" if at else ""
    found = [f"− {value}{where}" for value in old.parts if value not in set(new.parts)]
    found += [f"+ {value}{where}" for value in new.parts if value not in set(old.parts)]
    return found or [f"~ {at + ': ' if at else ''}value order changed"]


def _unlike(at: str, before: str, after: str) -> str:
    text = f"{middle(before, 60)} → {middle(after, 60)}"
    return f"~ {at}: {text}" if at else text


def _path(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _field(part: str) -> tuple[str, str]:
    match = _FIELD.fullmatch(part)
    return (match[1], match[2]) if match else (part, "")


def _parsed(text: str) -> _Type:
    """Split a type into its top-level parts, respecting quotes and parentheses."""
    name, parts, suffix, part, depth = "", [], "", "", 0
    for piece in _PIECE.findall(text.strip()):
        closes = piece in (")", "]")
        depth -= closes
        if depth > 0 and not (depth == 1 and piece == "," and not suffix):
            part += piece
        elif depth > 0:
            parts.append(part.strip())
            part = ""
        elif piece == "(" and not parts and not suffix and name:
            pass
        elif piece == ")" and not suffix:
            parts.append(part.strip())
            part = ""
        elif closes or piece == "[" or parts:
            suffix, part = suffix + part + piece, ""
        else:
            name += piece
        depth += piece in ("(", "[")
    return _Type(name.strip().upper(), tuple(parts), suffix.strip())
