{#
    A value that the runner hands to a macro: as it is, or from the environment, in parts, where a command line has no
    room for it ({wap_parts: how many, of: the name of the variables without their number}). Pure.
#}
{% macro from_runner(value) %}
    {%- if value is not mapping or "wap_parts" not in value -%} {%- do return(value) -%} {%- endif -%}
    {%- set parts = [] -%}
    {%- for number in range(value["wap_parts"]) -%}
        {%- do parts.append(env_var(value["of"] ~ number)) -%}
    {%- endfor -%}
    {%- do return(fromjson(parts | join(""))) -%}
{% endmacro %}
