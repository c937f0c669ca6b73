{# Return SQL for the exact sum of a column of row hashes. It does not overflow, however many rows there are. Pure. #}
{% macro sum_of_hashes(column) %}
    {%- do return(adapter.dispatch("sum_of_hashes", "dbt_wap")(column=column)) -%}
{% endmacro %}

{% macro default__sum_of_hashes(column) %} {%- do dbt_wap.unsupported("sum_of_hashes") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__sum_of_hashes(column) -%} coalesce(sum({{ column }}::hugeint), 0) {%- endmacro %}

{# Sums have 38 digits. Atomic: yes, reads nothing. #}
{% macro snowflake__sum_of_hashes(column) -%} coalesce(sum({{ column }}), 0) {%- endmacro %}
