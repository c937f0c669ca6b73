{#
    What prod is with regard to a run, in words for the `prod:` line, read from the warehouse: unchanged, published, the
    candidate in some schemas, or as before the run. Reads only.
#}
{% macro describe_prod(run) %}
    {%- if run["status"] == "published" -%} {%- do return("published") -%} {%- endif -%}
    {%- if run["status"] == "rolled_back" -%} {%- do return("as before the run") -%} {%- endif -%}
    {%- set begun = run["events"] | selectattr("event", "in", ["publishing", "swapped", "rolling_back"]) | list -%}
    {%- if not begun -%} {%- do return("unchanged") -%} {%- endif -%}
    {%- if not run["schemas"] -%}
        {%- do return("UNKNOWN: the record of the run does not say its schemas") -%}
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
            {%- do return("the candidate still, the rollback is not done") -%}
        {%- endif -%}
        {%- do return("published, the last steps are missing") -%}
    {%- endif -%}
    {%- do return("the candidate in " ~ candidate | join(", ") ~ "; as before the run in " ~ before | join(", ")) -%}
{% endmacro %}
