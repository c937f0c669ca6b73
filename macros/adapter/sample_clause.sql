{#
    Return the SQL clause that follows a table name to read a random sample of about `percent` percent of its rows.
    Pure.
#}
{% macro sample_clause(percent) %}
    {%- do return(adapter.dispatch("sample_clause", "dbt_wap")(percent=percent)) -%}
{% endmacro %}

{% macro default__sample_clause(percent) %} {%- do dbt_wap.unsupported("sample_clause") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__sample_clause(percent) %}
    {%- if percent < 100 %} tablesample bernoulli({{ percent }} percent){% endif -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__sample_clause(percent) %}
    {%- if percent < 100 %} sample bernoulli({{ percent }}){% endif -%}
{% endmacro %}
