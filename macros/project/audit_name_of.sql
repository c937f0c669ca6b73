{#
    The audit name of a prod schema, whatever the mode: the same one where the strategy has it elsewhere. Refuses
    what the engine would truncate. Pure.
#}
{% macro audit_name_of(schema) %}
    {%- if not dbt_wap.strategy_traits()["other_schemas"] -%} {%- do return(schema) -%} {%- endif -%}
    {%- set prefix = dbt_wap.get_var("wap_audit_prefix") | string | trim -%}
    {%- if not prefix -%}
        {%- do dbt_wap.refuse(
            "audit_schema_name",
            "var wap_audit_prefix is empty: the audit schema would be prod itself",
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- do return(dbt_wap.checked_schema_name(prefix ~ schema)) -%}
{% endmacro %}
