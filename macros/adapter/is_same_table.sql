{# Return true if two hashes from fingerprint_tables are of the same table, not of one that was recreated. Pure. #}
{% macro is_same_table(before, after) %}
    {%- do return((before or "").split(":")[1:2] == (after or "").split(":")[1:2]) -%}
{% endmacro %}
