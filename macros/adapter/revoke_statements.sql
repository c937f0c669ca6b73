{# Build REVOKE statements. Pure. #}
{% macro revoke_statements(rows) %}
    {%- do return(adapter.dispatch("revoke_statements", "dbt_wap")(rows=rows)) -%}
{% endmacro %}

{% macro default__revoke_statements(rows) %}
    {%- do dbt_wap.unsupported("revoke_statements") -%}
{% endmacro %}

{# DuckDB has no grants, so any row is an error. Atomic: yes, builds no statement. #}
{% macro duckdb__revoke_statements(rows) %}
    {%- if rows -%}
        {%- do dbt_wap.refuse("revoke_statements", "DuckDB has no grants", next="wap doctor") -%}
    {%- endif -%}
    {%- do return([]) -%}
{% endmacro %}

{#
    Build one statement per grantee and object. REVOKE succeeds even if it revokes nothing, for example a grant that
    another role made, so check the result. Without `cascade` it fails if the grantee granted the privilege to others.
    Atomic: no, each statement commits. If one fails, the earlier revokes stay, and revoking again changes nothing.
#}
{% macro snowflake__revoke_statements(rows) %}
    {%- do return(dbt_wap._snowflake_privilege_statements("revoke", rows)) -%}
{% endmacro %}
