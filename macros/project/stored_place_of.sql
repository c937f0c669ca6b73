{#
    Return where a node's relation is, as the warehouse stores the names: {database, schema, name}. The engine folds
    names that the project does not quote. Pure.
#}
{% macro stored_place_of(node) %}
    {%- set parts = [] -%}
    {%- for part in dbt_wap.written_parts(node) -%}
        {%- set quoted = part.startswith('"') -%}
        {%- do parts.append(part[1:-1].replace('""', '"') if quoted else dbt_wap.stored_name(part)) -%}
    {%- endfor -%}
    {%- do return({"database": parts[-3] if parts | length > 2 else none, "schema": parts[-2], "name": parts[-1]}) -%}
{% endmacro %}
