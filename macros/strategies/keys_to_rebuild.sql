{#
    Return the keys of the views (and other relations that store a query) that dbt has to recreate under prod's names.
    Reads only.
#}
{% macro keys_to_rebuild(run, side) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__keys_to_rebuild", "dbt_wap")(run=run, side=side)) -%}
{% endmacro %}
