{#
    Return what the answer to compare_as_multiset says: {added, removed, changed: none, or 0 if nothing differs,
    columns: {}}. Pure.
#}
{% macro read_as_multiset(answer) %}
    {%- set found = answer | first -%}
    {%- set added, removed = found["added"] | int, found["removed"] | int -%}
    {%- do return({"added": added, "removed": removed, "changed": none if added or removed else 0, "columns": {}}) -%}
{% endmacro %}
