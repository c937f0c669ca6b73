{# Return the vars of dbt-wap that are not gates, in the form of var_options. Pure. #}
{% macro plain_options() %}
    {%- do return(
        {
            "dbt_wap_audit": {"type": "switch", "default": false},
            "dbt_wap_views": {"type": "texts", "default": []},
            "wap_audit_prefix": {"type": "name", "default": "audit_"},
            "wap_env": {"type": "env", "default": ""},
            "wap_audit_target": {"type": "text", "default": "audit", "in_file": true},
            "wap_state_schema": {"type": "name", "default": "dbt_wap"},
            "wap_strategy": {"type": "name", "default": "default"},
            "wap_exclude_schemas": {"type": "texts", "default": []},
            "wap_keep": {"type": "whole", "default": 1, "least": 0, "most": 1000},
            "wap_lock_minutes": {"type": "number", "default": 15, "least": 0.05, "most": 1440},
            "wap_require_tests": {"type": "switch", "default": true},
            "wap_expire_hours": {
                "type": "number",
                "default": 72,
                "least": 0.0001,
                "most": 8760,
                "of_target": true,
            },
            "wap_approvers": {"type": "approvers", "default": [], "of_target": true, "in_file": true},
            "wap_min_approvals": {
                "type": "whole",
                "default": 1,
                "least": 1,
                "most": 20,
                "of_target": true,
                "in_file": true,
            },
            "wap_forbid_self_approval": {"type": "switch", "default": false, "of_target": true, "in_file": true},
            "wap_targets": {"type": "targets", "default": {}, "in_file": true},
            "wap_candidate_grants": {"type": "choice", "default": "revoke", "choices": ["revoke", "refuse"]},
            "wap_compare": {"type": "choice", "default": "rows", "choices": ["rows", "counts"]},
            "wap_compare_sources": {"type": "switch", "default": true},
            "wap_sample_rows": {"type": "whole", "default": 10, "least": 0, "most": 10000},
            "wap_samples": {"type": "switch", "default": true},
            "wap_mask_tags": {"type": "texts", "default": []},
            "wap_profile_rows": {"type": "whole", "default": 100000, "least": 0, "most": 1000000000000},
            "wap_parallel_queries": {"type": "whole", "default": 16, "least": 1, "most": 4000},
        "wap_publish_ignored": {"type": "switch", "default": false},
        }
    ) -%}
{% endmacro %}
