{#
    Return the name of the archive of a prod schema for one run; with `undone`, the name for what the rollback of that
    run removed from prod. Pure.
#}
{% macro archive_schema_name(schema, run_id, undone=false) %}
    {%- set name = schema ~ "__wap_" ~ run_id ~ ("_undone" if undone else "") -%}
    {%- set folded = schema == dbt_wap.stored_name(schema) -%}
    {%- do return(dbt_wap.checked_schema_name(dbt_wap.stored_name(name) if folded else name)) -%}
{% endmacro %}
