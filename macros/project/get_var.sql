{# Return the value of one var of dbt-wap; see get_vars. Pure. #}
{% macro get_var(name) %} {%- do return(dbt_wap.get_vars([name])[name]) -%} {% endmacro %}
