{#
    Return why places of nodes in audit mode do not match their places in prod, a sentence each. rows: [{node, here: its
    place in audit mode, prod}], with places {database, schema, name} as dbt has the names; an empty schema in `here` is
    not compared. Pure.
#}
{% macro place_faults(rows) %}
    {%- set faults, schemas = [], {} -%}
    {%- for row in rows -%}
        {%- set node, here, prod = row["node"], row["here"], row["prod"] -%}
        {%- set written = (node.relation_name or node.unique_id).rsplit(".", 1)[0] -%}
        {%- set known = [prod["schema"], here["schema"], written] | join(" ") -%}
        {%- if known not in schemas -%}
            {%- do schemas.update({known: dbt_wap._schema_fault(node, here["schema"], prod["schema"])}) -%}
        {%- endif -%}
        {%- set alike = (here["database"] or "") == (prod["database"] or "") and here["name"] == prod["name"] -%}
        {%- if schemas[known] or not alike -%}
            {%- set fault = dbt_wap._place_fault(node, here, prod, schemas[known]) -%}
            {%- if fault -%} {%- do faults.append(fault) -%} {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}

{# Return the schema that a node in a schema of prod must have in audit mode. #}
{% macro _schema_due(schema) %}
    {%- do return(schema if dbt_wap.is_excluded(schema) else dbt_wap.audit_name_of(schema)) -%}
{% endmacro %}

{# Return true if a schema in audit mode is not the one for the schema in prod. #}
{% macro _schema_fault(node, here, prod) %}
    {%- set wanted = dbt_wap.stored_schema(node, dbt_wap._schema_due(prod)) -%}
    {%- do return(here and dbt_wap.fold(dbt_wap.stored_schema(node, here)) != dbt_wap.fold(wanted)) -%}
{% endmacro %}

{# Return the sentence for a node, or none if its names are the same after folding. #}
{% macro _place_fault(node, here, prod, in_schema) %}
    {%- set macros, schema = [], dbt_wap._schema_due(prod["schema"]) -%}
    {%- if dbt_wap.fold(here["database"] or "") != dbt_wap.fold(prod["database"] or "") -%}
        {%- do macros.append("generate_database_name") -%}
    {%- endif -%}
    {%- if in_schema -%} {%- do macros.append("generate_schema_name") -%} {%- endif -%}
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
