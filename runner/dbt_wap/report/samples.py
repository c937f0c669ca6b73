"""The sample rows of a relation as people see them: values that differ never look alike. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from dbt_wap.report.values import Shown, pieces

Row = Mapping[str, Any]

_LOOKALIKES = ("P", "Sm", "Sk", "Lm")
"""Categories of characters with many doubles: dashes, quotes, primes, signs."""


def samples_of(entry: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The sample rows of a relation with a `Shown` for each value; none where it has no sample."""
    sample = entry["sample"] or {}
    spelled = {
        name: spelled_out(row[name] for row in _sides(sample) if name in row)
        for name in {name for row in _sides(sample) for name in row}
    }
    types = {column["name"]: column for column in entry["columns"]["retyped"]}

    def shown(row: Row) -> dict[str, Any]:
        return {name: Shown(value, spelled[name]) for name, value in row.items()}

    made: dict[str, list[dict[str, Any]]] = {}
    for kind in ("added", "removed"):
        made[kind] = [shown(row) for row in sample.get(kind, ())]
    made["changed"] = []
    for row in sample.get("changed", ()):
        before, after = shown(row["before"]), shown(row["after"])
        for name in row["columns"]:
            if name in before and name in after and pieces(before[name]) == pieces(after[name]):
                before[name], after[name] = _noted(before[name], after[name], types.get(name))
        key = {name: after.get(name, value) for name, value in row["key"].items()}
        made["changed"].append(dict(row, key=key, before=before, after=after))
    return made


def _noted(before: Shown, after: Shown, types: Row | None) -> tuple[Shown, Shown]:
    """Two values of one text, told apart by their types, or else by being told so."""
    notes = (types["before"], types["after"]) if types else ("", "another value of this text")
    return (
        Shown(before.value, before.spelled, notes[0]),
        Shown(after.value, after.spelled, notes[1]),
    )


def _sides(sample: Mapping[str, Any]) -> Iterator[Row]:
    for kind in ("added", "removed"):
        yield from sample.get(kind, ())
    for row in sample.get("changed", ()):
        yield row["before"]
        yield row["after"]


def spelled_out(values: Iterable[Any]) -> frozenset[str]:
    """The characters to show as code points so that none of the values looks like another."""
    texts = {value["text"] if isinstance(value, Mapping) else value or "" for value in values}
    found: set[str] = set()
    for one, other in combinations(sorted(texts), 2):
        if not (one.isascii() and other.isascii()):
            found |= _ambiguous(one, other)
    return frozenset(char for char in found if not char.isascii())


def _ambiguous(one: str, other: str) -> set[str]:
    """The characters that tell two texts apart, if the texts look alike."""
    first, second = (unicodedata.normalize("NFKC", text) for text in (one, other))
    if first == second:
        return set(one) ^ set(other) or set(one + other)
    if len(first) != len(second):
        return set()
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if not all(_look_alike(a, b) for a, b in pairs):
        return set()
    return {char for pair in pairs for char in pair}


def _look_alike(one: str, other: str) -> bool:
    """True where two characters may have one shape: of two scripts, or signs with many doubles."""
    if one.isascii() and other.isascii():
        return False
    if not (one.isalpha() and other.isalpha()):
        return any(unicodedata.category(char).startswith(_LOOKALIKES) for char in (one, other))
    if _script(one) != _script(other):
        return True
    accented = any(unicodedata.decomposition(char) for char in (one, other))
    return (one.isascii() or other.isascii()) and not accented


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
