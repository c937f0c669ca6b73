{#
    Return the relations that a name in SQL may refer to, as stored names, in the order in which the engine looks them
    up: [{database, schema, name}]. Pure.
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
    Inside a view, look in the view's own schema first. The first of two parts is a schema or a database. FROM 'x' means
    FROM x. Atomic: yes, reads nothing.
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
    Inside a view, look only in the view's own schema; elsewhere, only in the session's. Two dots in a row mean the
    schema PUBLIC. A string literal is not a relation. Atomic: yes, reads nothing.
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

{# Return the name in each of the places. Pure. #}
{% macro _named_in(places, name) %}
    {%- set found = [] -%}
    {%- for place in places -%}
        {%- do found.append({"database": place["database"], "schema": place["schema"], "name": name}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
