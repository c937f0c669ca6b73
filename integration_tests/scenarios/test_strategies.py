"""The publish strategy is chosen by a var; a new one needs a folder of its own and nothing else."""

from __future__ import annotations

import re

import pytest
from shop import LATE, REPOSITORY, Project

MACROS = REPOSITORY / "macros"

OWN = {
    "traits": """
        {%- do return(dict(dbt_wap.duckdb__relation_copy__traits(), grants="lost")) -%}
    """,
    "exchange_statements": """
        {%- set change = dbt_wap.duckdb__relation_copy__exchange_statements(
            pairs=pairs, run_id=run_id, grants=grants
        ) -%}
        {%- for pair in pairs if run_id -%}
            {%- for item in pair["items"] if item["after_kind"] == "table" -%}
                {%- set name = dbt_wap.relation_name(
                    pair["database"], pair["prod"], item["name"]
                ) -%}
                {%- do change["exchange"].append("comment on table " ~ name ~ " is 'by tiny'") -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do return(change) -%}
    """,
}
"""What the strategy of the test does in a way of its own."""


def tiny() -> dict[str, str]:
    """A strategy with a file for each verb of the contract; most do what relation_copy does."""
    files = {}
    for path in [*(MACROS / "strategies").glob("*.sql"), MACROS / "project/strategy_traits.sql"]:
        door = re.search(
            r"macro (?:strategy_)?(\w+)\((.*?)\).*engine\.dispatch", path.read_text(), re.DOTALL
        )
        if door:
            verb, args = door[1], re.sub(r"=\w+", "", door[2])
            given = ", ".join(f"{arg}={arg}" for arg in re.findall(r"\w+", args))
            theirs = f"{{%- do return(dbt_wap.duckdb__relation_copy__{verb}({given})) -%}}"
            head = f"{{% macro duckdb__tiny__{verb}({args}) %}}"
            files[f"macros/strategies/tiny/{verb}.sql"] = (
                f"{head}{OWN.get(verb, theirs)}{{% endmacro %}}\n"
            )
    return files


@pytest.mark.only_on("duckdb", reason="the strategy of the test is written for DuckDB")
def test_a_strategy_in_a_folder_of_the_project_publishes_and_rolls_back(published: Project) -> None:
    files = tiny()
    assert len(files) > 15
    before = published.snapshot("main_marts")
    published.write(files).sql(LATE)
    chosen = ("--vars", "{wap_strategy: tiny}")

    assert published.wap("run", "--auto-approve", *chosen).code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.sql(
        "select comment from duckdb_tables()"
        " where schema_name = 'main_marts' and table_name = 'orders'"
    ) == [("by tiny",)]

    assert published.wap("rollback", *chosen).code == 0
    assert published.snapshot("main_marts") == before


@pytest.mark.everywhere
def test_a_strategy_that_is_not_there_is_refused_before_anything_is_built(shop: Project) -> None:
    other = {"duckdb": "schema_swap", "snowflake": "relation_copy"}[shop.engine.name]
    before = shop.schemas()

    for name in (other, "no_such_strategy"):
        chosen = ("--vars", f"{{wap_strategy: {name}}}")
        result = shop.wap("run", "--auto-approve", *chosen)
        assert result.code == 2, result.err
        assert f"got {name!r}".replace("'", '"') in result.err
        assert "wap_strategy" in result.err
        assert shop.dbt("run-operation", "clone_schema", *chosen).code != 0
        assert shop.schemas() == before
