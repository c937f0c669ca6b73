{#
    How many of the rows that the filter of a comparison leaves out differ: {before, after, added, removed, changed}
    as in `rows` of an entry, by key or else as a multiset; a row that crosses the filter is one removed on the one
    side of it and one added on the other. `plan`: of get_comparison; `rows`: {before, after}, how many are left out.
    This session keeps the rows that differ.
#}
{% macro compare_outside(plan, rows) %}
    {%- set plan = dict(plan, where=plan["outside"]) -%}
    {%- set found = dbt_wap.compare_by_key(plan, rows, details=false) if plan["keys"] else {"problem": "no key"} -%}
    {%- if "problem" in found -%} {%- set found = dbt_wap.compare_as_multiset(plan) -%} {%- endif -%}
    {%- do return(dict(rows, added=found["added"], removed=found["removed"], changed=found["changed"])) -%}
{% endmacro %}
