{#
    Add to the entries of relations that are new, or whose rows or columns differ, a profile, and the segments in which
    the differences are. tasks: of compare_rows. Reads only.
#}
{% macro describe_changes(tasks, facts) %}
    {%- set profiles, segments = {}, {} -%}
    {%- for task in tasks if not task.get("failed") -%}
        {%- do profiles.update(dbt_wap._profile_asked(task)) -%}
    {%- endfor -%}
    {%- for name, answer in (dbt_wap.ask_all(profiles) if profiles else {}).items() -%}
        {%- do profiles.update({name: answer}) -%}
    {%- endfor -%}
    {%- for task in tasks if not task.get("failed") -%}
        {%- set entry, plan, answer = task["entry"], task["plan"], profiles.get(task["key"] ~ " profile") -%}
        {%- if answer is string -%} {%- do dbt_wap.fail_comparison(task, answer) -%}
        {%- elif answer -%}
            {%- do entry.update({"profile": dbt_wap.read_profile(task["subject"], answer)}) -%}
        {%- endif -%}
        {%- if dbt_wap._has_moved_rows(task) and not task.get("failed") -%}
            {%- set question = dbt_wap.segments_question(plan, entry["rows"], entry["profile"]) -%}
            {%- if question -%}
                {%- do segments.update({task["key"] ~ " segments": question}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set found = dbt_wap.ask_all(segments) if segments else {} -%}
    {%- for task in tasks if dbt_wap._has_moved_rows(task) and not task.get("failed") -%}
        {%- set entry, answer = task["entry"], found.get(task["key"] ~ " segments") -%}
        {%- if answer is string -%} {%- do dbt_wap.fail_comparison(task, answer) -%}
        {%- else -%}
            {%- set told = dbt_wap.read_segments(task["plan"], entry["rows"], entry["profile"], answer) -%}
            {%- do entry.update({"segments": told}) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{# Return the question for the profile of a relation, by name, if it needs one. #}
{% macro _profile_asked(task) %}
    {%- set entry, plan, columns = task["entry"], task["plan"], task["columns"] -%}
    {%- set shaped = columns["added"] or columns["removed"] or task["reads"] == "new" -%}
    {%- if not shaped and not dbt_wap._has_moved_rows(task) -%} {%- do return({}) -%} {%- endif -%}
    {%- set changed = entry["columns"]["changed"] -%}
    {%- set profiled = dbt_wap.profiled_columns(columns, changed, plan["samples"], task["node"]) -%}
    {%- set subject = {"before": task["before"], "after": task["after"], "columns": profiled} -%}
    {%- do subject.update({"counts": entry["rows"], "where": plan["where"], "keys": plan["keys"]}) -%}
    {%- do task.update({"subject": subject}) -%}
    {%- set question = dbt_wap.profile_question(subject) -%}
    {%- do return({task["key"] ~ " profile": question} if question else {}) -%}
{% endmacro %}

{# Return true if rows of a relation that both sides have differ. #}
{% macro _has_moved_rows(task) %}
    {%- do return(task["reads"] == "both" and dbt_wap.count_moved_rows(task["entry"]["rows"]) > 0) -%}
{% endmacro %}
