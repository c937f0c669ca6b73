{#
    Return the fingerprints of one side of the pairs: {relation key: {database, schema: its name in prod, name, kind,
    rows, hash}}. The hash of a table covers its content; the hash of a view covers its definition in prod's names. For
    keys in `later`, rows and hash are none for the caller to fill in. relations: by default all. seen: this side from
    read_catalog, with columns and definitions, by default read here. May scan the tables. Reads only.
#}
{% macro fingerprint_relations(pairs, side, relations=none, all_pairs=none, later=[], seen=none) %}
    {%- if seen is none -%}
        {%- set seen = dbt_wap.read_catalog(pairs, [side], ["columns", "definitions"], all_pairs)[side] -%}
    {%- endif -%}
    {%- set relations, deferred, scanned = seen["relations"] if relations is none else relations, {}, [] -%}
    {%- for key in later -%} {%- do deferred.update({key: true}) -%} {%- endfor -%}
    {%- for relation in relations if relation["kind"] != "view" and relation["key"] not in deferred -%}
        {%- do scanned.append(relation) -%}
    {%- endfor -%}
    {%- set tables = dbt_wap.fingerprint_tables(scanned, seen["columns"]) -%}
    {%- set found = {} -%}
    {%- for relation in relations -%}
        {%- set entry = {
            "database": relation["database"],
            "schema": relation["pair"]["prod"],
            "name": relation["name"],
            "kind": relation["kind"],
        } -%}
        {%- if relation["kind"] == "view" -%}
            {%- do entry.update({"rows": none, "hash": local_md5(seen["definitions"][relation["key"]]["body"])}) -%}
        {%- else -%} {%- do entry.update(tables.get(relation["key"], {"rows": none, "hash": none})) -%}
        {%- endif -%}
        {%- do found.update({relation["key"]: entry}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
