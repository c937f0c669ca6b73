{#
    Run the comparison of the package for benchmarks/diff.py twice, and print the seconds that it took, first and again
    in the warm process, and the entries of the report. Creates the state schema first, which a run has by then. A
    run-operation.
#}
{% macro bench_compare(database) %}
    {%- set pair = {"database": database, "prod": "prod", "audit": "audit_prod", "archive": "x"} -%}
    {%- set run = {"run_id": "bench", "schemas": [pair], "options": {}} -%}
    {%- set schema, tables = dbt_wap._create_schema_sql(), dbt_wap.create_state_statements(dbt_wap.get_state()) -%}
    {%- do dbt_wap.execute_statements([schema | trim] + tables) -%}
    {%- set seconds, found = [], {} -%}
    {%- for _ in range(2) -%}
        {%- set start = modules.datetime.datetime.now() -%}
        {%- set facts = dbt_wap.gather_facts(run, dbt_wap.project_facts()["by_key"], {}) -%}
        {%- do found.update({"entries": dbt_wap.compare_all(facts)}) -%}
        {%- do seconds.append((modules.datetime.datetime.now() - start).total_seconds()) -%}
    {%- endfor -%}
    {%- do print("BENCH:" ~ tojson(dict(found, seconds=seconds[0], warm=seconds[1]))) -%}
{% endmacro %}
