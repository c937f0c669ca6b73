{#
    The statements that take away what the rows say, rows as list_grants gives them; `only_option` leaves the privilege,
    `cascade` takes what its holder granted on with it.
#}
{% macro revoke_statements(rows) %}
    {%- do return(adapter.dispatch("revoke_statements", "dbt_wap")(rows=rows)) -%}
{% endmacro %}

{% macro default__revoke_statements(rows) %}
    {%- do dbt_wap.unsupported("revoke_statements") -%}
{% endmacro %}

{# There are no grants, so rows are a mistake. Atomic: yes, makes no statement. #}
{% macro duckdb__revoke_statements(rows) %}
    {%- if rows -%}
        {%- do dbt_wap.refuse("revoke_statements", "DuckDB has no grants", next="wap doctor") -%}
    {%- endif -%}
    {%- do return([]) -%}
{% endmacro %}

{#
    One statement for what a grantee loses on an object. REVOKE succeeds even where it took nothing away (a grant that
    another role made): read back. What others were granted by it makes it fail, without `cascade`. Atomic: no, each
    statement commits; what was taken before one fails stays taken, and taking it again changes nothing.
#}
{% macro snowflake__revoke_statements(rows) %}
    {%- do return(dbt_wap._snowflake_privilege_statements("revoke", rows)) -%}
{% endmacro %}
