{#
    Every option of dbt-wap as {name: {type: as in option_fault, default, of: where it may stand (var, node, test,
    column), least and most: of numbers, choices, optional: null means that there is none}}. Vars begin with wap_ or
    dbt_wap_, the rest stands in `meta.dbt_wap`; a gate stands in both. Pure.
#}
{% macro option_table() %}
    {%- set options = {
        "dbt_wap_audit": {"type": "switch", "default": false},
        "dbt_wap_views": {"type": "texts", "default": []},
        "wap_audit_prefix": {"type": "name", "default": "audit_"},
        "wap_audit_target": {"type": "text", "default": "audit"},
        "wap_state_schema": {"type": "name", "default": "dbt_wap"},
        "wap_exclude_schemas": {"type": "texts", "default": []},
        "wap_keep": {"type": "whole", "default": 1, "least": 0, "most": 1000},
        "wap_lock_minutes": {"type": "number", "default": 15, "least": 0.05, "most": 1440},
        "wap_require_tests": {"type": "switch", "default": true},
        "wap_expire_hours": {"type": "number", "default": 72, "least": 0.0001, "most": 8760},
        "wap_candidate_grants": {"type": "choice", "default": "revoke", "choices": ["revoke", "refuse"]},
        "wap_sample_rows": {"type": "whole", "default": 10, "least": 0, "most": 10000},
        "wap_samples": {"type": "switch", "default": true},
        "wap_mask_tags": {"type": "texts", "default": []},
        "wap_profile_rows": {"type": "whole", "default": 100000, "least": 0, "most": 1000000000000},
        "wap_publish_ignored": {"type": "switch", "default": false},
    } -%}
    {%- for option in options.values() -%} {%- do option.update({"of": ["var"]}) -%} {%- endfor -%}
    {%- do options.update(
        {
            "key": {"type": "columns", "of": ["node"]},
            "ignore": {"type": "columns", "of": ["node"]},
            "tolerance": {"type": "tolerance", "of": ["node"]},
            "filter": {"type": "condition", "of": ["node"]},
            "mask": {"type": "mask", "of": ["node", "column"]},
            "samples": {"type": "switch", "of": ["node"]},
            "reads_prod": {"type": "switch", "of": ["node", "test"]},
        }
    ) -%}
    {%- for gate in dbt_wap.gate_names() -%}
        {%- set of = ["node", "column"] if gate == "max_null_increase" else ["node"] -%}
        {%- do options.update({gate: {"type": "gate", "of": of}}) -%}
        {%- do options.update({"wap_" ~ gate: {"type": "gate", "default": none, "optional": true, "of": ["var"]}}) -%}
    {%- endfor -%}
    {%- do return(options) -%}
{% endmacro %}
