{# Every side is a schema in prod's own database. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__locate(pairs, side) %}
    {%- do return(dbt_wap.sides_by_name(pairs, side)) -%}
{% endmacro %}
