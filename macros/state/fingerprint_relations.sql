{#
    One side of the pairs as {key: {schema (prod name), name, kind, rows, hash}}: the content of every table, the
    definition of every view. Scans the tables; reads only.
#}
{% macro fingerprint_relations(pairs, side, relations=none) %}
    {%- set relations = dbt_wap.relations_of(pairs, side) if relations is none else relations -%}
    {%- set schemas = pairs | map(attribute=side) | list -%}
    {%- set columns = dbt_wap.columns_by_relation(pairs, side) -%}
    {%- set definitions = dbt_wap.get_definitions(pairs[0]["database"], schemas) -%}
    {%- set found = {} -%}
    {%- for relation in relations -%}
        {%- set entry = {"schema": relation["pair"]["prod"], "name": relation["name"], "kind": relation["kind"]} -%}
        {%- if relation["kind"] == "view" -%}
            {%- set definition = definitions[dbt_wap.relation_key(relation["schema"], relation["name"])] -%}
            {%- do entry.update({"rows": none, "hash": local_md5(definition["body"])}) -%}
        {%- else -%}
            {%- set name = dbt_wap.relation_name(pairs[0]["database"], relation["schema"], relation["name"]) -%}
            {%- set row = run_query(
                dbt_wap.fingerprint_sql(name, columns[dbt_wap.relation_key(relation["schema"], relation["name"])])
            ).rows[0].values() -%}
            {%- do entry.update({"rows": row[0] | int, "hash": row[1] | string}) -%}
        {%- endif -%}
        {%- do found.update({relation["key"]: entry}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
