{# From the inventory of the archive. Atomic: yes, one query a pair. #}
{% macro duckdb__relation_copy__rollback_plan(run) %}
    {%- set inverse = {"create": "drop", "drop": "create", "replace": "replace"} -%}
    {%- set now = {} -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], "prod") -%}
        {%- do now.update({relation["key"]: relation["kind"]}) -%}
    {%- endfor -%}
    {%- set plan = [] -%}
    {%- for pair in run["schemas"] -%}
        {%- set items = [] -%}
        {%- for row in dbt_wap.rows_of(
            "select * from " ~ dbt_wap.relation_name(pair["database"], pair["archive"], dbt_wap.inventory_name())
        ) -%}
            {%- do items.append(
                {
                    "key": dbt_wap.relation_key(pair["database"], pair["prod"], row["name"]),
                    "name": row["name"],
                    "action": inverse[row["action"]],
                    "before_kind": now.get(dbt_wap.relation_key(pair["database"], pair["prod"], row["name"])),
                    "after_kind": row["before_kind"],
                    "view": fromjson(row["view"]) if row["view"] else none,
                }
            ) -%}
        {%- endfor -%}
        {%- do plan.append(
            {
                "database": pair["database"],
                "prod": pair["prod"],
                "source": pair["archive"],
                "archive": dbt_wap.archive_schema_name(pair["prod"], run["run_id"], undone=true),
                "items": items,
            }
        ) -%}
    {%- endfor -%}
    {%- do return(plan) -%}
{% endmacro %}
