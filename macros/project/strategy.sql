{# The name of the publish strategy: the var wap_strategy, else the engine's default. Pure. #}
{% macro strategy() %}
    {%- do return(dbt_wap.get_var("wap_strategy") or dbt_wap.default_strategy()) -%}
{% endmacro %}
