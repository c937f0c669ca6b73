{#
    Return the audit name of a prod schema, in either mode. It is the same name if the strategy keeps the candidate
    elsewhere. `env`: the environment, by default that of this command. Refuse an empty prefix and a name that the
    engine would truncate. Pure.
#}
{% macro audit_name_of(schema, env=none) %}
    {%- if not dbt_wap.strategy_traits()["other_schemas"] -%} {%- do return(schema) -%} {%- endif -%}
    {%- do return(dbt_wap.checked_schema_name(dbt_wap.audit_prefix(env) ~ schema)) -%}
{% endmacro %}
