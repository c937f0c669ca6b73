{#
    Parse a value that truncated_text built. Return the string, or {text, start, length, md5} if it was cut: the form in
    report.json. Pure.
#}
{% macro parse_truncated(value) %}
    {%- if value is none or value | length <= 200 -%} {%- do return(value) -%} {%- endif -%}
    {%- do return({"text": value[:200], "start": 0, "length": value[232:] | int, "md5": value[200:232]}) -%}
{% endmacro %}
