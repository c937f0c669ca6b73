{# True for a type whose values are or can hold texts: texts themselves, JSON, and what is nested of them. Pure. #}
{% macro can_hold_text(type) %}
    {%- do return(adapter.dispatch("can_hold_text", "dbt_wap")(type=type)) -%}
{% endmacro %}

{% macro default__can_hold_text(type) %} {%- do dbt_wap.unsupported("can_hold_text") -%} {% endmacro %}

{# The name of a nested type has those of its parts. Atomic: yes, reads nothing. #}
{% macro duckdb__can_hold_text(type) %}
    {%- do return(modules.re.search("VARCHAR|JSON|ENUM|VARIANT", type | upper) is not none) -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__can_hold_text(type) %}
    {%- do return(type.split("(")[0] in ["VARCHAR", "VARIANT", "OBJECT", "ARRAY", "MAP"]) -%}
{% endmacro %}
