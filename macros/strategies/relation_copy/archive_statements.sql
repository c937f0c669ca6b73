{# The exchange has already created the archive. Atomic: yes, the caller runs them in one transaction. #}
{% macro duckdb__relation_copy__archive_statements(run, states) %}
    {%- do return(dbt_wap.drop_candidate_statements(run, states)) -%}
{% endmacro %}
