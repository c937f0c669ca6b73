{# Cover old prod as a whole, without scanning a table. Atomic: yes, queries of the catalog and of change tokens. #}
{% macro snowflake__schema_swap__archived_now(states) %}
    {%- set pairs, found = states | selectattr("old") | list, {} -%}
    {%- do found.update(dbt_wap.fingerprint_with_definitions(pairs, "old", dbt_wap.relations_of(pairs, "old"))) -%}
    {%- for pair in pairs -%} {%- do found.update(dbt_wap.archive_mark(pair, {})) -%} {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
