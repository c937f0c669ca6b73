{# The pairs with their archive names, or a refusal: none, prod = audit, one name on both sides, a name too long. Pure. #}
{% macro checked_pairs(pairs, run_id) %}
    {%- if not pairs -%}
        {%- do dbt_wap.refuse(
            "clone", "the project has no schema to publish: no enabled model, seed or snapshot outside wap_exclude_schemas",
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- set checked = [] -%}
    {%- set prods = [] -%}
    {%- for pair in pairs -%} {%- do prods.append(dbt_wap.fold(pair["prod"])) -%} {%- endfor -%}
    {%- set state_schema = dbt_wap.fold(dbt_wap.get_var("wap_state_schema")) -%}
    {%- for pair in pairs -%}
        {%- set fault = none -%}
        {%- if dbt_wap.fold(pair["audit"]) in prods -%}
            {%- set fault = 'the audit schema "' ~ pair["audit"] ~ '" is itself a prod schema' -%}
        {%- elif state_schema in [dbt_wap.fold(pair["prod"]), dbt_wap.fold(pair["audit"])] -%}
            {%- set fault = 'the schema "' ~ state_schema ~ '" belongs to dbt-wap itself (var wap_state_schema)' -%}
        {%- endif -%}
        {%- if fault -%}
            {%- do dbt_wap.refuse("clone", fault ~ "; choose another wap_audit_prefix", next="wap doctor") -%}
        {%- endif -%}
        {%- set archive = dbt_wap.archive_schema_name(pair["prod"], run_id) -%}
        {%- do dbt_wap.archive_schema_name(pair["prod"], run_id, undone=true) -%}
        {%- do checked.append(dict(pair, archive=archive)) -%}
    {%- endfor -%}
    {%- do return(checked) -%}
{% endmacro %}
