{#
    Return the vars of dbt-wap in the form of option_table, without `of`: {name: {type, default, least, most, choices,
    optional, gate, of_target: whether wap_targets may set it for a target, in_file: whether `--vars` may not set it}}.
    Pure.
#}
{% macro var_options() %}
    {%- set options = dbt_wap.plain_options() -%}
    {%- for name, gate in dbt_wap.gate_table().items() -%}
        {%- do options.update({"wap_" ~ name: {"type": "gate", "default": none, "optional": true, "gate": gate}}) -%}
    {%- endfor -%}
    {%- do return(options) -%}
{% endmacro %}
