{# Return SQL that casts an expression to a string, as samples show it. Pure. #}
{% macro text_of(expression) %}
    {%- do return(adapter.dispatch("text_of", "dbt_wap")(expression=expression)) -%}
{% endmacro %}

{% macro default__text_of(expression) %} {%- do dbt_wap.unsupported("text_of") -%} {% endmacro %}

{# Compare by bytes, regardless of the default_collation in the profile. Atomic: yes, reads nothing. #}
{% macro duckdb__text_of(expression) -%} (cast({{ expression }} as varchar) collate c) {%- endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__text_of(expression) -%} cast({{ expression }} as varchar) {%- endmacro %}
