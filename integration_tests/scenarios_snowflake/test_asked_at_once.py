"""Independent queries run as asynchronous child jobs: every one is answered, or its error told."""

from __future__ import annotations

import json
from typing import Any

from shop import BASE, Project

ASK = """
{% macro ask(questions) %}
    {%- set found = dbt_wap.ask_all(questions) -%}
    {%- for answer in found.values() if answer is not string -%}
        {%- for row in answer if "many" in row -%}
            {%- do row.update({"many": row["many"] | length}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set faults = dbt_wap.query_faults(questions) -%}
    {%- do log("ANSWERS" ~ tojson({"found": found, "faults": faults}), info=true) -%}
{% endmacro %}
"""
NUMBERS = "select column1 as n from values (1), (2), (3), (4), (5), (6), (7), (8)"
LONG = "select repeat('é', 2100000) as many"


def asked(project: Project, questions: dict[str, str], most: int) -> tuple[Any, Any]:
    given = (
        "--args",
        json.dumps({"questions": questions}),
        "--vars",
        f"wap_parallel_queries: {most}",
    )
    done = project.dbt("run-operation", "ask", *given)
    assert done.code == 0, done.out + done.err
    (line,) = [line for line in done.out.splitlines() if "ANSWERS" in line]
    found = json.loads(line.split("ANSWERS")[1])
    return found["found"], found["faults"]


def test_every_question_is_answered_by_its_rows_or_its_error(empty_project: Project) -> None:
    project = empty_project.write({**BASE, "macros/ask.sql": ASK})
    live = project.engine.live  # type: ignore[attr-defined]
    questions = {
        "none": f"select * from ({NUMBERS}) where n > 8",
        "nulls": "select null as a, 'it''s \"é\" \\\\ \\n' as \"b c\", 123456789012345678 as C",
        "a name, with $$": 'with x as (select 1 as "a$$b") select "a$$b" from x -- the end',
        "no such table": "select * from nowhere",
        "no SQL": "sel ect 1",
        "two": "select 1; select 2",
        "breaks": f"select 10 / (n - 4) as q from ({NUMBERS})",
        "ordered": f"select n, row_number() over (order by n desc) as nth from ({NUMBERS})",
        "long": LONG,
        "longer": LONG,
        "last": "select 'here' as a",
    }
    start = len(live.statements())
    found, faults = asked(project, questions, most=4)

    assert list(found) == list(questions)
    broken = {name: reason for name, reason in found.items() if isinstance(reason, str)}
    assert set(broken) == {"no such table", "no SQL", "two", "breaks"}, broken
    assert set(faults) == set(broken)
    assert faults["no such table"] == broken["no such table"].replace("\n", " ")
    assert "'NOWHERE' does not exist" in broken["no such table"]
    assert "Division by zero" in broken["breaks"]
    assert found["none"] == []
    assert found["nulls"] == [{"a": None, "b c": 'it\'s "é" \\ \n', "c": 123456789012345678}]
    assert found["a name, with $$"] == [{"a$$b": 1}]
    assert [row["n"] for row in found["ordered"]] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert found["long"] == found["longer"] == [{"many": 2100000}]
    assert found["last"] == [{"a": "here"}]

    sent = [line.text for line in live.statements()[start:] if not line.inside]
    blocks = [text for text in sent if "async (" in text]
    assert [text.count("async (") for text in blocks] == [4, 4, 3] * 2
    assert len([text for text in sent if "repeat(" in text and text not in blocks]) == 1
    assert not [text for text in sent if "create " in text.lower()]


def test_the_log_says_what_is_asked_now(empty_project: Project) -> None:
    project = empty_project.write({**BASE, "macros/ask.sql": ASK})
    questions = {f"shop.main.t{n}": f"select {n} as n" for n in range(5)}
    given = ("--args", json.dumps({"questions": questions}), "--vars", "wap_parallel_queries: 2")
    said = project.dbt("run-operation", "ask", *given).out
    told = [line.split("wap: ")[1] for line in said.splitlines() if "wap: asking" in line]
    assert told[:3] == [
        "asking 2 of 5: shop.main.t0, shop.main.t1",
        "asking 4 of 5: shop.main.t2, shop.main.t3",
        "asking 5 of 5: shop.main.t4",
    ]
