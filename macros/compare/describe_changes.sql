{#
    Add to the entries of relations whose rows differ, or that are new, a profile and the segments in which the
    differences are. tasks: of compare_rows. Reads only.
#}
{% macro describe_changes(tasks, facts) %}
    {%- for task in tasks if not task.get("failed") -%}
        {%- set entry, plan, columns = task["entry"], task["plan"], task["columns"] -%}
        {%- set rows = entry["rows"] -%}
        {%- set moved = rows["added"] or rows["removed"] or rows["changed"] -%}
        {%- if task["reads"] == "new" or moved or columns["added"] or columns["removed"] -%}
            {%- set changed = entry["columns"]["changed"] -%}
            {%- set profiled = dbt_wap.profiled_columns(columns, changed, plan["samples"], task["node"]) -%}
            {%- set profile = dbt_wap.profile_relation(
                task["before"], task["after"], profiled, rows, plan["where"], plan["keys"]
            ) -%}
            {%- do entry.update({"profile": profile}) -%}
        {%- endif -%}
        {%- if task["reads"] == "both" and moved -%}
            {%- do entry.update({"segments": dbt_wap.find_segments(plan, rows, entry["profile"])}) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
