{#
    Return the name of the lock table of this project and the place that it publishes to. Only one process can create
    it. Pure.
#}
{% macro lock_name() %}
    {%- do return("lock__" ~ project_name ~ "__" ~ local_md5(dbt_wap.scope()["place"])[:8]) -%}
{% endmacro %}
