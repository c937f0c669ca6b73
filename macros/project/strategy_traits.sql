{#
    What the publish strategy declares of itself, for whoever acts on it: {atomic, copies_rows, exchanges, views,
    grants, other_schemas}. macros/strategies/README.md says what each one means. Pure.
#}
{% macro strategy_traits() %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__traits", "dbt_wap")()) -%}
{% endmacro %}
