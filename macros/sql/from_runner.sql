{#
    Return a value that the runner passed to a macro. If the value is too long for a command line, the runner passes
    {wap_parts: number of parts, of: prefix of the environment variables} instead, and this macro joins the parts. Pure.
#}
{% macro from_runner(value) %}
    {%- if value is not mapping or "wap_parts" not in value -%} {%- do return(value) -%} {%- endif -%}
    {%- set parts = [] -%}
    {%- for number in range(value["wap_parts"]) -%}
        {%- do parts.append(env_var(value["of"] ~ number)) -%}
    {%- endfor -%}
    {%- do return(fromjson(parts | join(""))) -%}
{% endmacro %}
