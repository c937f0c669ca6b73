{#
    Return how many rows outside the filter of a comparison differ: {before, after, added, removed, changed}, as in
    `rows` of an entry, by key or else as a multiset. A row that starts or stops matching the filter counts as added on
    one side of it and removed on the other. `plan`: from get_comparison; `rows`: {before, after}, the number of rows
    outside. Keeps the rows that differ in this session.
#}
{% macro compare_outside(plan, rows) %}
    {%- set plan = dict(plan, where=plan["outside"]) -%}
    {%- set found = dbt_wap.compare_by_key(plan, rows, details=false) if plan["keys"] else {"problem": "no key"} -%}
    {%- if "problem" in found -%} {%- set found = dbt_wap.compare_as_multiset(plan) -%} {%- endif -%}
    {%- do return(dict(rows, added=found["added"], removed=found["removed"], changed=found["changed"])) -%}
{% endmacro %}
