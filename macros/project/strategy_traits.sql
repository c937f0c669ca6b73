{#
    Return the properties of the publish strategy: {atomic, copies_rows, exchanges, views, grants, other_schemas}.
    macros/strategies/README.md explains each. Pure.
#}
{% macro strategy_traits() %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__traits", "dbt_wap")()) -%}
{% endmacro %}
