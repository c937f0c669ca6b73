{#
    True where a count is at most a limit, a whole number or "N%" of `of`; of nothing every percentage is nothing. Pure.
#}
{% macro is_within_limit(count, of, limit) %}
    {%- if limit is string -%}
        {%- do return(count * 100 <= (limit.rstrip("% ") | float) * of) -%}
    {%- endif -%}
    {%- do return(count <= limit) -%}
{% endmacro %}
