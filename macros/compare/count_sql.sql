{# Return SQL for n, the number of rows of a relation. name: its name in SQL; where: a clause, or empty. Pure. #}
{% macro count_sql(name, where="") %} select count(*) as n from {{ name }} {{ where }} {% endmacro %}
