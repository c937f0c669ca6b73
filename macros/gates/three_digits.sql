{# Return a number with three significant digits, such as 12.3, 0.00123 or 1.23e+07. Pure. #}
{% macro three_digits(number) %}
    {%- if number == 0 -%} {%- do return("0") -%} {%- endif -%}
    {%- set powers = [] -%}
    {%- for power in range(-20, 40) if number | abs >= ("1e" ~ power) | float -%}
        {%- do powers.append(power) -%}
    {%- endfor -%}
    {%- if not powers -%} {%- do return("0") -%} {%- endif -%}
    {%- set rounded = number | round(2 - powers[-1]) -%}
    {#- Rounding can add a digit: 9.996 becomes 10. -#}
    {%- set power = powers[-1] + (1 if rounded | abs >= ("1e" ~ (powers[-1] + 1)) | float else 0) -%}
    {%- if power >= -4 and power < 3 -%} {%- do return(dbt_wap._without_zero(rounded)) -%} {%- endif -%}
    {%- set digits = dbt_wap._without_zero((rounded / ("1e" ~ power) | float) | round(2)) -%}
    {%- set sign = "-" if power < 0 else "+" -%}
    {%- set size = power | abs | string -%}
    {%- do return(digits ~ "e" ~ sign ~ ("0" if size | length == 1 else "") ~ size) -%}
{% endmacro %}

{# Return a number without a trailing ".0". #}
{% macro _without_zero(number) %}
    {%- set text = number | string -%} {%- do return(text[:-2] if text.endswith(".0") else text) -%}
{% endmacro %}
