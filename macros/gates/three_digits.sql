{# A number as text of three significant digits: 12.3, 0.00123, 1.23e+07. Pure. #}
{% macro three_digits(number) %}
    {%- set powers = [] -%}
    {%- for power in range(-20, 40) if number | abs >= ("1e" ~ power) | float -%}
        {%- do powers.append(power) -%}
    {%- endfor -%}
    {%- if not powers -%} {%- do return("0") -%} {%- endif -%}
    {%- set rounded = number | round(2 - powers[-1]) -%}
    {#- 9.996 is 10 then. -#}
    {%- set power = powers[-1] + (1 if rounded | abs >= ("1e" ~ (powers[-1] + 1)) | float else 0) -%}
    {%- if power >= -4 and power < 3 -%}
        {%- do return((rounded | string).removesuffix(".0")) -%}
    {%- endif -%}
    {%- set digits = (rounded / ("1e" ~ power) | float) | round(2) | string -%}
    {%- set sign = "-" if power < 0 else "+" -%}
    {%- set size = power | abs | string -%}
    {%- do return(digits.removesuffix(".0") ~ "e" ~ sign ~ ("0" if size | length == 1 else "") ~ size) -%}
{% endmacro %}
