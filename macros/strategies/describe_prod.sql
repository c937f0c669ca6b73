{# Return the state of prod for the `prod:` line of a run, read from the warehouse. Reads only. #}
{% macro describe_prod(run) %}
    {%- if run["status"] == "published" -%} {%- do return("published") -%} {%- endif -%}
    {%- if run["status"] == "rolled_back" -%} {%- do return("as before the run") -%} {%- endif -%}
    {%- set begun = run["events"] | selectattr("event", "in", ["publishing", "swapped", "rolling_back"]) | list -%}
    {%- if not begun -%} {%- do return("unchanged") -%} {%- endif -%}
    {%- if not run["schemas"] -%}
        {%- do return("UNKNOWN: the record of the run does not list its schemas") -%}
    {%- endif -%}
    {%- set candidate, before = [], [] -%}
    {%- for state in dbt_wap.pair_states(run) -%}
        {%- do (candidate if state["swapped"] else before).append(state["prod"]) -%}
    {%- endfor -%}
    {%- if not candidate -%}
        {%- do return("as before the run" if run["rolling_back"] else "unchanged") -%}
    {%- endif -%}
    {%- if not before -%}
        {%- if run["rolling_back"] -%}
            {%- do return("published, but the rollback is not finished") -%}
        {%- endif -%}
        {%- do return("published, but the publish is not finished") -%}
    {%- endif -%}
    {%- do return("published in " ~ candidate | join(", ") ~ " only; as before the run in " ~ before | join(", ")) -%}
{% endmacro %}
