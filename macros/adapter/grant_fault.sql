{# Return why a grant cannot be recreated on an object of this kind, or none if it can. Pure. #}
{% macro grant_fault(row, kind) %}
    {%- do return(adapter.dispatch("grant_fault", "dbt_wap")(row=row, kind=kind)) -%}
{% endmacro %}

{% macro default__grant_fault(row, kind) %} {%- do dbt_wap.unsupported("grant_fault") -%} {% endmacro %}

{# DuckDB has no grants. Atomic: yes, reads nothing. #}
{% macro duckdb__grant_fault(row, kind) %} {%- do return(none) -%} {% endmacro %}

{# Check whether the privilege exists on this kind of object only if the kind changed. Atomic: yes, reads nothing. #}
{% macro snowflake__grant_fault(row, kind) %}
    {%- if row["to_kind"] not in ["APPLICATION", "DATABASE_ROLE", "ROLE", "SHARE", "USER"] -%}
        {%- do return("grants to " ~ (row["to_kind"] or "an unknown grantee") ~ " are not supported") -%}
    {%- endif -%}
    {%- if not row["to_name"] -%}
        {%- do return("grants to a " ~ row["to_kind"] ~ " without a name are not supported") -%}
    {%- endif -%}
    {%- if kind and row["kind"] != kind and row["privilege"] not in dbt_wap._snowflake_privileges_on(kind) -%}
        {%- do return("the relation was a " ~ row["kind"] ~ " and is now a " ~ kind) -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}

{# Return the privileges that exist on a kind of relation. Pure. #}
{% macro _snowflake_privileges_on(kind) %}
    {%- set view = ["SELECT", "REFERENCES"] -%}
    {%- set plain = view + ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "APPLYBUDGET"] -%}
    {%- set known = {
        "DYNAMIC TABLE": ["SELECT", "MONITOR", "OPERATE"],
        "EVENT TABLE": view + ["DELETE", "TRUNCATE", "APPLYBUDGET"],
        "EXTERNAL TABLE": view,
        "HYBRID TABLE": plain,
        "ICEBERG TABLE": plain,
        "INTERACTIVE TABLE": view,
        "MATERIALIZED VIEW": view + ["APPLYBUDGET"],
        "SEMANTIC VIEW": view + ["MONITOR"],
        "TABLE": plain + ["EVOLVE SCHEMA", "SELECT ERROR TABLE"],
        "VIEW": view,
    } -%}
    {%- do return(known.get(kind, view)) -%}
{% endmacro %}
