{#
    Return the pairs, each with `archive`, the name of its archive schema, and `run_id`. Refuse an empty list, an audit
    schema that is also a prod schema, the state schema, and a name that is too long. Pure.
#}
{% macro checked_pairs(pairs, run_id) %}
    {%- if not pairs -%}
        {%- do dbt_wap.refuse(
            "clone",
            "this project has no schema to publish: no enabled model, seed or snapshot is outside wap_exclude_schemas",
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- set checked, prods = [], dbt_wap.place_keys(pairs, "prod") -%}
    {%- set state = dbt_wap.state_place() -%}
    {%- set state_key = dbt_wap.schema_key(state["database"], state["schema"]) -%}
    {%- for pair in pairs -%}
        {%- set fault = none -%}
        {%- set audit_key = dbt_wap.place_key(pair, "audit") -%}
        {%- if audit_key in prods -%}
            {%- set fault = 'the audit schema "' ~ pair["audit"] ~ '" is also a prod schema' -%}
        {%- elif state_key in [dbt_wap.place_key(pair, "prod"), audit_key] -%}
            {%- set fault = 'the schema "' ~ state["schema"] ~ '" is the state schema (var wap_state_schema)' -%}
        {%- endif -%}
        {%- if fault -%}
            {%- do dbt_wap.refuse("clone", fault ~ "; choose another wap_audit_prefix", next="wap doctor") -%}
        {%- endif -%}
        {%- set archive = dbt_wap.archive_schema_name(pair["prod"], run_id) -%}
        {%- do dbt_wap.archive_schema_name(pair["prod"], run_id, undone=true) -%}
        {%- do checked.append(dict(pair, archive=archive, run_id=run_id)) -%}
    {%- endfor -%}
    {%- do return(checked) -%}
{% endmacro %}
