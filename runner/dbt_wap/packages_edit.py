"""The line of `packages:` that installs the macros.

YAML is edited as text, at the places ruamel.yaml reports, and read again to prove that the new file
says what the old one said plus our entry. So comments, quotes and blank lines cannot change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dbt_wap.editing import Edit, closed, read_config, read_yaml, refusal, rendered, text_of
from dbt_wap.errors import ConfigError

PACKAGE = "dbt_wap"
REPOSITORY = "https://github.com/dbt-wap/dbt-wap.git"
PIN = re.compile(r"=*v?\d+\.[\w.+-]+")


def package_edits(root: Path, version: str, package_dir: Path | None) -> list[Edit]:
    """The list of packages is planned to name dbt_wap, in the version of this runner."""
    path = root / "dependencies.yml"
    declared = read_yaml(path, text_of(path) or "")
    if not (isinstance(declared, dict) and "packages" in declared):
        path = root / "packages.yml"
    before = text_of(path)
    data = read_yaml(path, before or "")
    data = {} if data is None else data
    entries = (data.get("packages") or []) if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise refusal(f"{path}: `packages:` is not a list; make it one, as `dbt deps` expects")
    node = read_yaml(path, before or "", nodes=True)
    place = next((i for i, entry in enumerate(entries) if _is_ours(entry, root)), None)
    if place is None:
        new = _new_entry(root, version, package_dir)
        wanted, after = [*entries, new], _with_entry(before or "", node, new)
        why, by_hand = f"dbt needs the package {PACKAGE}.", _block(new, 2, 1, "\n")
    else:
        pin = _pin(entries[place], version)
        if not pin:
            return []
        wanted = [*entries[:place], {**entries[place], **pin}, *entries[place + 1 :]]
        after = _with_pin(before or "", node, place, pin)
        why = f"The package {PACKAGE} must have the version of this runner, {version}."
        by_hand = "".join(f"    {key}: {json.dumps(value)}\n" for key, value in pin.items())
    if not _says(path, after, {**data, "packages": wanted}):
        raise refusal(f"{path}: cannot be edited safely; write this there by hand:\n{by_hand}")
    return [Edit(path, before, after, why)]


def _says(path: Path, text: str, data: object) -> bool:
    """True when the text is YAML for exactly this data."""
    try:
        return bool(read_yaml(path, text) == data)
    except ConfigError:
        return False


def _holds_package(folder: Path) -> bool:
    """True when the folder is the dbt package dbt_wap."""
    try:
        return bool(read_config(folder).get("name") == PACKAGE)
    except ConfigError:
        return False


def _is_ours(entry: object, root: Path) -> bool:
    """True when this entry of `packages:` installs dbt_wap."""
    if not isinstance(entry, dict):
        return False
    if "local" in entry:
        folder = rendered(entry["local"])
        return folder is not None and _holds_package(root / folder)
    if "package" in entry:
        return str(entry["package"]).rpartition("/")[2] in (PACKAGE, "dbt-wap")
    url = str(entry.get("git") or entry.get("private") or "")
    return bool(re.search(r"(^|[/:])dbt-wap(\.git)?/?$", url, re.IGNORECASE))


def _pin(entry: Mapping[str, Any], version: str) -> dict[str, Any]:
    """The key to change for this version; none for a local, a branch, a commit or a range."""
    key, want = ("version", version) if "package" in entry else ("revision", f"v{version}")
    have = entry.get(key)
    listed = isinstance(have, list) and len(have) == 1
    pinned = str(have[0] if listed and have else have)
    if "local" in entry or not PIN.fullmatch(pinned) or pinned.lstrip("=") == want:
        return {}
    return {key: [want] if listed else want}


def _new_entry(root: Path, version: str, package_dir: Path | None) -> dict[str, str]:
    """The entry that installs dbt_wap from its repository, or from a folder of this machine."""
    if package_dir is None:
        return {"git": REPOSITORY, "revision": f"v{version}"}
    folder = package_dir.resolve()
    if not _holds_package(folder):
        raise refusal(f"{folder} does not hold the dbt package {PACKAGE}")
    within = folder.is_relative_to(root.resolve())
    return {"local": (folder.relative_to(root.resolve()) if within else folder).as_posix()}


def _fields(entry: Mapping[str, str]) -> list[str]:
    """The entry as `key: value` lines, quoted except for a simple path."""
    simple = re.compile(r"(?=.*[/_])[A-Za-z/][\w./-]*")
    return [
        f"{key}: {value if simple.fullmatch(value) else json.dumps(value, ensure_ascii=False)}"
        for key, value in entry.items()
    ]


def _block(entry: Mapping[str, str], column: int, gap: int, eol: str) -> str:
    """The entry as lines of a block list whose dashes stand in this column."""
    lead = " " * column + "-" + " " * gap
    return lead + f"{eol}{' ' * len(lead)}".join(_fields(entry)) + eol


def _child(node: Any, key: str) -> tuple[Any, Any]:
    """The nodes of a key and its value in a mapping, or two Nones."""
    pairs = node.value if node is not None and node.id == "mapping" else []
    return next(((k, v) for k, v in reversed(pairs) if k.value == key), (None, None))


def _with_pin(text: str, node: Any, place: int, pin: Mapping[str, Any]) -> str:
    """The text with the version of one entry replaced, in the quotes it had."""
    _, packages = _child(node, "packages")
    (key,) = pin
    _, value = _child(packages.value[place], key)
    if isinstance(pin[key], list) and value is not None:
        value = value.value[0]
    if value is None:
        return text
    quote = value.style if value.style in ("'", '"') else ""
    want = pin[key][0] if isinstance(pin[key], list) else pin[key]
    start, end = value.start_mark.index, value.end_mark.index
    return f"{text[:start]}{quote}{want}{quote}{text[end:]}"


def _with_entry(text: str, node: Any, entry: Mapping[str, str]) -> str:
    """The text with one more package, in the layout of the list that is there."""
    eol = "\r\n" if "\r\n" in text else "\n"
    key, value = _child(node, "packages")
    if key is None:
        return f"{closed(text, eol)}packages:{eol}{_block(entry, 2, 1, eol)}"
    start, end = value.start_mark.index, value.end_mark.index
    column, gap = key.start_mark.column + 2, 1
    if value.id != "sequence" or not value.value:  # null, [] or {}
        if start == end:
            start = end = text.index(":", key.end_mark.index) + 1
        head = text[:start].rstrip()
        text = head + text[end:]
        at = text.find("\n", len(head)) + 1 or len(text)
    elif value.flow_style:
        at = value.value[-1].end_mark.index
        return f"{text[:at]}, {{{', '.join(_fields(entry))}}}{text[at:]}"
    else:
        column, first = value.start_mark.column, value.value[0].start_mark
        gap = first.column - column - 1 if first.line == value.start_mark.line else 1
        at = start + len(_without_tail(text[start:end], column))
    return closed(text[:at], eol) + _block(entry, column, gap, eol) + text[at:]


def _without_tail(block: str, column: int) -> str:
    """The list without the blank lines and comments after it that its last item does not own."""
    lines = block.splitlines(keepends=True)
    while lines[1:]:
        bare = lines[-1].lstrip()
        deeper = len(lines[-1]) - len(bare) > column
        if bare and not (bare.startswith("#") and not deeper):
            break
        lines.pop()
    return "".join(lines)
