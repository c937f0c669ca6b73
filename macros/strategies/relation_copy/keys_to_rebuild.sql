{# The exchange writes the audited views; the report lists those that need dbt. Atomic: yes, reads the report. #}
{% macro duckdb__relation_copy__keys_to_rebuild(run, side) %}
    {%- set keys = [] -%}
    {%- for entry in dbt_wap.get_report(run)["relations"] if entry["rebuild"] -%}
        {%- do keys.append(dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"])) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
