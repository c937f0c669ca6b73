{#
    The vars of option_table, the gates last and in the order of reports. One literal, as each var is looked up
    here. Pure.
#}
{% macro var_options() %}
    {%- set gate = {"type": "gate", "default": none, "optional": true} -%}
    {%- do return(
        {
            "dbt_wap_audit": {"type": "switch", "default": false},
            "dbt_wap_views": {"type": "texts", "default": []},
            "wap_audit_prefix": {"type": "name", "default": "audit_"},
            "wap_audit_target": {"type": "text", "default": "audit"},
            "wap_state_schema": {"type": "name", "default": "dbt_wap"},
            "wap_strategy": {"type": "name", "default": "default"},
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
            "wap_max_removed": gate,
            "wap_max_changed": gate,
            "wap_max_growth": gate,
            "wap_max_null_increase": gate,
            "wap_allow_dropped_columns": gate,
            "wap_allow_retyped_columns": gate,
            "wap_allow_lost_constraints": gate,
            "wap_min_rows": gate,
            "wap_freshness": gate,
        }
    ) -%}
{% endmacro %}
