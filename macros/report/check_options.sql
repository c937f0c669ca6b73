{#
    Refuses, all faults at once, what stands in `meta.dbt_wap` of nodes and columns or in the vars of gates and is not
    understood: a gate with a misspelt name would never close. Pure: reads the graph.
#}
{% macro check_options() %}
    {%- set faults = [] -%}
    {%- for gate in dbt_wap.gate_names() -%}
        {%- do faults.extend(dbt_wap._option_faults("var wap_" ~ gate, gate, dbt_wap.get_var("wap_" ~ gate))) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot", "test"] -%}
        {%- set own = dbt_wap.own_options(node) -%}
        {%- if own is not mapping -%}
            {%- do faults.append(node.unique_id ~ ": meta.dbt_wap must be a mapping") -%}
        {%- else -%}
            {%- for name, value in own.items() -%}
                {%- do faults.extend(dbt_wap._option_faults(node.unique_id ~ ": meta.dbt_wap." ~ name, name, value)) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- for column in (node.columns or {}).values() -%}
            {%- for name, value in dbt_wap.column_options(column).items() -%}
                {%- set where = node.unique_id ~ ": column " ~ column.name ~ ": meta.dbt_wap." ~ name -%}
                {%- if name not in ["mask", "max_null_increase"] -%}
                    {%- do faults.append(where ~ " is not known there; known are mask, max_null_increase") -%}
                {%- else -%} {%- do faults.extend(dbt_wap._option_faults(where, name, value)) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse("options", faults | join("; "), next="wap run, once that is mended") -%}
    {%- endif -%}
{% endmacro %}

{% macro _option_faults(where, name, value) %}
    {%- set wanted = {
        "key": "a column or a list of columns",
        "ignore": "a column or a list of columns",
        "tolerance": "a number, 0 or more, or a mapping of columns to such numbers",
        "filter": "an SQL condition",
        "mask": "true, a column or a list of columns",
        "samples": "true or false",
        "reads_prod": "true or false",
    } -%}
    {%- if value is none -%} {%- do return([]) -%} {%- endif -%}
    {%- if name in dbt_wap.gate_names() -%}
        {%- do return(dbt_wap._gate_faults(where, name, value)) -%}
    {%- endif -%}
    {%- if name not in wanted -%}
        {%- do return([where ~ " is not known; known are " ~ (wanted.keys() | list + dbt_wap.gate_names()) | join(", ")]) -%}
    {%- endif -%}
    {%- set texts = value is string or (value is sequence and value is not mapping and value and not value | reject("string") | list) -%}
    {%- set numbers = namespace(good=true) -%}
    {%- for number in (value.values() if value is mapping else [value]) if name == "tolerance" -%}
        {%- if number is not number or number is boolean or number < 0 -%}
            {%- set numbers.good = false -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set good = {
        "key": texts,
        "ignore": texts,
        "tolerance": numbers.good,
        "filter": value is string and value | trim,
        "mask": value is boolean or texts,
        "samples": value is boolean,
        "reads_prod": value is boolean,
    } -%}
    {%- do return([] if good[name] else [where ~ " must be " ~ wanted[name] ~ ', got "' ~ value ~ '"']) -%}
{% endmacro %}

{% macro _gate_faults(where, gate, value) %}
    {%- set levels = value if value is mapping else {"block": value} -%}
    {%- if gate == "freshness" -%}
        {%- set levels = dict(value) if value is mapping else {} -%}
        {%- set column = levels.pop("column", none) -%}
        {%- if column is not string -%}
            {%- do return([where ~ ' must be a mapping such as {column: updated_at, block: "2 days"}']) -%}
        {%- endif -%}
    {%- endif -%}
    {%- set faults = [] -%}
    {%- if not levels or levels.keys() | reject("in", ["block", "warn"]) | list -%}
        {%- do faults.append(where ~ " takes block and warn, got " ~ levels.keys() | join(", ")) -%}
    {%- endif -%}
    {%- for level, limit in levels.items() if level in ["block", "warn"] -%}
        {%- if gate == "freshness" -%}
            {%- set wanted = 'a duration such as "12 hours"' if dbt_wap.seconds_of(limit) is none -%}
        {%- elif gate.startswith("allow_") -%} {%- set wanted = "true or false" if limit is not boolean -%}
        {%- else -%}
            {%- set whole = limit is integer and limit is not boolean and limit >= 0 -%}
            {%- set share = gate != "min_rows" and limit is string and modules.re.match("^[0-9]+([.][0-9]+)? *%$", limit) -%}
            {%- set wanted = "a whole number of rows" ~ ("" if gate == "min_rows" else ' or a share such as "5%"') if not whole and not share -%}
        {%- endif -%}
        {%- if wanted -%}
            {%- do faults.append(where ~ " must be " ~ wanted ~ ', got "' ~ limit ~ '"') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}
