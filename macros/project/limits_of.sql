{# Return the value of a gate as [{level, limit}]; it is either {block, warn} or a plain value that blocks. Pure. #}
{% macro limits_of(value) %}
    {%- set limits = [] -%}
    {%- set levels = value if value is mapping else {"block": value} -%}
    {%- for level in ["block", "warn"] if levels.get(level) is not none -%}
        {%- do limits.append({"level": level, "limit": levels[level]}) -%}
    {%- endfor -%}
    {%- do return(limits) -%}
{% endmacro %}
