{#
    Return the gates that a node declares or the vars wap_<gate> declare for all, in the order of reports: {name: gate
    with `limits`: [{level: "block" or "warn", limit}] from `meta.dbt_wap` or else the var, and `columns`: {folded form
    of a column: its own limits}}. own: from own_options;
    gates: from default_gates. Pure.
#}
{% macro gate_limits(node, own, gates) %}
    {%- set found = {} -%}
    {%- set columns = dbt_wap._column_limits(node.columns, "max_null_increase") if node and node.columns else {} -%}
    {%- for name, gate in gates.items() -%}
        {%- set limits = gate["limits"] if own.get(name) is none else dbt_wap.limits_of(own[name]) -%}
        {%- set of_columns = columns if name == "max_null_increase" else {} -%}
        {%- if limits or of_columns -%}
            {%- do found.update({name: dict(gate, limits=limits, columns=of_columns)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the limits of a gate that columns declare, as {folded form of the column: limits}. #}
{% macro _column_limits(columns, gate) %}
    {%- set found = {} -%}
    {%- for column in columns.values() if column.meta or (column.config or {}).get("meta") -%}
        {%- set own = dbt_wap.own_options(column).get(gate) -%}
        {%- for form in (dbt_wap.folded_names([column.name]) if own is not none else []) if form not in found -%}
            {%- do found.update({form: dbt_wap.limits_of(own)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
