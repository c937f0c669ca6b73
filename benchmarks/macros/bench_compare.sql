{#
    run-operation of benchmarks/diff.py, the one place that knows how the package is asked for its comparison: prints
    the seconds that it took and the entries of the report. The state schema, which a run has by then, is made before.
#}
{% macro bench_compare(database) %}
    {%- set pair = {"database": database, "prod": "prod", "audit": "audit_prod", "archive": "x"} -%}
    {%- set run = {"run_id": "bench", "schemas": [pair], "options": {}} -%}
    {%- do dbt_wap.execute_statements(dbt_wap.create_state_statements(dbt_wap.get_state())) -%}
    {%- set start = modules.datetime.datetime.now() -%}
    {%- set facts = dbt_wap.gather_facts(run) -%}
    {%- set entries = dbt_wap.compare_all(facts) -%}
    {%- set seconds = (modules.datetime.datetime.now() - start).total_seconds() -%}
    {%- do print("BENCH:" ~ tojson({"seconds": seconds, "entries": entries})) -%}
{% endmacro %}
