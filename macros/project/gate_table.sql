{#
    Return the gates in the order of reports: {name: {limit: the kind of its limit (switch: true or false; rows: a
    whole number; share: a whole number, or a share such as "5%"; age: a duration, with the column to measure),
    most: the largest share in percent, or none, of: where `meta` may declare it (node, column), reads_rows: true if
    row counts alone cannot judge it}}. Validation, verdicts and the vars wap_<gate> use this table. Pure.
#}
{% macro gate_table() %}
    {%- do return(
        {
            "max_removed": {"limit": "share", "most": 100, "of": ["node"], "reads_rows": true},
            "max_changed": {"limit": "share", "most": 100, "of": ["node"], "reads_rows": true},
            "max_growth": {"limit": "share", "most": none, "of": ["node"]},
            "max_null_increase": {"limit": "share", "most": 100, "of": ["node", "column"], "reads_rows": true},
            "allow_dropped_columns": {"limit": "switch", "of": ["node"]},
            "allow_retyped_columns": {"limit": "switch", "of": ["node"]},
            "allow_lost_constraints": {"limit": "switch", "of": ["node"]},
            "min_rows": {"limit": "rows", "of": ["node"]},
            "freshness": {"limit": "age", "of": ["node"]},
        }
    ) -%}
{% endmacro %}
