{# The SQL that gives a relation, or a column of one, its comment. name: as it stands in SQL. Pure. #}
{% macro comment_statement(kind, name, comment) -%}
    comment on {{ kind }} {{ name }} is {{ dbt_wap.text_literal(comment) }}
{%- endmacro %}
