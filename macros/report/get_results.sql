{#
    The newest result of every node and test of a run: {"nodes": {unique_id: row}, "tests": {unique_id: row}}. A test
    that ran before its model was last built is marked stale. Reads only.
#}
{% macro get_results(run_id) %}
    {%- set found = {"nodes": {}, "tests": {}} -%}
    {%- for row in dbt_wap.rows_of(
        "select * from " ~ dbt_wap.state_table("results") ~ " where run_id = " ~ dbt_wap.text_literal(run_id) ~ " order by seq"
    ) -%}
        {%- do found["tests" if row["kind"] == "test" else "nodes"].update({row["unique_id"]: row}) -%}
    {%- endfor -%}
    {%- for unique_id, row in found["tests"].items() -%}
        {%- set stale = [] -%}
        {%- for parent in (graph.nodes.get(unique_id) or {}).get("depends_on", {}).get("nodes", []) -%}
            {%- if parent in found["nodes"] and found["nodes"][parent]["seq"] > row["seq"] -%} {%- do stale.append(parent) -%} {%- endif -%}
        {%- endfor -%}
        {%- do row.update({"stale": stale}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
