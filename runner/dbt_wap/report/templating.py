"""Load the templates next to this module, with their filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from dbt_wap.report.tests import counts_of_tests
from dbt_wap.report.values import brief, number, percent, some
from dbt_wap.words import counted, status_words


def template(name: str, *, autoescape: bool, **filters: Callable[..., Any]) -> Template:
    """Return the template of this name; a field that the model does not have is an error."""
    env = Environment(
        loader=PackageLoader("dbt_wap.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=autoescape,
    )
    env.filters.update(number=number, percent=percent, some=some, brief=brief)
    env.filters.update(counted=counted, words=status_words, counts_of_tests=counts_of_tests)
    env.filters.update(filters)
    return env.get_template(name)
