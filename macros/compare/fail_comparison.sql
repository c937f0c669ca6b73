{#
    Record in the entry of a relation that a question about it failed, so that it counts against the candidate, unless
    the question was about prod only. reason: the error; side: before or after. Pure.
#}
{% macro fail_comparison(task, reason, side="after") %}
    {%- set entry = task["entry"] -%}
    {%- do task.update({"failed": true}) -%}
    {%- if not (entry["unreadable"] or "").startswith("in the candidate") -%}
        {%- set where = "in prod: " if side == "before" else "in the candidate: " -%}
        {%- do entry.update({"unreadable": where ~ reason.split("\n")[0], "same_content": false}) -%}
    {%- endif -%}
    {%- do entry["rows"].update({"added": none, "removed": none, "changed": none}) -%}
    {%- if entry["status"] not in ["added", "removed"] -%}
        {%- do entry.update({"status": "changed"}) -%}
    {%- endif -%}
{% endmacro %}
