{# List what is missing or different in the clones of the prod schemas, as sentences. Reads only. #}
{% macro clone_faults(pairs, items) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__clone_faults", "dbt_wap")(pairs=pairs, items=items)) -%}
{% endmacro %}
