{#
    Return how this command names schemas: {prefix: from audit_prefix, excluded: {schema in lower case: true} from the
    var wap_exclude_schemas, renamed: whether schemas have the prefix now, because this command builds the candidate in
    schemas of its own, exchanges: from strategy_traits}. Pure.
#}
{% macro naming() %}
    {%- set excluded, traits = {}, dbt_wap.strategy_traits() -%}
    {%- for schema in dbt_wap.get_var("wap_exclude_schemas") -%}
        {%- do excluded.update({schema | lower: true}) -%}
    {%- endfor -%}
    {%- do return(
        {
            "prefix": dbt_wap.audit_prefix(),
            "excluded": excluded,
            "renamed": dbt_wap.is_audit() and traits["other_schemas"],
            "exchanges": traits["exchanges"],
        }
    ) -%}
{% endmacro %}
