{#
    Return true if a relation is in the candidate only because the schema was cloned: no node of the project builds it
    and it did not change, or it is a view that the run does not build and that is broken in prod too. Publish does not
    touch it. Pure.
#}
{% macro is_untouched_clone(before, after, node, facts) %}
    {%- if before["kind"] != after["kind"] -%} {%- do return(false) -%} {%- endif -%}
    {%- if node -%}
        {%- set built = facts["selected"] is none or node.unique_id in facts["selected"] -%}
        {%- set broken = facts["unreadable"] -%}
        {%- set broken = before["key"] in broken["before"] and after["key"] in broken["after"] -%}
        {%- do return(broken and not built) -%}
    {%- endif -%}
    {%- set now = facts["fingerprints"]["after"].get(after["key"], {}) -%}
    {%- set then = facts["at_clone"]["after"].get(after["key"], {}) -%}
    {%- do return(now.get("hash") is not none and then.get("hash") == now["hash"]) -%}
{% endmacro %}
