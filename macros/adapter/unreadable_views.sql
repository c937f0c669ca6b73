{# Why views cannot be read any more: {key: reason}, of those relations that are views. relations: as in relations_of. Reads only. #}
{% macro unreadable_views(relations) %}
    {%- do return(adapter.dispatch("unreadable_views", "dbt_wap")(relations=relations)) -%}
{% endmacro %}

{% macro default__unreadable_views(relations) %}
    {%- do dbt_wap.unsupported("unreadable_views") -%}
{% endmacro %}

{#
    A view stays when what it reads is dropped or loses a column; the planner says so without raising. Atomic: yes, a
    query that plans each view and runs none.
#}
{% macro duckdb__unreadable_views(relations) %}
    {%- set rows = [] -%}
    {%- for relation in relations if relation["kind"] == "view" -%}
        {%- set query = "select * from " ~ dbt_wap.relation_name(relation["database"], relation["schema"], relation["name"]) -%}
        {%- do rows.append("(" ~ dbt_wap.text_literal(relation["key"]) ~ ", " ~ dbt_wap.text_literal(query) ~ ")") -%}
    {%- endfor -%}
    {%- set found = {} -%}
    {%- if rows -%}
        {%- for row in dbt_wap.rows_of(
            "select key, plan->>'error_message' as reason from (select key, json_serialize_plan(query) as plan from (values "
            ~ rows | join(", ") ~ ") as v(key, query)) where plan->>'error_type' in ('binder', 'catalog', 'io')"
        ) -%}
            {%- do found.update({row["key"]: row["reason"].split("\n")[0]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}

{# A block asks each view for no rows and catches what it says. Atomic: yes, one block for each 100 views. #}
{% macro snowflake__unreadable_views(relations) %}
    {%- set found = {} -%}
    {%- for batch in relations | selectattr("kind", "equalto", "view") | batch(100) -%}
        {%- set block -%}
            declare
                broken varchar default '';
            begin
            {% for relation in batch %}
                begin
                    select * from {{ dbt_wap.sql_name(relation) }} limit 0;
                exception when other then
                    broken := broken || {{ dbt_wap.text_literal(relation["key"] ~ "\t") }} || replace(sqlerrm, chr(10), ' ') || chr(10);
                end;
            {% endfor %}
                return broken;
            end
        {%- endset -%}
        {%- for line in (dbt_wap._snowflake_block(block) or "").splitlines() -%}
            {%- do found.update({line.split("\t")[0]: line.split("\t", 1)[1]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
