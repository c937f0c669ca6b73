"""The templates beside this module, with what each form writes values in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from dbt_wap.report.values import brief, number, percent, some


def template(name: str, *, autoescape: bool, **filters: Callable[..., Any]) -> Template:
    """The template of this name; a field that the model does not have is an error."""
    env = Environment(
        loader=PackageLoader("dbt_wap.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=autoescape,
    )
    env.filters.update(number=number, percent=percent, some=some, brief=brief, **filters)
    return env.get_template(name)
