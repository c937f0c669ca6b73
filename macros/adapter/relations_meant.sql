{#
    What a written name (its parts, quotes included) can mean, as stored names in the order in which the engine looks:
    [{database, schema, name}]. places: as search_places says them. Pure.
#}
{% macro relations_meant(parts, places) %}
    {%- do return(adapter.dispatch("relations_meant", "dbt_wap")(parts=parts, places=places)) -%}
{% endmacro %}

{% macro default__relations_meant(parts, places) %}
    {%- do dbt_wap.unsupported("relations_meant") -%}
{% endmacro %}

{# Of two parts the first is a schema or a database; FROM 'x' is FROM x. Atomic: yes, reads nothing. #}
{% macro duckdb__relations_meant(parts, places) %}
    {%- set first = parts[0][1:-1] if parts[0].startswith("'") else dbt_wap.stored_as_typed(parts[0]) -%}
    {%- set name = dbt_wap.stored_as_typed(parts[-1]) -%}
    {%- set database = places[-1]["database"] -%}
    {%- if parts | length == 1 -%} {%- do return(dbt_wap._named_in(places, first)) -%} {%- endif -%}
    {%- if parts | length == 2 -%}
        {%- do return(
            [
                {"database": database, "schema": first, "name": name},
                {"database": first, "schema": "main", "name": name},
            ]
        ) -%}
    {%- endif -%}
    {%- do return([{"database": first, "schema": dbt_wap.stored_as_typed(parts[1]), "name": name}]) -%}
{% endmacro %}

{# Between two dots that follow each other is the schema PUBLIC; a text is no relation. Atomic: yes, reads nothing. #}
{% macro snowflake__relations_meant(parts, places) %}
    {%- if parts[0].startswith("'") -%} {%- do return([]) -%} {%- endif -%}
    {%- set name = dbt_wap.stored_as_typed(parts[-1]) -%}
    {%- if parts | length == 1 -%} {%- do return(dbt_wap._named_in(places, name)) -%} {%- endif -%}
    {%- set schema = dbt_wap.stored_as_typed(parts[-2] or "PUBLIC") -%}
    {%- set database = dbt_wap.stored_as_typed(parts[-3]) if parts | length > 2 else places[-1]["database"] -%}
    {%- do return([{"database": database, "schema": schema, "name": name}]) -%}
{% endmacro %}

{# One name in each of the places. #}
{% macro _named_in(places, name) %}
    {%- set found = [] -%}
    {%- for place in places -%}
        {%- do found.append({"database": place["database"], "schema": place["schema"], "name": name}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
