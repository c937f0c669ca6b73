"""The report as one page: no script, nothing from elsewhere, whatever the data holds. Pure."""

from __future__ import annotations

from functools import cache

from jinja2 import Template
from markupsafe import Markup, escape

from dbt_wap.report import pictures
from dbt_wap.report.report import Report
from dbt_wap.report.rows import MARKS
from dbt_wap.report.templating import template
from dbt_wap.report.values import middle, pieces, visible

DETAILED = 50
"""The relations, worst first, that have more than their counts on the page of a whole run."""

_LIMITS = {"columns": 30, "cells": 12, "names": 40, "diff": 300}
_FULL_LIMITS = {"columns": 1000, "cells": 60, "names": 1000, "diff": 2000}
_CLASSES = {"null": "nil", "empty": "nil", "note": "nil", "space": "ws", "control": "ws"}
_LETTERS = 1000


def html(report: Report, *, full: bool = False) -> str:
    """The page; `full` is the page of a few relations, with all that is known of them."""
    told = report.relations if full else report.told
    return _page().render(
        report=report,
        told=told,
        full=full,
        detailed=len(told) if full else DETAILED,
        limits=_FULL_LIMITS if full else _LIMITS,
        marks=MARKS,
        pictures=pictures,
    )


@cache
def _page() -> Template:
    filters = {"value": _value, "said": _said, "oneline": _line}
    return template("report.html", autoescape=True, **filters)


def _said(text: object) -> Markup:
    """A name or a sentence: on one line, of a bearable length, in its own direction."""
    return Markup("<bdi>{}</bdi>").format(_line(text))


def _line(text: object) -> str:
    return middle(visible(text), _LETTERS)


def _value(value: object) -> Markup:
    """A value of the warehouse; a mark of ours is told from its letters by its element."""
    shown = Markup()
    for kind, text in pieces(value):
        if kind in _CLASSES:
            shown += Markup('<span class="{}">{}</span>').format(_CLASSES[kind], text)
            shown += "\n" if text == "\\n" else ""
        else:
            shown += escape(text)
    return Markup('<bdi class="v">{}</bdi>').format(shown)
