"""Load the templates of a package, with the filters that all of them have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dbt_wap.report.tests import counts_of_tests
from dbt_wap.report.values import brief, number, percent, some
from dbt_wap.words import counted, status_words


def environment(package: str, *, autoescape: bool, **filters: Callable[..., Any]) -> Environment:
    """Return the templates of a package; a field that the model does not have is an error."""
    env = Environment(
        loader=PackageLoader(package),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=autoescape,
    )
    env.filters.update(number=number, percent=percent, some=some, brief=brief)
    env.filters.update(counted=counted, words=status_words, counts_of_tests=counts_of_tests)
    env.filters.update(filters)
    return env
