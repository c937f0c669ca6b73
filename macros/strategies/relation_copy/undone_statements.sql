{# The exchange has made the schema of what is undone. Atomic: yes, the caller runs them in one transaction. #}
{% macro duckdb__relation_copy__undone_statements(run, states) %}
    {%- set statements = dbt_wap.drop_candidate_statements(run) -%}
    {%- for pair in run["schemas"] -%}
        {%- do statements.append("drop schema " ~ dbt_wap.relation_name(pair["database"], pair["archive"]) ~ " cascade") -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
