{# An expression cast to text, as samples show it. Returns SQL text. #}
{% macro text_of(expression) %}
    {%- do return(adapter.dispatch("text_of", "dbt_wap")(expression=expression)) -%}
{% endmacro %}

{% macro default__text_of(expression) %} {%- do dbt_wap.unsupported("text_of") -%} {% endmacro %}

{# Compared by its bytes, whatever the profile's default_collation is. Atomic: yes, reads nothing. #}
{% macro duckdb__text_of(expression) -%} (cast({{ expression }} as varchar) collate c) {%- endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__text_of(expression) -%} cast({{ expression }} as varchar) {%- endmacro %}
