{# One lock per dbt project: the name of the table whose plain CREATE only one can win. #}
{% macro lock_name() %} {%- do return("lock__" ~ project_name) -%} {% endmacro %}
