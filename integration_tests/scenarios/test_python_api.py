"""The Python API does what its page says, and the macros answer in the shapes that it declares."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import dbt_wap
import pytest
from dbt_wap import Settings, model
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.report import document
from shop import LATE, ONCE, Project

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python-api.md"


@ONCE
def test_the_example_of_the_page_publishes(published: Project) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    published.write({"nightly.py": example}).sql(*LATE.split(";"))

    done = published.command(sys.executable, "nightly.py")

    assert done.code == 0, done.out + done.err
    assert done.out.splitlines()[-1] == "published"
    assert "main_marts orders changed {'before': 3, 'after': 4, " in done.out
    assert published.sql("select count(*), sum(amount) from main_marts.orders") == [(4, 101)]


TWO_COMMANDS = """
from pathlib import Path
import duckdb
from dbt_wap import Project, Settings
from dbt_wap.errors import DbtFailed

project = Project(Settings(Path(".")))
print(project.status(project.run(auto_approve=True))["status"])
project.release()
duckdb.connect("shop.duckdb").sql("drop table raw.orders")
try:
    print(project.write())
except DbtFailed as error:
    print(error.prod or "unchanged")
    print(project.status()["status"])
"""


@ONCE
def test_a_command_is_judged_without_the_one_before_it(published: Project) -> None:
    published.sql(*LATE.split(";"))
    published.write({"two.py": TWO_COMMANDS})

    done = published.command(sys.executable, "two.py")

    assert done.out.splitlines()[-3:] == ["published", "unchanged", "failed"], done.out + done.err


ANSWERS: dict[str, type] = {
    "describe_target": model.Destination,
    "take_lock": model.Lock,
    "plan_build": model.BuildPlan,
    "clone_schema": model.Opened,
    "diff_report": document.Report,
    "read_report": document.Report,
    "plan_views": model.ViewPlan,
    "approve": model.Decision,
    "can_approve": model.CanApprove,
    "begin_publish": model.Step,
    "exchange": model.Step,
    "finish_publish": model.Step,
    "rollback": model.Statements,
}
"""What each step of the package answers; read_state is a list of runs."""

AFTER_A_SWAP = {"plan_views"}
"""Asked where views name the audit schemas after a swap: not on DuckDB, which copies relations."""

SAYS_MORE = (document.Report, document.Relation, document.FailedTest, model.RunEvent, document.Pair)
SAYS_MORE += (model.RunOptions,)
"""What has more keys than are declared: only the renderers of the report read them."""


def faults(value: Any, shape: Any, where: str) -> Iterator[str]:
    """Where a value is not of the shape."""
    origin, inner = get_origin(shape), get_args(shape)
    if shape in (Any, object):
        return
    if origin in (Union, UnionType):
        if all(list(faults(value, each, where)) for each in inner):
            yield f"{where} is {value!r:.80}, not {shape}"
    elif is_typeddict(shape) or shape is model.Run:
        hints = get_type_hints(shape)
        required = getattr(shape, "__required_keys__", set(hints))
        if not isinstance(value, dict):
            yield f"{where} is {value!r:.80}, not {shape.__name__}"
            return
        yield from (f"{where} has no {name}" for name in sorted(required - set(value)))
        if shape is not model.Run and shape not in SAYS_MORE:
            yield from (f"{where} has also {name}" for name in sorted(set(value) - set(hints)))
        for name in sorted(set(hints) & set(value)):
            yield from faults(value[name], hints[name], f"{where}.{name}")
    elif origin is Literal:
        if value not in inner:
            yield f"{where} is {value!r:.80}, not one of {inner}"
    elif origin in (list, tuple):
        if not isinstance(value, list):
            yield f"{where} is {value!r:.80}, not a list"
            return
        for at, each in enumerate(value):
            yield from faults(each, inner[0], f"{where}[{at}]")
    elif origin is not None:
        if not isinstance(value, Mapping):
            yield f"{where} is {value!r:.80}, not a mapping"
    elif shape is model.Status:
        model.Status(value)
    elif type(value) is not (shape or type(None)) and not (shape is float and type(value) is int):
        yield f"{where} is {value!r:.80}, not {shape}"


def test_the_macros_answer_in_the_declared_shapes(
    published: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cycle with a test that fails, a view that dbt builds again for its hook, and a rollback."""
    heard: list[tuple[str, Any]] = []
    plain = Dbt.operation

    def operation(self: Dbt, macro: str, *args: Any) -> Any:
        answer = plain(self, macro, *args)
        heard.append((macro, answer))
        return answer

    monkeypatch.setattr(Dbt, "operation", operation)
    published.sql(*LATE.split(";"))
    published.write({"models/marts/sums.sql": VIEW})
    assert published.wap("run").code == 4
    with published._environment():
        project = dbt_wap.Project(Settings(published.root))
        assert project.can_approve()["allowed"]
        project.release()
    assert published.wap("publish", "--dry-run").code in (0, 4)
    assert published.wap("approve", "--publish").code == 0
    assert published.wap("status").code == 0
    assert published.wap("rollback", "--dry-run").code == 0
    assert published.wap("rollback").code == 0
    published.sql("insert into raw.orders values (4, 's', 40, date '2024-01-04')")
    assert published.wap("run").code == 3

    told = {fault for macro, answer in heard for fault in faults_of(macro, answer)}
    assert not told
    unheard = {"read_state", *ANSWERS} - {macro for macro, _ in heard}
    assert unheard == (AFTER_A_SWAP if published.engine.name == "duckdb" else set())


def faults_of(macro: str, answer: dict[str, Any]) -> list[str]:
    """Where an answer is not as declared; a dry run answers with statements."""
    if macro == "read_state":
        return list(faults(answer["runs"], list[model.Run], macro))
    shape = model.Statements if "statements" in answer else ANSWERS.get(macro, object)
    return list(faults(answer, shape, macro))


VIEW = """
{{ config(materialized='view', post_hook="select 1") }}
select region, sum(amount) as s from {{ ref('orders') }} group by region
"""


@pytest.mark.parametrize(
    ("value", "shape", "fault"),
    [
        ({"ready": 1, "views": [], "also_selected": []}, model.ViewPlan, "x.ready is 1"),
        (
            {"ready": True, "views": [None], "also_selected": []},
            model.ViewPlan,
            r"x.views\[0\] is None",
        ),
        ({"ready": True, "views": []}, model.ViewPlan, "x has no also_selected"),
        ({"run_id": "a", "more": 1}, model.Step, "x has also more"),
        ([], document.Report, "x is"),
        ("a", int | None, "x is 'a'"),
    ],
)
def test_another_shape_is_found(value: object, shape: type, fault: str) -> None:
    (told,) = faults(value, shape, "x")
    assert re.match(fault, told)
