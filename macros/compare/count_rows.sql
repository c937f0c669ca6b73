{#
    Add the numbers of rows that are still unknown to the entries and fingerprints of relations. A view whose definition
    and parents are the same is counted once for both sides. tasks: from begin_comparison. Reads only.
#}
{% macro count_rows(tasks, facts) %}
    {%- set questions, wanted = {}, [] -%}
    {%- for task in tasks -%}
        {%- set rows = task["entry"]["rows"] -%}
        {%- for side, where in [("after", " in the candidate"), ("before", " in prod")]
            if task[side] and rows[side] is none and task["key"] not in facts["unreadable"][side]
        -%}
            {%- set new = task["key"] ~ " in the candidate" -%}
            {%- set both = side == "before" and task.get("follows") and new in questions -%}
            {%- set name = new if both else task["key"] ~ where -%}
            {%- if name not in questions -%}
                {%- do questions.update({name: dbt_wap.count_sql(task[side]["sql"])}) -%}
            {%- endif -%}
            {%- do wanted.append({"task": task, "side": side, "name": name}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set numbers = dbt_wap.ask_numbers(questions, facts) if questions else {} -%}
    {%- for each in wanted -%}
        {%- set task, side, number = each["task"], each["side"], numbers[each["name"]] -%}
        {%- if number is string -%} {%- do dbt_wap.fail_comparison(task, number, side) -%}
        {%- else -%}
            {%- do task["entry"]["rows"].update({side: number}) -%}
            {%- set known = facts["fingerprints"][side].get(task["key"]) -%}
            {%- if known and task[side]["kind"] != "view" -%} {%- do known.update({"rows": number}) -%}
            {%- endif -%}
            {%- set entry = task["entry"] -%}
            {%- if side == "after" and entry["status"] == "added" -%}
                {%- do entry["rows"].update({"added": number}) -%}
            {%- elif side == "before" and entry["status"] == "removed" -%}
                {%- do entry["rows"].update({"removed": number}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
