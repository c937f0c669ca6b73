{#
    Return where one side of the pairs is, as [{database, schema}] in the order of the pairs. The side is "prod",
    "audit" (the candidate), "archive", or another key of the pairs that names a schema. Pure.
#}
{% macro locate(pairs, side) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__locate", "dbt_wap")(pairs=pairs, side=side)) -%}
{% endmacro %}
