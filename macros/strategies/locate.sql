{#
    Where one side of the pairs is read, as [{database, schema}] in the order of the pairs: "prod", "audit" (the
    candidate), "archive", or another side of which they have the name. Pure.
#}
{% macro locate(pairs, side) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__locate", "dbt_wap")(pairs=pairs, side=side)) -%}
{% endmacro %}
