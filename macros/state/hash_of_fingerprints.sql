{# Return a hash of a set of fingerprints from fingerprint_relations, equal for equal sets. Pure. #}
{% macro hash_of_fingerprints(fingerprints) %}
    {%- set rows = [] -%}
    {%- for key in fingerprints | sort -%}
        {%- set entry = fingerprints[key] -%}
        {%- do rows.append([key, entry["kind"], entry["rows"], entry["hash"]]) -%}
    {%- endfor -%}
    {%- do return(local_md5(tojson(rows))) -%}
{% endmacro %}
