{# Return true for a schema that keeps its prod name in audit mode (var wap_exclude_schemas). Pure. #}
{% macro is_excluded(schema) %}
    {%- set excluded = dbt_wap.get_var("wap_exclude_schemas") | map("lower") | list -%}
    {%- do return(schema | lower in excluded) -%}
{% endmacro %}
