{#
    Add to the entries of relations that are new, or whose rows or columns differ, a profile, and the segments in which
    the differences are. tasks: of compare_rows. Reads only.
#}
{% macro describe_changes(tasks, facts) %}
    {%- do dbt_wap._add_profiles(tasks, facts) -%} {%- do dbt_wap._add_segments(tasks, facts) -%}
{% endmacro %}

{# Add the segments: none if no values may be shown or there is no profile. #}
{% macro _add_segments(tasks, facts) %}
    {%- set items = [] -%}
    {%- for task in tasks if not task.get("failed") and dbt_wap._has_moved_rows(task) -%}
        {%- set plan, entry = task["plan"], task["entry"] -%}
        {%- set asked = dbt_wap.segments_asked(plan, entry["rows"], entry["profile"]) -%}
        {%- do entry.update({"segments": [] if plan["samples"] and entry["profile"] else none}) -%}
        {%- if asked -%}
            {%- set width = plan["columns"] | length + asked["facets"] | length -%}
            {%- do items.append(dict(asked, key=task["key"], rows=entry["rows"], width=width, task=task)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set batches = dbt_wap.share_questions(items, "segments", facts["suspects"]) -%}
    {%- for batch in batches -%}
        {%- do batch.update({"question": dbt_wap._segments_sql(batch)}) -%}
    {%- endfor -%}
    {%- set answers = dbt_wap.ask_batches(batches) -%}
    {%- for item in items -%}
        {%- set entry, answer = item["task"]["entry"], answers[item["key"]] -%}
        {%- if answer is string -%} {%- do dbt_wap.fail_comparison(item["task"], answer) -%}
        {%- elif answer -%}
            {%- do entry.update({"segments": dbt_wap.read_segments(entry["rows"], item["facets"], answer)}) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{# Return the question about the segments of a batch. #}
{% macro _segments_sql(batch) %}
    {%- set pairs = [] -%}
    {%- for item in batch["items"] if batch["together"] -%}
        {%- set plan, pair = item["task"]["plan"], {"kinds": {}} -%}
        {%- for kind in item["kinds"] -%}
            {%- do pair["kinds"].update({kind: item["rows"][kind]}) -%}
        {%- endfor -%}
        {%- for side in ["before", "after"] -%}
            {%- set facets = [] -%}
            {%- for facet in item["facets"] -%}
                {%- set text = facet["text"].replace("{}", facet[side]) -%}
                {%- do facets.append({"form": facet[side], "text": text}) -%}
            {%- endfor -%}
            {%- do pair.update({side: dict(dbt_wap.side_forms(plan, side), facets=facets)}) -%}
        {%- endfor -%}
        {%- do pairs.append(pair) -%}
    {%- endfor -%}
    {%- if pairs -%} {%- do return(dbt_wap.segments_together_sql(pairs)) -%} {%- endif -%}
    {%- set item = batch["items"][0] -%}
    {%- do return(dbt_wap.segments_question(item["task"]["plan"], item["rows"], item["facets"], item["kinds"])) -%}
{% endmacro %}

{# Add the profiles. #}
{% macro _add_profiles(tasks, facts) %}
    {%- set items, limit = [], dbt_wap.get_var("wap_profile_rows") -%}
    {%- for task in tasks if limit and not task.get("failed") -%}
        {%- set columns = task["columns"] -%}
        {%- set shaped = columns["added"] or columns["removed"] or task["reads"] == "new" -%}
        {%- if shaped or dbt_wap._has_moved_rows(task) -%}
            {%- do task.update({"subject": dbt_wap._profile_subject(task, facts)}) -%}
            {%- set subject = task["subject"] -%}
            {%- if subject["columns"] -%}
                {%- set item = {"key": task["key"], "rows": subject["counts"], "task": task} -%}
                {%- do items.append(dict(item, width=subject["columns"] | length)) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set batches = dbt_wap.share_questions(items, "profile", facts["suspects"]) -%}
    {%- for batch in batches -%}
        {%- set subjects = batch["items"] | map(attribute="task") | map(attribute="subject") | list -%}
        {%- set question = dbt_wap.profile_question(subjects, batch["together"], limit, facts["forms"]) -%}
        {%- do batch.update({"question": question}) -%}
    {%- endfor -%}
    {%- set answers = dbt_wap.ask_batches(batches) -%}
    {%- for item in items -%}
        {%- set task, answer = item["task"], answers[item["key"]] -%}
        {%- if answer is string -%} {%- do dbt_wap.fail_comparison(task, answer) -%}
        {%- else -%}
            {%- do task["entry"].update({"profile": dbt_wap.read_profile(task["subject"], answer)}) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{# Return what to profile of a relation. #}
{% macro _profile_subject(task, facts) %}
    {%- set entry, plan, columns = task["entry"], task["plan"], task["columns"] -%}
    {%- set profiled = dbt_wap.profiled_columns(columns, entry["columns"]["changed"], plan) -%}
    {%- set subject = {"columns": profiled} -%}
    {%- for side in ["before", "after"] -%}
        {%- do subject.update({side: plan[side] if task[side] else none}) -%}
    {%- endfor -%}
    {%- do subject.update({"counts": entry["rows"], "where": plan["where"], "keys": plan["keys"]}) -%}
    {%- do return(subject) -%}
{% endmacro %}

{# Return true if rows of a relation that both sides have differ. #}
{% macro _has_moved_rows(task) %}
    {%- do return(task["reads"] == "both" and dbt_wap.count_moved_rows(task["entry"]["rows"]) > 0) -%}
{% endmacro %}
