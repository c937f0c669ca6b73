{#
    Return what a question about relations together takes of a side, "before" or "after": {from: SQL, keys, hashed: SQL
    of the key and of all compared columns in compared form}. plan: from get_comparison. Pure.
#}
{% macro side_forms(plan, side) %}
    {%- set form = side ~ "_form" -%}
    {%- set keys = (plan["keys"] or []) | map(attribute="sql") | map(attribute=form) | list -%}
    {%- set hashed = plan["columns"] | map(attribute="sql") | map(attribute=form) | list -%}
    {%- do return({"from": plan[side] ~ " " ~ plan["where"], "keys": keys, "hashed": hashed or ["0"]}) -%}
{% endmacro %}
