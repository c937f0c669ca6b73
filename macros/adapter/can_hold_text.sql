{# Return true if values of a type can contain strings: string types, JSON, and types that nest them. Pure. #}
{% macro can_hold_text(type) %}
    {%- do return(adapter.dispatch("can_hold_text", "dbt_wap")(type=type)) -%}
{% endmacro %}

{% macro default__can_hold_text(type) %} {%- do dbt_wap.unsupported("can_hold_text") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__can_hold_text(type) %}
    {%- do return(dbt_wap._contains_type(dbt_wap.parsed_type(type), ["VARCHAR", "JSON", "ENUM", "VARIANT"])) -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__can_hold_text(type) %}
    {%- do return(dbt_wap.parsed_type(type)["base"] in ["VARCHAR", "VARIANT", "OBJECT", "ARRAY", "MAP"]) -%}
{% endmacro %}

{# Return true if a parsed type is, or contains, one of the base types. Pure. #}
{% macro _contains_type(parsed, bases) %}
    {%- if parsed["base"] in bases -%} {%- do return(true) -%} {%- endif -%}
    {%- for part in parsed["parts"] -%}
        {%- if dbt_wap._contains_type(part, bases) -%} {%- do return(true) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}
