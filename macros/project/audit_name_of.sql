{#
    Return the audit name of a prod schema, in either mode. It is the same name if the strategy keeps the candidate
    elsewhere. Refuse an empty prefix and a name that the engine would truncate. Pure.
#}
{% macro audit_name_of(schema) %}
    {%- if not dbt_wap.strategy_traits()["other_schemas"] -%} {%- do return(schema) -%} {%- endif -%}
    {%- set prefix = dbt_wap.get_var("wap_audit_prefix") | string | trim -%}
    {%- if not prefix -%}
        {%- do dbt_wap.refuse(
            "audit_schema_name",
            "the var wap_audit_prefix is empty, so the audit schema would be the prod schema",
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- do return(dbt_wap.checked_schema_name(prefix ~ schema)) -%}
{% endmacro %}
