{# Every side is a schema in prod's own database. Atomic: yes, reads nothing. #}
{% macro snowflake__schema_swap__locate(pairs, side) %}
    {%- do return(dbt_wap.sides_by_name(pairs, side)) -%}
{% endmacro %}
