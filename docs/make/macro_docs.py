"""Copies the header comment of each macro into the `.yml` of its folder, as its description."""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

MACROS = Path(__file__).resolve().parents[2] / "macros"

HEADER = re.compile(
    r"(?m:^)\{#(?P<text>(?:(?!#\}).)*)#\}\s*\{%-?\s*macro\s+(?P<name>[a-z]\w*)\s*\(", re.DOTALL
)
ENTRY = re.compile(r"(?m)^(?=  - name: )")
DESCRIPTION = re.compile(r"(?m)^    description:.*\n(?:(?: {6,}.*)?\n)*")


def headers(folder: Path) -> dict[str, str]:
    """{macro: its header comment in one line} of the files directly in a folder."""
    texts = (path.read_text() for path in sorted(folder.glob("*.sql")))
    found = (at for text in texts for at in HEADER.finditer(text))
    return {at["name"]: " ".join(at["text"].split()) for at in found}


def described(yml: str, texts: dict[str, str]) -> str:
    """The `.yml` with the description of each macro that has a header replaced by it."""
    parts = ENTRY.split(yml)
    for index, part in enumerate(parts[1:], start=1):
        name = part.split()[2]
        if name in texts:
            lines = textwrap.wrap(texts[name], 94, break_on_hyphens=False)
            filled = textwrap.indent("\n".join(lines), " " * 6)
            block = f"    description: >-\n{filled}\n"
            parts[index] = DESCRIPTION.sub(lambda _, block=block: block, part, count=1)
    return "".join(parts)


def pages() -> dict[Path, str]:
    """{path: text} of all `.yml` files of the macros, as they should be."""
    files = sorted(MACROS.glob("*/_*.yml"))
    return {path: described(path.read_text(), headers(path.parent)) for path in files}


if __name__ == "__main__":
    for file, text in pages().items():
        if not sys.argv[1:] or file.parent.name in sys.argv[1:]:
            file.write_text(text)
