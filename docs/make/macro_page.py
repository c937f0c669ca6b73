"""Writes the reference part of docs/macros.md, and hides private macros from `dbt docs`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
MACROS = ROOT / "macros"
PAGE = ROOT / "docs" / "macros.md"
PRIVATE = MACROS / "_private.yml"

MARK = "<!-- `make docs` writes everything below, from the .yml files of the macros. -->\n"
MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)\s*\((.*?)\)\s*-?%\}", re.DOTALL)
PARTS = {
    "Run-operations": ("steps",),
    "Macros to call in your project": ("naming", "project"),
    "Hooks that the package runs": ("hooks",),
}
"""The headings of the page, with the folders of macros under each."""


def macros() -> dict[str, str]:
    """Return {name: its arguments as written} of every macro."""
    texts = (path.read_text() for path in sorted(MACROS.rglob("*.sql")))
    return {name: arguments for text in texts for name, arguments in MACRO.findall(text)}


def documented(folder: str) -> list[dict[str, Any]]:
    """Return what the .yml of a folder says of its macros."""
    path = MACROS / folder / f"_{folder}.yml"
    return list(yaml.safe_load(path.read_text())["macros"]) if path.exists() else []


def private() -> str:
    """Return the .yml that hides each macro that the .yml of its folder does not describe."""
    folders = [path.name for path in MACROS.iterdir() if path.is_dir()]
    told = {entry["name"] for folder in folders for entry in documented(folder)}
    lines = [f"  - {{name: {name}, docs: {{show: false}}}}" for name in sorted({*macros()} - told)]
    head = "# Private macros, hidden from `dbt docs`. `make docs` writes this file."
    return "\n".join([head, "macros:", *lines]) + "\n"


def described(entry: dict[str, Any], written: str) -> Iterator[str]:
    """Return the lines of the page for one macro; only the runner passes `context`."""
    defaults = dict(re.findall(r"(\w+)\s*=\s*([^,]+)", " ".join(written.split())))
    text = entry["description"].strip().removesuffix(" A run-operation.")
    yield from (f"### `{entry['name']}`\n", f"{text}\n")
    arguments = [each for each in entry.get("arguments", []) if each["name"] != "context"]
    if arguments:
        yield from ("| argument | type | default | meaning |", "|---|---|---|---|")
    for each in arguments:
        default = f"`{defaults[each['name']]}`" if each["name"] in defaults else "required"
        text = each.get("description", "").strip().replace("|", "\\|")
        yield f"| `{each['name']}` | {each['type']} | {default} | {text} |"
    if arguments:
        yield ""


def page() -> str:
    """Return the page: its top as it is, then each macro that `dbt docs` shows."""
    lines, written = [MARK], macros()
    for heading, folders in PARTS.items():
        lines.append(f"## {heading}\n")
        for entry in (entry for folder in folders for entry in documented(folder)):
            if entry.get("docs") != {"show": False}:
                lines += described(entry, written[entry["name"]])
    return PAGE.read_text().partition(MARK)[0] + "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    PRIVATE.write_text(private())
    PAGE.write_text(page())
