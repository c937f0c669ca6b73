{#
    What a written name (its parts, quotes included) can mean, as stored names in the order in which the engine looks:
    [{database, schema, name}]. session: of session_place; view: the place of the view in whose query it stands, or
    none. Pure.
#}
{% macro relations_meant(parts, session, view=none) %}
    {%- do return(
        adapter.dispatch("relations_meant", "dbt_wap")(parts=parts, session=session, view=view)
    ) -%}
{% endmacro %}

{% macro default__relations_meant(parts, session, view) %}
    {%- do dbt_wap.unsupported("relations_meant") -%}
{% endmacro %}

{#
    A view looks into its own schema first. Of two parts the first is a schema or a database; FROM 'x' is FROM x.
    Atomic: yes, reads nothing.
#}
{% macro duckdb__relations_meant(parts, session, view) %}
    {%- set first = parts[0][1:-1] if parts[0].startswith("'") else dbt_wap.stored_as_typed(parts[0]) -%}
    {%- set name = dbt_wap.stored_as_typed(parts[-1]) -%}
    {%- if parts | length == 1 -%}
        {%- do return(dbt_wap._named_in([view, session] if view else [session], first)) -%}
    {%- endif -%}
    {%- if parts | length == 2 -%}
        {%- do return(
            [
                {"database": session["database"], "schema": first, "name": name},
                {"database": first, "schema": "main", "name": name},
            ]
        ) -%}
    {%- endif -%}
    {%- do return([{"database": first, "schema": dbt_wap.stored_as_typed(parts[1]), "name": name}]) -%}
{% endmacro %}

{#
    A view looks into its own schema alone, all else into the session's. Between two dots that follow each other is the
    schema PUBLIC; a text is no relation. Atomic: yes, reads nothing.
#}
{% macro snowflake__relations_meant(parts, session, view) %}
    {%- if parts[0].startswith("'") -%} {%- do return([]) -%} {%- endif -%}
    {%- set place = view or session -%}
    {%- set name = dbt_wap.stored_as_typed(parts[-1]) -%}
    {%- if parts | length == 1 -%} {%- do return(dbt_wap._named_in([place], name)) -%} {%- endif -%}
    {%- set schema = dbt_wap.stored_as_typed(parts[-2] or "PUBLIC") -%}
    {%- set database = dbt_wap.stored_as_typed(parts[-3]) if parts | length > 2 else place["database"] -%}
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
