{# Where the engine looks for a name without a schema in a node's SQL, in order: [{database, schema}]. Reads only. #}
{% macro search_places(node) %}
    {%- do return(adapter.dispatch("search_places", "dbt_wap")(node=node)) -%}
{% endmacro %}

{% macro default__search_places(node) %} {%- do dbt_wap.unsupported("search_places") -%} {% endmacro %}

{# A view looks into its own schema first. Atomic: yes, asks the session. #}
{% macro duckdb__search_places(node) %}
    {%- set places = dbt_wap.rows_of("select current_database() as database, current_schema() as schema") -%}
    {%- if node.config.materialized == "view" -%}
        {%- do places.insert(0, dbt_wap.stored_place_of(node)) -%}
    {%- endif -%}
    {%- do return(places) -%}
{% endmacro %}

{# A view looks into its own schema alone, all else into the target's. Atomic: yes, reads nothing. #}
{% macro snowflake__search_places(node) %}
    {%- if node.config.materialized == "view" -%}
        {%- do return([dbt_wap.stored_place_of(node)]) -%}
    {%- endif -%}
    {%- do return(
        [{"database": dbt_wap.state_place()["database"], "schema": dbt_wap.stored_as_typed(target.schema)}]
    ) -%}
{% endmacro %}
