{#
    What truncated_text has read, as report.json has it: a text, or of one that was cut {text, start, length, md5}.
    Pure.
#}
{% macro parse_truncated(value) %}
    {%- if value is none or value | length <= 200 -%} {%- do return(value) -%} {%- endif -%}
    {%- do return({"text": value[:200], "start": 0, "length": value[232:] | int, "md5": value[200:232]}) -%}
{% endmacro %}
