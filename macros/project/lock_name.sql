{# The table whose plain CREATE only one can win: one lock for each project and the place that it publishes to. Pure. #}
{% macro lock_name() %}
    {%- do return("lock__" ~ project_name ~ "__" ~ local_md5(dbt_wap.scope()["place"])[:8]) -%}
{% endmacro %}
