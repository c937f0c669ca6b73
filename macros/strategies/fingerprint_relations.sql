{#
    Return the fingerprints of one side of the pairs: {relation key: {database, schema: its name in prod, name, kind,
    rows, hash}}. The hash of a table covers its content; the hash of a view covers its definition in prod's names. For
    keys in `later`, rows and hash are none for the caller to fill in. May scan the tables. Reads only.
#}
{% macro fingerprint_relations(pairs, side, relations=none, all_pairs=none, later=[]) %}
    {%- set relations = dbt_wap.relations_of(pairs, side) if relations is none else relations -%}
    {%- set definitions = dbt_wap.definitions_in_prod_names(pairs, side, all_pairs) -%}
    {%- set scanned = relations | rejectattr("kind", "equalto", "view") | rejectattr("key", "in", later) | list -%}
    {%- set tables = dbt_wap.fingerprint_tables(scanned, dbt_wap.columns_by_relation(pairs, side)) -%}
    {%- set found = {} -%}
    {%- for relation in relations -%}
        {%- set entry = {
            "database": relation["database"],
            "schema": relation["pair"]["prod"],
            "name": relation["name"],
            "kind": relation["kind"],
        } -%}
        {%- if relation["kind"] == "view" -%}
            {%- do entry.update({"rows": none, "hash": local_md5(definitions[relation["key"]]["body"])}) -%}
        {%- else -%} {%- do entry.update(tables.get(relation["key"], {"rows": none, "hash": none})) -%}
        {%- endif -%}
        {%- do found.update({relation["key"]: entry}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
