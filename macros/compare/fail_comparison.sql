{#
    Record in the entry of a relation that a question about it failed. It counts against the candidate, unless the
    question was about prod only. reason: the error, of which only the code is kept, because its text may quote values;
    side: before or after, none if the question was about both. Pure.
#}
{% macro fail_comparison(task, reason, side=none) %}
    {%- set entry = task["entry"] -%}
    {%- do task.update({"failed": true}) -%}
    {%- if not (entry["unreadable"] or "").startswith("in the candidate") -%}
        {%- set where = "in prod: " if side == "before" else "in the candidate: " -%}
        {%- set where = where ~ ("the comparison with prod failed: " if not side and task["before"] else "") -%}
        {%- do entry.update({"unreadable": where ~ dbt_wap._error_code(reason), "same_content": false}) -%}
    {%- endif -%}
    {%- do entry["rows"].update({"added": none, "removed": none, "changed": none}) -%}
    {%- if entry["status"] not in ["added", "removed"] -%}
        {%- do entry.update({"status": "changed"}) -%}
    {%- endif -%}
{% endmacro %}

{# Return what may be told of an error: its code, because its text may quote values. Pure. #}
{% macro _error_code(reason) %}
    {%- set code = modules.re.search("[0-9]{4,6} [(][0-9A-Z]{5}[)]", reason) -%}
    {%- do return("error " ~ code.group(0) if code else "its query fails") -%}
{% endmacro %}
