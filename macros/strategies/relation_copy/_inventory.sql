{#
    Return the columns of an archive's inventory, all of them strings. It records what a publish did to each relation.
    Pure.
#}
{% macro _duckdb_inventory_columns() %}
    {%- do return(["name", "action", "before_kind", "after_kind", "view"]) -%}
{% endmacro %}

{#
    Return the rows of the inventory for the items, in order. A view that cannot be read gets no before_kind, because
    DuckDB could not recreate it. Reads only.
#}
{% macro _duckdb_inventory_rows(pair, items, definitions) %}
    {%- set views, rows = [], [] -%}
    {%- for item in items if item["before_kind"] == "view" -%}
        {%- do views.append(dict(item, database=pair["database"], schema=pair["prod"], kind="view")) -%}
    {%- endfor -%}
    {%- set broken = dbt_wap.unreadable_views(views) -%}
    {%- for item in items -%}
        {%- do rows.append(
            {
                "name": item["name"],
                "action": item["action"],
                "before_kind": none if item["key"] in broken else item["before_kind"],
                "after_kind": item["after_kind"],
                "view": tojson(definitions.get(item["key"])) if item["before_kind"] == "view" else none,
            }
        ) -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}

{#
    Return a hash that is equal for the same rows of an inventory in any order. dbt reads an empty string and the string
    null as NULL, so they count as equal. Pure.
#}
{% macro _duckdb_inventory_hash(rows) %}
    {%- set lines = [] -%}
    {%- for row in rows -%}
        {%- set line = [] -%}
        {%- for name in dbt_wap._duckdb_inventory_columns() -%}
            {%- do line.append(none if row[name] in ["", "null"] else row[name]) -%}
        {%- endfor -%}
        {%- do lines.append(tojson(line)) -%}
    {%- endfor -%}
    {%- do return(local_md5(lines | sort | join(" "))) -%}
{% endmacro %}

{# Return the SQL name of the inventory of a pair's archive. Pure. #}
{% macro _duckdb_inventory_table(pair) %}
    {%- do return(dbt_wap.relation_name(pair["database"], pair["archive"], dbt_wap.inventory_name())) -%}
{% endmacro %}

{% macro _duckdb_create_inventory_sql(pair) -%}
    create table {{ dbt_wap._duckdb_inventory_table(pair) }}
    ({{ dbt_wap._duckdb_inventory_columns() | join(" varchar, ") }} varchar)
{%- endmacro %}

{% macro _duckdb_insert_inventory_sql(pair, rows) -%}
    {%- set names = dbt_wap._duckdb_inventory_columns() -%}
    insert into {{ dbt_wap._duckdb_inventory_table(pair) }}
    values
    {%- for row in rows %}
            (
        {%- for name in names -%}
            {{ "null" if row[name] is none else dbt_wap.text_literal(row[name]) }}{{ ", " if not loop.last }}
        {%- endfor -%}
            )
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro _duckdb_read_inventory_sql(pair) -%}
    select * from {{ dbt_wap._duckdb_inventory_table(pair) }}
{%- endmacro %}
