{# Use the inventory of the archive. Atomic: yes, one query per pair. #}
{% macro duckdb__relation_copy__rollback_plan(run) %}
    {%- set now, plan = {}, [] -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], "prod") -%}
        {%- do now.update({relation["key"]: relation["kind"]}) -%}
    {%- endfor -%}
    {%- for pair in run["schemas"] -%}
        {%- do plan.append(
            dict(
                pair,
                source=pair["archive"],
                archive=dbt_wap.archive_schema_name(pair["prod"], run["run_id"], undone=true),
                items=dbt_wap._duckdb_items_back(pair, now),
            )
        ) -%}
    {%- endfor -%}
    {%- do return(plan) -%}
{% endmacro %}

{#
    Return the items that undo what the inventory of a pair's archive records. now: {relation key: kind} of prod. Reads
    only.
#}
{% macro _duckdb_items_back(pair, now) %}
    {%- set inverse, items = {"create": "drop", "drop": "create", "replace": "replace"}, [] -%}
    {%- for row in dbt_wap.rows_of(dbt_wap._duckdb_read_inventory_sql(pair)) -%}
        {%- set key = dbt_wap.relation_key(pair["database"], pair["prod"], row["name"]) -%}
        {%- do items.append(
            {
                "key": key,
                "name": row["name"],
                "action": inverse[row["action"]],
                "before_kind": now.get(key),
                "after_kind": row["before_kind"],
                "view": fromjson(row["view"]) if row["view"] else none,
            }
        ) -%}
    {%- endfor -%}
    {%- do return(items) -%}
{% endmacro %}
