"""Escape names, values and other text for markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dbt_wap.report.values import middle, pieces, visible

_MARKUP = str.maketrans({mark: "\\" + mark for mark in "\\|`*_[]<>~#"} | {"&": "&amp;"})
_MENTION = re.compile(r"@|(?:#|gh-)(?=\d)", re.IGNORECASE)
"""What GitHub makes a mention of a person or an issue of, even after a backslash."""
_FORMS = {"null": "*{}*", "empty": "*{}*", "note": " *({})*"}


def cell(text: object, most: int) -> str:
    """Escape text so that it stays in its table cell and makes no markup or mention."""
    return " ".join(letters(middle(visible(text), most)).split())


def value(of_warehouse: object) -> str:
    """Return a warehouse value for a table cell."""
    found = pieces(of_warehouse)
    return "".join(_FORMS.get(kind, "{}").format(letters(text)) for kind, text in found)


def letters(text: str) -> str:
    """Escape all markdown characters."""
    return _unlinked(text.translate(_MARKUP))


def title(text: object, most: int) -> str:
    """Escape a name for use inside an HTML element."""
    shown = _unlinked(middle(visible(text), most).replace("&", "&amp;"))
    for mark, name in (("<", "lt"), (">", "gt"), ('"', "quot"), ("`", "#96"), ("[", "#91")):
        shown = shown.replace(mark, f"&{name};")
    return shown


def _unlinked(text: str) -> str:
    """Put an invisible space into everything that would be a mention."""
    return _MENTION.sub(lambda found: found[0] + "\u200b", text)


def fenced(lines: Sequence[str], language: str) -> str:
    """Return the lines in a fence that none of them can close; empty without lines."""
    if not lines:
        return ""
    text = "\n".join(lines)
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or [""]))
    return f"{fence}{language}\n{text}\n{fence}"
