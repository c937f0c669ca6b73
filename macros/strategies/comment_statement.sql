{# Build a COMMENT ON statement. Pure. #}
{% macro comment_statement(kind, name, comment) -%}
    comment on {{ kind }} {{ name }} is {{ dbt_wap.text_literal(comment) }}
{%- endmacro %}
