{#
    Return the fingerprints of the sources that a run reads: {relation key: {database, schema, name, kind, rows, hash}}.
    Rows and hash are none for a view and for a source that cannot be read, whose kind is unreadable. Sources in files
    are missing, and all are if the var wap_compare_sources is false. May scan the tables. Reads only.
#}
{% macro fingerprint_sources(selected) %}
    {%- set found, queries, readable, tables, columns = {}, {}, [], [], {} -%}
    {%- if not dbt_wap.get_var("wap_compare_sources") -%} {%- do return({}) -%} {%- endif -%}
    {%- set sources = dbt_wap.sources_read(selected, dbt_wap.lineage_graph()) -%}
    {%- for source in sources if not dbt_wap.is_in_files(source) -%}
        {%- set place = dbt_wap.stored_place_of(source) -%}
        {%- set key = dbt_wap.relation_key(place["database"], place["schema"], place["name"]) -%}
        {%- do found.update({key: dict(place, key=key, kind="unreadable", rows=none, hash=none)}) -%}
        {%- do queries.update({key: dbt_wap.fingerprint_probe(found[key])}) -%}
    {%- endfor -%}
    {%- set faults = dbt_wap.query_faults(queries) if queries else {} -%}
    {%- for key, entry in found.items() if key not in faults -%}
        {%- do readable.append(entry) -%}
    {%- endfor -%}
    {%- set rows = dbt_wap.list_relations(readable) if readable else [] -%}
    {%- for row, key in zip(rows, dbt_wap.relation_keys(rows)) -%}
        {%- set entry = found.get(key) -%}
        {%- if entry and entry["key"] not in faults -%}
            {%- do entry.update({"kind": row["kind"]}) -%}
            {%- if row["kind"] == "table" -%} {%- do tables.append(entry) -%} {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set read, owners = dbt_wap.list_columns(tables) if tables else [], [] -%}
    {%- for column in read -%}
        {%- do owners.append(
            {"database": column["database"], "schema": column["schema"], "name": column["relation"]}
        ) -%}
    {%- endfor -%}
    {%- for column, key in zip(read, dbt_wap.relation_keys(owners)) -%}
        {%- do columns.setdefault(key, []).append({"name": column["name"], "type": column["type"]}) -%}
    {%- endfor -%}
    {%- for key, taken in dbt_wap.fingerprint_tables(tables, columns).items() -%}
        {%- do found[key].update(taken) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
