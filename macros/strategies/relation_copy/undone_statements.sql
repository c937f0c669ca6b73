{#
    The exchange has already created the schema for what is undone. Atomic: yes, the caller runs them in one
    transaction.
#}
{% macro duckdb__relation_copy__undone_statements(run, states) %}
    {%- set statements = dbt_wap.drop_candidate_statements(run) -%}
    {%- do statements.extend(dbt_wap.drop_statements(dbt_wap.locate(run["schemas"], "archive"))) -%}
    {%- do return(statements) -%}
{% endmacro %}
