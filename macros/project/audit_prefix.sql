{#
    Return what precedes the prod schema in the name of an audit schema: the var wap_audit_prefix and the environment,
    by default that of this command (var wap_env). Refuse an empty prefix. Pure.
#}
{% macro audit_prefix(env=none) %}
    {%- set vars = dbt_wap.get_vars(["wap_audit_prefix", "wap_env"]) -%}
    {%- set prefix, env = vars["wap_audit_prefix"] | string | trim, vars["wap_env"] if env is none else env -%}
    {%- if not prefix -%}
        {%- do dbt_wap.refuse(
            "audit_schema_name",
            "the var wap_audit_prefix is empty, so the audit schema would be the prod schema",
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- do return(prefix ~ (env ~ "_" if env else "")) -%}
{% endmacro %}
