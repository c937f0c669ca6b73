{#
    Return the views that can no longer be read, as {key: reason}. A view remains after a relation that it reads is
    dropped or loses a column. Reads only.
#}
{% macro unreadable_views(relations) %}
    {%- set queries = {} -%}
    {%- for relation in relations if relation["kind"] == "view" -%}
        {%- set sql -%} select * from {{ relation.get("sql") or dbt_wap.sql_name(relation) }} limit 0 {%- endset -%}
        {%- do queries.update({relation["key"]: sql}) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.query_faults(queries, empty=true) if queries else {}) -%}
{% endmacro %}
