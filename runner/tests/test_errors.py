"""Every error has its exit code, and says what, what became of prod, and what to type."""

from __future__ import annotations

import re

import pytest
from dbt_wap import errors
from dbt_wap.errors import BY_CODE, ExitCode, WapError

CLASSES = WapError.__subclasses__()


def test_each_exit_code_but_ok_has_one_class() -> None:
    assert sorted(cls.exit_code for cls in CLASSES) == sorted(set(ExitCode) - {ExitCode.OK})
    assert set(BY_CODE.values()) == set(CLASSES)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = re.findall(r"[├└]── (\w+) +(\d+)", errors.__doc__ or "")
    assert [(cls.__name__, str(int(cls.exit_code))) for cls in CLASSES] == drawn


@pytest.mark.parametrize("cls", [WapError, *CLASSES])
def test_an_error_reads_as_where_prod_next(cls: type[WapError]) -> None:
    first, prod, following = str(cls("publish", "it is gone")).split("\n")
    assert first == "wap.publish: it is gone"
    assert prod == "prod: unchanged"
    assert following == f"next: {cls.default_next}"


def test_prod_and_next_are_said_as_given() -> None:
    error = WapError("publish", "lost", prod="UNKNOWN", next_command="wap publish x")
    assert str(error) == "wap.publish: lost\nprod: UNKNOWN\nnext: wap publish x"
