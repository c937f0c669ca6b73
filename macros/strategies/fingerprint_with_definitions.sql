{#
    Return fingerprints as fingerprint_relations does, but with hashes that cover everything an archive has to restore:
    the definition as well as the content. They are equal on every side. Relations that refresh themselves have no hash.
    May scan the tables. Reads only.
#}
{% macro fingerprint_with_definitions(pairs, side, relations, known={}) %}
    {%- set seen = dbt_wap.read_catalog(pairs, [side], ["columns", "definitions"])[side] -%}
    {%- set found = dbt_wap.fingerprint_relations(pairs, side, relations, later=known.keys() | list, seen=seen) -%}
    {%- set definitions = seen["definitions"] -%}
    {%- for key, entry in found.items() -%}
        {%- set content = known.get(key, entry) -%}
        {%- if entry["kind"] == "view" -%}
            {%- do entry.update({"hash": dbt_wap.definition_hash(definitions[key])}) -%}
        {%- elif entry["kind"] != "table" -%} {%- do entry.update({"rows": none, "hash": none}) -%}
        {%- else -%}
            {%- set hash = dbt_wap.definition_hash(definitions[key]) ~ "/" ~ content["hash"] -%}
            {%- do entry.update({"rows": content["rows"], "hash": hash}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
