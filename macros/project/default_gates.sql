{# Return gate_table with `limits`: from limits_of, for the vars wap_<gate>. Read it once per operation. Pure. #}
{% macro default_gates() %}
    {%- set gates, names, found = dbt_wap.gate_table(), [], {} -%}
    {%- for name in gates -%} {%- do names.append("wap_" ~ name) -%} {%- endfor -%}
    {%- set values = dbt_wap.get_vars(names) -%}
    {%- for name, gate in gates.items() -%}
        {%- do found.update({name: dict(gate, limits=dbt_wap.limits_of(values["wap_" ~ name]))}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
