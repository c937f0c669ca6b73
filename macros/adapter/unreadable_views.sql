{#
    Why views cannot be read any more: {key: reason}, of those relations that are views. relations: as in relations_of.
    A view stays when what it reads is dropped or loses a column. Reads only.
#}
{% macro unreadable_views(relations) %}
    {%- set queries = {} -%}
    {%- for relation in relations if relation["kind"] == "view" -%}
        {%- set sql -%} select * from {{ dbt_wap.sql_name(relation) }} limit 0 {%- endset -%}
        {%- do queries.update({relation["key"]: sql}) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.query_faults(queries) if queries else {}) -%}
{% endmacro %}
