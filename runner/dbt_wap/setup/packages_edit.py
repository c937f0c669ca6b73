"""Edits the entry in `packages:` that installs the macros.

YAML is edited as text at the positions that PyYAML reports, so comments, quotes and blank lines
stay as they are. The new file is parsed to check that it has the old content plus our entry.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dbt_wap.errors import ConfigError
from dbt_wap.project_file import (
    packages_folder,
    read_config,
    read_yaml,
    refusal,
    rendered,
    text_of,
)
from dbt_wap.setup.editing import Change, Edit, check_place, closed
from dbt_wap.setup.package_copy import (
    FOLDER,
    PACKAGE,
    FolderCopy,
    check_copy,
    holds_package,
    is_current,
    version_in,
)

REPOSITORY = "https://github.com/dbt-wap/dbt-wap.git"
PIN = re.compile(r"=*v?\d+\.[\w.+-]+")


def package_edits(root: Path, version: str, source: Path, offline: bool) -> list[Change]:
    """Return the edits that make the project install dbt_wap in the version of this runner.

    `offline` installs a copy of `source`, the macros of this runner, inside the project. A project
    with such a copy keeps it, updated.
    """
    path, data, entries = _packages(root)
    before = text_of(path)
    node = read_yaml(path, before or "", nodes=True)
    ours = [at for at, each in enumerate(entries) if _is_ours(each, root)]
    if len(ours) > 1:
        items = _child(node, "packages")[1].value
        lines = ", ".join(str(items[at].start_mark.line + 1) for at in ours)
        raise refusal(f"{path} lists {PACKAGE} more than once, in lines {lines}; keep one")
    place = ours[0] if ours else len(entries)
    entry = entries[place] if ours else None
    new = _wanted(entry, root, version, offline)
    copy = _copy_edits(root, version, source) if _local(new) == FOLDER else []
    if new == entry:
        return copy
    if entry is None:
        after = _with_entry(before or "", node, new)
        why = f"The project needs the package {PACKAGE}."
    elif "local" in {**entry, **new}:
        after = _with_other(before or "", node, place, new)
        where = "a copy in the project" if "local" in new else "its repository"
        why = f"The package {PACKAGE} is installed from {where}."
    else:
        after = _with_pin(before or "", node, place, _pin(entry, version))
        why = f"The package {PACKAGE} must match the version of wap, {version}."
    wanted = [*entries[:place], new, *entries[place + 1 :]]
    if not _says(path, after, {**data, "packages": wanted}):
        by_hand = _block(new, 2, 1, "\n")
        raise refusal(f"could not edit {path} safely; add this by hand:\n{by_hand}")
    check_place(path, root)
    return [Edit(path, before, after, why), *copy]


def installed_version(root: Path) -> str | None:
    """Return the version of the macros that `dbt deps` installed, or None."""
    return version_in(packages_folder(root, read_config(root)) / PACKAGE)


def is_named(root: Path) -> bool:
    """Return whether the project lists the package dbt_wap."""
    return any(_is_ours(entry, root) for entry in _packages(root)[2])


def local_folder(root: Path) -> Path | None:
    """Return the local folder that the project installs dbt_wap from, or None."""
    folders = [_local(each) for each in _packages(root)[2] if _is_ours(each, root)]
    return next((root / folder for folder in folders if folder), None)


def _packages(root: Path) -> tuple[Path, dict[str, Any], list[Any]]:
    """Return the file that lists the packages, its content, and the list."""
    path = root / "dependencies.yml"
    declared = read_yaml(path, text_of(path) or "")
    if not (isinstance(declared, dict) and "packages" in declared):
        path = root / "packages.yml"
    data = read_yaml(path, text_of(path) or "")
    data = {} if data is None else data
    entries = (data.get("packages") or []) if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise refusal(f"{path}: `packages:` is not a list, which `dbt deps` expects")
    return path, data, entries


def _wanted(
    entry: Mapping[str, Any] | None, root: Path, version: str, offline: bool
) -> dict[str, Any]:
    """Return the entry that dbt_wap should have."""
    local = _local(entry or {})
    there = local is not None and holds_package(root / local)
    if entry and there and not (offline and Path(str(local)).is_absolute()):
        return dict(entry)
    if offline:
        return {"local": FOLDER}
    if entry is None or "local" in entry:
        return {"git": REPOSITORY, "revision": f"v{version}"}
    return {**entry, **_pin(entry, version)}


def _local(entry: Mapping[str, Any]) -> str | None:
    """Return the folder that an entry installs a package from, or None."""
    folder = rendered(entry["local"]) if "local" in entry else None
    return os.path.normpath(folder).replace("\\", "/") if folder else None


def _copy_edits(root: Path, version: str, source: Path) -> list[Change]:
    """Return the edit that copies the macros, unless the copy is up to date."""
    if not holds_package(source):
        raise refusal(f"{source} does not contain the dbt package {PACKAGE}")
    folder = root / FOLDER
    if is_current(folder, source):
        return []
    check_copy(folder)
    check_place(folder / "README.md", root)
    why = f"The macros of dbt-wap {version}; commit them with the project."
    return [FolderCopy(folder, source, version, why)]


def _says(path: Path, text: str, data: object) -> bool:
    """Return whether the text is YAML for exactly this data."""
    try:
        return bool(read_yaml(path, text) == data)
    except ConfigError:
        return False


def _is_ours(entry: object, root: Path) -> bool:
    """Return whether an entry of `packages:` installs dbt_wap, or did on another machine."""
    if not isinstance(entry, dict):
        return False
    if "local" in entry:
        folder = _local(entry)
        bundled = re.search(r"(^|/)(dbt_wap/package|dbt_wap_package)$", folder or "")
        return folder is not None and bool(bundled or holds_package(root / folder))
    if "package" in entry:
        return str(entry["package"]).rpartition("/")[2] in (PACKAGE, "dbt-wap")
    url = str(entry.get("git") or entry.get("private") or "")
    repository = re.search(r"(^|[/:])dbt-wap(\.git)?/?$", url, re.IGNORECASE)
    return bool(repository) or ("tarball" in entry and entry.get("name") == PACKAGE)


def _pin(entry: Mapping[str, Any], version: str) -> dict[str, Any]:
    """Return the key to change for this version; {} for a tarball, branch, commit or range."""
    key, want = ("version", version) if "package" in entry else ("revision", f"v{version}")
    have = entry.get(key)
    listed = isinstance(have, list) and len(have) == 1
    pinned = str(have[0] if listed and have else have)
    if "tarball" in entry or not PIN.fullmatch(pinned) or pinned.lstrip("=") == want:
        return {}
    return {key: [want] if listed else want}


def _fields(entry: Mapping[str, str]) -> list[str]:
    """Return an entry as `key: value` lines; values are quoted except for simple paths."""
    simple = re.compile(r"(?=.*[/_])[A-Za-z/][\w./-]*")
    return [
        f"{key}: {value if simple.fullmatch(value) else json.dumps(value, ensure_ascii=False)}"
        for key, value in entry.items()
    ]


def _block(entry: Mapping[str, str], column: int, gap: int, eol: str) -> str:
    """Return an entry as lines of a block list with its dash in this column."""
    lead = " " * column + "-" + " " * gap
    return lead + f"{eol}{' ' * len(lead)}".join(_fields(entry)) + eol


def _child(node: Any, key: str) -> tuple[Any, Any]:
    """Return the nodes of a key and its value in a mapping, or two Nones."""
    pairs = node.value if node is not None and node.id == "mapping" else []
    return next(((k, v) for k, v in reversed(pairs) if k.value == key), (None, None))


def _with_pin(text: str, node: Any, place: int, pin: Mapping[str, Any]) -> str:
    """Return the text with a new version in one entry, in the same quotes."""
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


def _with_other(text: str, node: Any, place: int, entry: Mapping[str, str]) -> str:
    """Return the text with one entry replaced by another."""
    item = last = _child(node, "packages")[1].value[place]
    start, eol = item.start_mark, "\r\n" if "\r\n" in text else "\n"
    if item.flow_style:
        new = f"{{{', '.join(_fields(entry))}}}"
    else:
        new = f"{eol}{' ' * start.column}".join(_fields(entry))
        while last.id != "scalar" and not last.flow_style:
            last = last.value[-1][1] if last.id == "mapping" else last.value[-1]
    old = text[start.index : last.end_mark.index].rstrip()
    return text[: start.index] + new + text[start.index + len(old) :]


def _with_entry(text: str, node: Any, entry: Mapping[str, str]) -> str:
    """Return the text with one more package, in the layout of the list."""
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
    """Return a list without trailing blank lines and comments that belong to what follows."""
    lines = block.splitlines(keepends=True)
    while lines[1:]:
        bare = lines[-1].lstrip()
        deeper = len(lines[-1]) - len(bare) > column
        if bare and not (bare.startswith("#") and not deeper):
            break
        lines.pop()
    return "".join(lines)
