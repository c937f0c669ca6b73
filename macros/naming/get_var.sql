{#
    The one place where a var of dbt-wap gets its default. The defaults cannot stand in
    dbt_project.yml: dbt looks a var up in the package of the node that it renders, and the naming
    macros render for the nodes of the user's project.
#}
{% macro get_var(name) %}
    {%- set defaults = dbt_wap._var_defaults() -%}
    {%- if name not in defaults -%}
        {%- do dbt_wap.refuse("get_var", 'there is no var "' ~ name ~ '"', next="wap doctor") -%}
    {%- endif -%}
    {%- set value = var(name, defaults[name]) -%}
    {%- set wanted = none -%}
    {%- if defaults[name] is boolean -%}
        {%- if value | string | lower not in ["true", "false"] -%}
            {%- set wanted = "true or false" -%}
        {%- endif -%}
        {%- set value = value | string | lower == "true" if not wanted else value -%}
    {%- elif defaults[name] is number and not modules.re.match("[0-9]+([.][0-9]+)?$", value | string) -%}
        {%- set wanted = "a number, 0 or more" -%}
    {%- elif name == "wap_candidate_grants" and value not in ["revoke", "refuse"] -%}
        {%- set wanted = "revoke or refuse" -%}
    {%- endif -%}
    {%- if wanted -%}
        {%- do dbt_wap.refuse("get_var", "var " ~ name ~ " must be " ~ wanted ~ ', got "' ~ value ~ '"', next="wap doctor") -%}
    {%- endif -%}
    {%- if defaults[name] is iterable and defaults[name] is not string and value is string -%}
        {%- set value = value.split(",") | map("trim") | list -%}
    {%- endif -%}
    {%- do return(value) -%}
{% endmacro %}

{% macro _var_defaults() %}
    {%- do return(
        {
            "dbt_wap_audit": false,
            "dbt_wap_views": [],
            "wap_audit_prefix": "audit_",
            "wap_audit_target": "audit",
            "wap_state_schema": "dbt_wap",
            "wap_exclude_schemas": [],
            "wap_keep": 1,
            "wap_lock_minutes": 15,
            "wap_require_tests": true,
            "wap_expire_hours": 72,
            "wap_candidate_grants": "revoke",
            "wap_sample_rows": 10,
            "wap_samples": true,
            "wap_mask_tags": [],
            "wap_profile_rows": 100000,
            "wap_publish_ignored": false,
            "wap_max_removed": none,
            "wap_max_changed": none,
            "wap_max_growth": none,
            "wap_max_null_increase": none,
            "wap_allow_dropped_columns": none,
            "wap_allow_lost_constraints": none,
            "wap_allow_retyped_columns": none,
            "wap_min_rows": none,
            "wap_freshness": none,
        }
    ) -%}
{% endmacro %}
