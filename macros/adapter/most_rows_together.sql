{#
    Return the number of rows up to which asking about relations together, as in values_together_sql, is cheaper than
    about each by itself; 0 if it never is. Pure.
#}
{% macro most_rows_together() %}
    {%- do return(adapter.dispatch("most_rows_together", "dbt_wap")() or 0) -%}
{% endmacro %}

{% macro default__most_rows_together() %} {%- do dbt_wap.unsupported("most_rows_together") -%} {% endmacro %}

{# To plan a group costs as much as to group thousands of values. Atomic: yes, reads nothing. #}
{% macro duckdb__most_rows_together() %} {%- do return(10000) -%} {% endmacro %}

{# Planning does not grow with the groups of a query. Atomic: yes, reads nothing. #}
{% macro snowflake__most_rows_together() %} {%- do return(0) -%} {% endmacro %}
