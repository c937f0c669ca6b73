{# Return true if a count is at most the limit, a whole number or a share such as "5%" of `of`. Pure. #}
{% macro is_within_limit(count, of, limit) %}
    {%- if limit is string -%}
        {%- do return(count * 100 <= (limit.rstrip("% ") | float) * of) -%}
    {%- endif -%}
    {%- do return(count <= limit) -%}
{% endmacro %}
