{#
    Run the comparison of the package for benchmarks/diff.py, and print the seconds that it took and the entries of the
    report. Creates the state schema first, which a run has by then. A run-operation.
#}
{% macro bench_compare(database) %}
    {%- set pair = {"database": database, "prod": "prod", "audit": "audit_prod", "archive": "x"} -%}
    {%- set run = {"run_id": "bench", "schemas": [pair], "options": {}} -%}
    {%- set schema, tables = dbt_wap._create_schema_sql(), dbt_wap.create_state_statements(dbt_wap.get_state()) -%}
    {%- do dbt_wap.execute_statements([schema | trim] + tables) -%}
    {%- set start = modules.datetime.datetime.now() -%}
    {%- set facts = dbt_wap.gather_facts(run) -%}
    {%- set entries = dbt_wap.compare_all(facts) -%}
    {%- set seconds = (modules.datetime.datetime.now() - start).total_seconds() -%}
    {%- do print("BENCH:" ~ tojson({"seconds": seconds, "entries": entries})) -%}
{% endmacro %}
