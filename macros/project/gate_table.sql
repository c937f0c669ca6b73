{#
    The gates, in the order in which reports show them: {name: {limit: what its limit is (switch: true or false; rows:
    a whole number; share: that, or a share such as "5%"; age: a duration, of the column that stands beside it), most:
    the largest share in percent, none for any, of: where it may be declared in meta (node, column)}}. Validation,
    judging and the vars wap_<gate> read it. Pure.
#}
{% macro gate_table() %}
    {%- do return(
        {
            "max_removed": {"limit": "share", "most": 100, "of": ["node"]},
            "max_changed": {"limit": "share", "most": 100, "of": ["node"]},
            "max_growth": {"limit": "share", "most": none, "of": ["node"]},
            "max_null_increase": {"limit": "share", "most": 100, "of": ["node", "column"]},
            "allow_dropped_columns": {"limit": "switch", "of": ["node"]},
            "allow_retyped_columns": {"limit": "switch", "of": ["node"]},
            "allow_lost_constraints": {"limit": "switch", "of": ["node"]},
            "min_rows": {"limit": "rows", "of": ["node"]},
            "freshness": {"limit": "age", "of": ["node"]},
        }
    ) -%}
{% endmacro %}
