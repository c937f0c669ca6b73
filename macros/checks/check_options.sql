{#
    Refuse, in one list, invalid vars of dbt-wap and invalid options in `meta.dbt_wap` of nodes, tests and columns. A
    misspelled gate would otherwise never block. Pure: reads the graph.
#}
{% macro check_options() %}
    {%- set faults, known = [], {"var": {}, "node": {}, "test": {}, "column": {}} -%}
    {%- for name, option in dbt_wap.option_table().items() -%}
        {%- for of in option["of"] -%} {%- do known[of].update({name: option}) -%} {%- endfor -%}
    {%- endfor -%}
    {%- for name, option in known["var"].items() if name != "dbt_wap_views" -%}
        {%- set fault = dbt_wap.option_fault(name, option, var(name, option["default"]), "var") -%}
        {%- set fault = fault or dbt_wap.given_fault(name, option) -%}
        {%- if fault -%} {%- do faults.append("var " ~ name ~ " " ~ fault) -%} {%- endif -%}
    {%- endfor -%}
    {%- if not faults -%} {%- do faults.extend(dbt_wap.rule_faults()) -%} {%- endif -%}
    {#- Many nodes have the same options. -#}
    {%- set sound = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot", "test"] -%}
        {%- set of = "test" if node.resource_type == "test" else "node" -%}
        {%- for each in [node] + (node.columns or {}).values() | list -%}
            {%- set meta, in_config = each.get("meta") or {}, (each.get("config") or {}).get("meta") or {} -%}
            {%- if "dbt_wap" in meta or "dbt_wap" in in_config -%}
                {%- set where = node.unique_id ~ ("" if loop.first else ": column " ~ each.name) -%}
                {%- set kind = of if loop.first else "column" -%}
                {%- set own = in_config["dbt_wap"] if "dbt_wap" in in_config else meta["dbt_wap"] -%}
                {%- if [kind, own] | string not in sound -%}
                    {%- set told = dbt_wap._faults_of(where, own, kind, known[kind]) -%}
                    {%- do faults.extend(told) -%}
                    {%- if not told -%} {%- do sound.update({[kind, own] | string: true}) -%} {%- endif -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if not faults -%} {%- do faults.extend(dbt_wap.counts_faults()) -%} {%- endif -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse("options", faults | join("; "), next="wap run, after you fix these options") -%}
    {%- endif -%}
{% endmacro %}

{# Return a sentence for each invalid option of one `meta.dbt_wap`. #}
{% macro _faults_of(where, own, of, known) %}
    {%- if own is not mapping -%}
        {%- do return([where ~ ": meta.dbt_wap must be a mapping, got " ~ dbt_wap.shown_value(own)]) -%}
    {%- endif -%}
    {%- set faults = [] -%}
    {%- for name, value in own.items() -%}
        {%- set written = where ~ ": meta.dbt_wap." ~ name -%}
        {%- if name not in known -%}
            {%- do faults.append(written ~ " is not an option here; the options are " ~ known.keys() | join(", ")) -%}
        {%- else -%}
            {%- set fault = dbt_wap.option_fault(name, known[name], value, of) -%}
            {%- if fault -%} {%- do faults.append(written ~ " " ~ fault) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}
