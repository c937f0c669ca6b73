{#
    Parse values that truncated_text built, and return them in the same order: the string, or {text, start, length, md5}
    if it was cut, which is the form in report.json. Pure.
#}
{% macro parse_truncated(values) %}
    {%- set parsed = [] -%}
    {%- for value in values -%}
        {%- if value is none or value | length <= 200 -%} {%- do parsed.append(value) -%}
        {%- else -%}
            {%- set length, md5 = value[232:] | int, value[200:232] -%}
            {%- do parsed.append({"text": value[:200], "start": 0, "length": length, "md5": md5}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(parsed) -%}
{% endmacro %}
