{#
    Return why the place of a node in audit mode (`here`) does not match its place in prod (`prod`), or none. An
    empty schema is not compared. Pure.
#}
{% macro place_fault(node, here, prod) %}
    {%- set excluded = dbt_wap.is_excluded(prod["schema"]) -%}
    {%- set schema = prod["schema"] if excluded else dbt_wap.audit_name_of(prod["schema"]) -%}
    {%- set macros = [] -%}
    {%- if dbt_wap.fold(here["database"] or "") != dbt_wap.fold(prod["database"] or "") -%}
        {%- do macros.append("generate_database_name") -%}
    {%- endif -%}
    {%- set wanted = dbt_wap.fold(dbt_wap.stored_schema(node, schema)) -%}
    {%- if here["schema"] and dbt_wap.fold(dbt_wap.stored_schema(node, here["schema"])) != wanted -%}
        {%- do macros.append("generate_schema_name") -%}
    {%- endif -%}
    {%- if dbt_wap.fold(here["name"]) != dbt_wap.fold(prod["name"]) -%}
        {%- do macros.append("generate_alias_name") -%}
    {%- endif -%}
    {%- if not macros -%} {%- do return(none) -%} {%- endif -%}
    {%- set found = dbt_wap._dotted(dict(here, schema=here["schema"] or schema)) -%}
    {%- set due = dbt_wap._dotted(dict(prod, schema=schema)) -%}
    {%- do return(
        "  " ~ node.unique_id ~ " -> " ~ found ~ ": it is " ~ dbt_wap._dotted(prod) ~ " in prod, so it must be " ~ due
        ~ " in the audit build; check " ~ macros | join(" and ") ~ " and the node's config"
    ) -%}
{% endmacro %}

{% macro _dotted(place) %}
    {%- do return([place["database"], place["schema"], place["name"]] | select | join(".")) -%}
{% endmacro %}
