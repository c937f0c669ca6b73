{# A hook may create such a view, for example. Atomic: yes, reads of the catalog. #}
{% macro snowflake__schema_swap__orphan_views(run) %}
    {%- set nodes = dbt_wap.nodes_by_key() -%}
    {%- set found = [] -%}
    {%- for view in dbt_wap._snowflake_views_naming_audit(run, "audit") if view["key"] not in nodes -%}
        {%- do found.append(view) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
