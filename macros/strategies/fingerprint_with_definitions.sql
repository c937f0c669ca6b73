{#
    Relations on one side of the pairs in the form of fingerprint_relations, but with all that an archive has to give
    back: the hash is of the definition as well, and equal on every side. What refreshes itself has none. known: content
    that is at hand, of fingerprint_relations. May scan the tables; reads only.
#}
{% macro fingerprint_with_definitions(pairs, side, relations, known={}) %}
    {%- set found = dbt_wap.fingerprint_relations(pairs, side, relations, later=known.keys() | list) -%}
    {%- set definitions = dbt_wap.definitions_in_prod_names(pairs, side) -%}
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
