{#
    Why a grant cannot be made again on an object of this kind (none where there is none), or none. row: as list_grants
    gives it. Pure.
#}
{% macro grant_fault(row, kind) %}
    {%- do return(adapter.dispatch("grant_fault", "dbt_wap")(row=row, kind=kind)) -%}
{% endmacro %}

{% macro default__grant_fault(row, kind) %} {%- do dbt_wap.unsupported("grant_fault") -%} {% endmacro %}

{# There are no grants. Atomic: yes, reads nothing. #}
{% macro duckdb__grant_fault(row, kind) %} {%- do return(none) -%} {% endmacro %}

{# Whether a privilege exists on a kind is asked only where the kind has changed. Atomic: yes, reads nothing. #}
{% macro snowflake__grant_fault(row, kind) %}
    {%- if row["to_kind"] not in ["APPLICATION", "DATABASE_ROLE", "ROLE", "SHARE", "USER"] -%}
        {%- do return("a grant to " ~ (row["to_kind"] or "nobody") ~ " cannot be made from outside") -%}
    {%- endif -%}
    {%- if not row["to_name"] -%}
        {%- do return("a grant to " ~ row["to_kind"] ~ " without a name cannot be made") -%}
    {%- endif -%}
    {%- if kind and row["kind"] != kind and row["privilege"] not in dbt_wap._snowflake_privileges_on(kind) -%}
        {%- do return("the relation was a " ~ row["kind"] ~ " and is a " ~ kind) -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}

{# The privileges that exist on a kind of relation. #}
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
