{# Return what a gate expects if its value (a plain limit or {block, warn}) is invalid, or none. Pure. #}
{% macro gate_fault(gate, value) %}
    {%- set aged, levels = gate["limit"] == "age", {} -%}
    {%- set column = value.get("column") if value is mapping else none -%}
    {%- if aged and (column is not string or not column | trim) -%}
        {%- do return('a mapping such as {column: updated_at, block: "2 days"}') -%}
    {%- endif -%}
    {%- for level, limit in (value if value is mapping else {"block": value}).items() -%}
        {%- if level != "column" or not aged -%} {%- do levels.update({level: limit}) -%} {%- endif -%}
    {%- endfor -%}
    {%- if not levels or levels.keys() | reject("in", ["block", "warn"]) | list -%}
        {%- do return("a mapping with block, warn or both") -%}
    {%- endif -%}
    {%- for limit in levels.values() -%}
        {%- set wanted = dbt_wap._wanted_limit(gate, limit) -%}
        {%- if wanted -%} {%- do return(wanted) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}

{# Return what a gate expects if a limit is invalid, or none. #}
{% macro _wanted_limit(gate, limit) %}
    {%- set kind = gate["limit"] -%}
    {%- if kind == "age" -%}
        {%- set long = dbt_wap.seconds_of(limit) if limit is string else none -%}
        {%- do return(none if long is not none and long < 1e11 else 'a duration such as "12 hours"') -%}
    {%- elif kind == "switch" -%} {%- do return(none if limit is boolean else "true or false") -%}
    {%- elif limit is integer and limit is not boolean and limit >= 0 -%} {%- do return(none) -%}
    {%- elif kind == "rows" -%} {%- do return("a whole number of rows") -%}
    {%- endif -%}
    {%- set share = modules.re.fullmatch("([0-9]{1,9}(?:[.][0-9]{1,9})?) *%", limit) if limit is string else none -%}
    {%- set most = gate["most"] -%}
    {%- if share and (most is none or share.group(1) | float <= most) -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set at_most = "" if most is none else ", at most " ~ most ~ "%" -%}
    {%- do return('a whole number of rows or a share such as "5%"' ~ at_most) -%}
{% endmacro %}
