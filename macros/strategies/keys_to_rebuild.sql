{#
    The keys of the views (and what else holds a query) that dbt makes again under prod's names. side: where the
    candidate is, audit before the exchange and prod after it. Reads only.
#}
{% macro keys_to_rebuild(run, side) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__keys_to_rebuild", "dbt_wap")(run=run, side=side)) -%}
{% endmacro %}
