{#
    What the publish strategy declares of itself, for whoever acts on it: {atomic, copies_rows, exchanges, views, grants,
    other_schemas}. macros/strategies/README.md says what each one means. Refuses a strategy that is not there. Pure.
#}
{% macro strategy_traits() %}
    {%- set engine, fault = adapter, dbt_wap.strategy_fault() -%}
    {%- if fault -%}
        {%- do dbt_wap.refuse(
            "strategy", "var wap_strategy " ~ fault, next="wap doctor, once the var is right"
        ) -%}
    {%- endif -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__traits", "dbt_wap")()) -%}
{% endmacro %}
