{# True when two hashes of fingerprint_tables are of one table, and not of one and another made in its place. Pure. #}
{% macro is_same_table(before, after) %}
    {%- do return((before or "").split(":")[1:2] == (after or "").split(":")[1:2]) -%}
{% endmacro %}
