{# Return a number as a string without an exponent: 1e-7 becomes 0.0000001. Pure. #}
{% macro plain_number(value) %}
    {%- set text = value | string | lower -%}
    {%- if "e" not in text -%} {%- do return(text) -%} {%- endif -%}
    {%- set mantissa, exponent = text.split("e") -%}
    {%- set parts = mantissa.split(".") -%}
    {%- set digits = parts[0] ~ (parts[1] if parts | length > 1 else "") -%}
    {%- set point = parts[0] | length + exponent.replace("+", "") | int -%}
    {%- set zeros -%} {%- for _ in range(400) -%}0{%- endfor -%} {%- endset -%}
    {%- if point <= 0 -%} {%- do return("0." ~ zeros[: 0 - point] ~ digits) -%} {%- endif -%}
    {%- set digits = digits ~ zeros[: [point - digits | length, 0] | max] -%}
    {%- do return(digits[:point] ~ ("." ~ digits[point:] if digits[point:] else "")) -%}
{% endmacro %}
