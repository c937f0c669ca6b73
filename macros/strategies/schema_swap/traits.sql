{#
    Each schema is cloned whole and swapped in one statement; what prod was is then under the audit name.
    Atomic: yes, reads nothing.
#}
{% macro snowflake__schema_swap__traits() %}
    {%- do return(
        {
            "atomic": "schema",
            "copies_rows": false,
            "exchanges": "schemas",
            "views": "moved",
            "grants": "travel",
            "other_schemas": true,
        }
    ) -%}
{% endmacro %}
