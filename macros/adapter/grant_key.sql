{# Return a key that identifies a grant, regardless of its grantor and grant option. Pure. #}
{% macro grant_key(row) %}
    {%- set kind = row["kind"] if row["on"] in ["future", "inherited"] else none -%}
    {%- set place = [row["on"], row["database"], row["schema"], row["name"], kind] -%}
    {%- do return(tojson(place + [row["privilege"], row["to_kind"], row["to_name"]])) -%}
{% endmacro %}
