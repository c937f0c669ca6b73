{#
    All statements of a change that run_exchange makes, in their order: one transaction, or what a dry run of
    swap_schema or rollback shows. May scan prod; reads only.
#}
{% macro all_statements(run, change) %}
    {%- set archived = dbt_wap.archived_statements(run, change) if change["step"] == "publish" else [] -%}
    {%- do return(change["prepare"] + archived + change["begin"] + change["exchange"] + change["record"]) -%}
{% endmacro %}
