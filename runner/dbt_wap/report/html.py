"""Render the report as one self-contained HTML page without scripts. Pure."""

from __future__ import annotations

from functools import cache

from jinja2 import Template
from markupsafe import Markup, escape

from dbt_wap.report import pictures
from dbt_wap.report.chart import MARKS as LINEAGE_MARKS
from dbt_wap.report.chart import described
from dbt_wap.report.drawing import drawing
from dbt_wap.report.report import Report
from dbt_wap.report.rows import MARKS
from dbt_wap.report.templating import environment
from dbt_wap.report.values import middle, pieces, visible

DETAILED = 50
"""How many relations have details, not only counts, on the page of a run."""

_LIMITS = {"columns": 30, "cells": 12, "names": 40, "diff": 300}
_FULL_LIMITS = {"columns": 1000, "cells": 60, "names": 1000, "diff": 2000}
_CLASSES = {"null": "nil", "empty": "nil", "note": "nil", "space": "ws", "control": "ws"}
_LETTERS = 1000


def html(report: Report, *, full: bool = False) -> str:
    """Return the page; with `full`, show everything known about the relations."""
    return _rendered("report.html", report, full=full)


def body(report: Report) -> Markup:
    """Return the report without its header, to be part of a page that has `style()`."""
    return Markup(_rendered("report_body.html", report, embedded=True))


@cache
def style() -> str:
    """Return the stylesheet of the report."""
    return _page("report.css").render()


def _rendered(name: str, report: Report, *, full: bool = False, embedded: bool = False) -> str:
    entries = report.relations if full else report.listed
    sections = {entry.node: f"#r{at}" for at, entry in enumerate(entries, 1)}
    return _page(name).render(
        report=report,
        entries=entries,
        full=full,
        embedded=embedded,
        detailed=len(entries) if full else DETAILED,
        limits=_FULL_LIMITS if full else _LIMITS,
        marks=MARKS,
        pictures=pictures,
        lineage=drawing(report, sections),
        lineage_marks=LINEAGE_MARKS,
        described=described(report),
    )


def _text(text: object) -> Markup:
    """Return a name or sentence on one line, shortened, with isolated text direction."""
    return Markup("<bdi>{}</bdi>").format(_line(text))


def _line(text: object) -> str:
    return middle(visible(text), _LETTERS)


def _value(value: object) -> Markup:
    """Return a warehouse value; elements distinguish our marks from its characters."""
    shown = Markup()
    for kind, text in pieces(value):
        if kind in _CLASSES:
            shown += Markup('<span class="{}">{}</span>').format(_CLASSES[kind], text)
            shown += "\n" if text == "\\n" else ""
        else:
            shown += escape(text)
    return Markup('<bdi class="v">{}</bdi>').format(shown)


FILTERS = {"value": _value, "text": _text, "oneline": _line}
"""Filters for HTML that escape and shorten what they show."""


@cache
def _page(name: str) -> Template:
    return environment("dbt_wap.report", autoescape=True, **FILTERS).get_template(name)
