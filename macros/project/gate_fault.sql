{# What a gate wants where its value, a plain limit or {block, warn}, is not understood; or none. Pure. #}
{% macro gate_fault(gate, value) %}
    {%- set levels = dict(value) if value is mapping else {"block": value} -%}
    {%- if gate == "freshness" -%}
        {%- set column = levels.pop("column", none) -%}
        {%- if value is not mapping or column is not string or not column | trim -%}
            {%- do return('a mapping such as {column: updated_at, block: "2 days"}') -%}
        {%- endif -%}
    {%- endif -%}
    {%- set unknown = levels.keys() | reject("in", ["block", "warn"]) | list -%}
    {%- if unknown or not levels -%} {%- do return("of block and warn") -%} {%- endif -%}
    {%- for limit in levels.values() -%}
        {%- set wanted = dbt_wap._wanted_limit(gate, limit) -%}
        {%- if wanted -%} {%- do return(wanted) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}

{% macro _wanted_limit(gate, limit) %}
    {%- if gate == "freshness" -%}
        {%- set long = dbt_wap.seconds_of(limit) if limit is string else none -%}
        {%- do return(none if long is not none and long < 1e11 else 'a duration such as "12 hours"') -%}
    {%- elif gate.startswith("allow_") -%} {%- do return(none if limit is boolean else "true or false") -%}
    {%- elif limit is integer and limit is not boolean and limit >= 0 -%} {%- do return(none) -%}
    {%- elif gate == "min_rows" -%} {%- do return("a whole number of rows") -%}
    {%- endif -%}
    {%- set share = modules.re.fullmatch("([0-9]{1,9}(?:[.][0-9]{1,9})?) *%", limit) if limit is string else none -%}
    {%- if share and (gate == "max_growth" or share.group(1) | float <= 100) -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set most = "" if gate == "max_growth" else ", at most 100%" -%}
    {%- do return('a whole number of rows or a share such as "5%"' ~ most) -%}
{% endmacro %}
