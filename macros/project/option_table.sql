{#
    Return every option of dbt-wap as {name: {type: see option_fault, default, of: where it may be set (var, node,
    test, column), least and most: of numbers, choices, optional: whether it may be null, gate: from gate_table,
    reads_rows: true if it needs the rows to be compared}}. Vars begin with wap_ or dbt_wap_; the other options are
    set in `meta.dbt_wap`; gates can be set in both. Pure.
#}
{% macro option_table() %}
    {%- set options = {
        "key": {"type": "columns", "of": ["node"]},
        "compare": {"type": "choice", "choices": ["rows", "counts"], "of": ["node"]},
        "ignore": {"type": "columns", "of": ["node"], "reads_rows": true},
        "tolerance": {"type": "tolerance", "of": ["node"], "reads_rows": true},
        "filter": {"type": "condition", "of": ["node"], "reads_rows": true},
        "mask": {"type": "mask", "of": ["node", "column"]},
        "samples": {"type": "switch", "of": ["node"]},
        "reads_prod": {"type": "switch", "of": ["node", "test"]},
    } -%}
    {%- for name, option in dbt_wap.var_options().items() -%}
        {%- do options.update({name: dict(option, of=["var"])}) -%}
    {%- endfor -%}
    {%- for name, gate in dbt_wap.gate_table().items() -%}
        {%- set told = {"type": "gate", "of": gate["of"], "gate": gate} -%}
        {%- do options.update({name: dict(told, reads_rows=gate.get("reads_rows", false))}) -%}
    {%- endfor -%}
    {%- do return(options) -%}
{% endmacro %}
