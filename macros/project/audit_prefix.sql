{#
    Return what precedes the prod schema in the name of an audit schema: the var wap_audit_prefix and the environment,
    by default that of this command (var wap_env). Refuse an empty prefix. Pure.
#}
{% macro audit_prefix(env=none) %}
    {%- set prefix = dbt_wap.get_var("wap_audit_prefix") | string | trim -%}
    {%- set env = dbt_wap.get_var("wap_env") if env is none else env -%}
    {%- if not prefix -%}
        {%- do dbt_wap.refuse(
            "audit_schema_name",
            "the var wap_audit_prefix is empty, so the audit schema would be the prod schema",
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- do return(prefix ~ (env ~ "_" if env else "")) -%}
{% endmacro %}
