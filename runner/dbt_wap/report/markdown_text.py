"""Names, values and texts of others inside of markdown, where none of them is markup. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dbt_wap.report.values import middle, pieces, visible

_MARKUP = str.maketrans({mark: "\\" + mark for mark in "\\|`*_[]<>~#"} | {"&": "&amp;"})
_FORMS = {"null": "*{}*", "empty": "*{}*", "note": " *({})*"}


def cell(text: object, most: int) -> str:
    """A text that cannot break out of its table cell, be taken for markup, or call somebody."""
    return " ".join(letters(middle(visible(text), most)).split())


def value(of_warehouse: object) -> str:
    """A value of the warehouse in a table cell."""
    found = pieces(of_warehouse)
    return "".join(_FORMS.get(kind, "{}").format(letters(text)) for kind, text in found)


def letters(text: str) -> str:
    """The text with each mark of markdown escaped."""
    return text.translate(_MARKUP).replace("@", "@\u200b")


def title(text: object, most: int) -> str:
    """A name inside of an HTML tag."""
    shown = middle(visible(text), most).replace("&", "&amp;")
    for mark, name in (("<", "lt"), (">", "gt"), ('"', "quot"), ("`", "#96"), ("[", "#91")):
        shown = shown.replace(mark, f"&{name};")
    return shown.replace("@", "@\u200b")


def fenced(lines: Sequence[str], language: str) -> str:
    """The lines in a fence that none of them can close; empty without a line."""
    if not lines:
        return ""
    text = "\n".join(lines)
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or [""]))
    return f"{fence}{language}\n{text}\n{fence}"
