{# True where both types (their arguments do not count) stand in one of the lists. Pure. #}
{% macro in_one_family(families, before, after) %}
    {%- for family in families if before.split("(")[0] in family and after.split("(")[0] in family -%}
        {%- do return(true) -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}
