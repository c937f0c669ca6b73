{# True where a type, as parsed_type has it, is one of these or holds one anywhere. Pure. #}
{% macro contains_type(parsed, bases) %}
    {%- if parsed["base"] in bases -%} {%- do return(true) -%} {%- endif -%}
    {%- for part in parsed["parts"] -%}
        {%- if dbt_wap.contains_type(part, bases) -%} {%- do return(true) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}
