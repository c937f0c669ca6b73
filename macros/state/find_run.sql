{#
    The run that is meant: by id or unique prefix, else the newest one whose status is in `statuses`.
    Refuses an unknown or ambiguous id, and (unless `or_none`) when no run fits.
#}
{% macro find_run(state, step, run=none, statuses=none, or_none=false) %}
    {%- set found = [] -%}
    {%- for candidate in state["runs"] -%}
        {%- if run -%}
            {%- if candidate["run_id"].startswith(run) -%} {%- do found.append(candidate) -%} {%- endif -%}
        {%- elif statuses is none or candidate["status"] in statuses -%} {%- do found.append(candidate) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if run and found | length > 1 and found[0]["run_id"] != run -%}
        {%- do dbt_wap.refuse(
            step,
            'run "' ~ run ~ '" is ambiguous: ' ~ found | map(attribute="run_id") | join(", "),
            next="wap history",
        ) -%}
    {%- endif -%}
    {%- if run and not found -%}
        {%- do dbt_wap.refuse(step, 'there is no run "' ~ run ~ '" of project ' ~ project_name, next="wap history") -%}
    {%- endif -%}
    {%- if not found and not or_none -%}
        {%- do dbt_wap.refuse(
            step,
            "no run of project " ~ project_name ~ " is " ~ (statuses or ["known"]) | join(" or "),
            next="wap run",
        ) -%}
    {%- endif -%}
    {%- do return(found[0] if found else none) -%}
{% endmacro %}
