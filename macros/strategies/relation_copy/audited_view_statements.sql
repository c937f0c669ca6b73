{#
    The candidate exists until the end of the publish. Prod's comments stay. Atomic: yes, the caller runs them in one
    transaction.
#}
{% macro duckdb__relation_copy__audited_view_statements(run, keys, side) %}
    {%- set schemas, found = {}, {} -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set audited = dbt_wap.definitions_in_prod_names(run["schemas"], "audit") -%}
    {%- set now = dbt_wap.definitions_in_prod_names(run["schemas"], "prod") -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], "audit") if relation["key"] in keys -%}
        {%- set key, prod = relation["key"], relation["pair"]["prod"] -%}
        {%- set texts = modules.re.findall("'(?:[^']|'')*'", audited[key]["body"]) -%}
        {%- set body = dbt_wap.rename_in_texts(audited[key]["body"], texts, schemas) -%}
        {%- set drop = dbt_wap._duckdb_drop_view_sql(dict(relation, schema=prod)) -%}
        {%- set made = dbt_wap._duckdb_view_statements(now.get(key, audited[key]), prod, body) -%}
        {%- do found.update({key: [drop] + made}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _duckdb_drop_view_sql(view) -%}
    drop view if exists {{ dbt_wap.sql_name(view) }}
{%- endmacro %}
