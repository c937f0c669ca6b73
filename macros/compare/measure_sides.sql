{#
    Add to the tasks of relations, before their rows are compared, small figures of both sides: same: whether both are
    equal, repeated and repeated_outside: whether a sample shows that the key is not unique inside or outside the
    filter, many: whether one shows that many rows changed; and to their entries the rows inside and outside the filter.
    tasks: of compare_rows. Reads only.
#}
{% macro measure_sides(tasks, facts) %}
    {%- set questions = {} -%}
    {%- for task in tasks if task["reads"] == "both" and not task.get("failed") -%}
        {%- set plan, key = task["plan"], task["key"] -%}
        {%- for side, where in [("before", " in prod"), ("after", " in the candidate")] -%}
            {%- set rows = task["entry"]["rows"][side] -%}
            {%- if plan["where"] -%}
                {%- set inside = dbt_wap.count_sql(plan[side], plan["where"]) -%}
                {%- do questions.update({key ~ " inside" ~ where: inside}) -%}
            {%- endif -%}
            {%- if plan["keys"] and not task["same"] and rows -%}
                {%- do questions.update({key ~ " key" ~ where: dbt_wap.repeated_key_sql(plan, side, rows)}) -%}
                {%- set outside = dict(plan, where=plan["outside"]) if plan["where"] else none -%}
                {%- if outside -%}
                    {%- set name = key ~ " outside key" ~ where -%}
                    {%- do questions.update({name: dbt_wap.repeated_key_sql(outside, side, rows)}) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set sample = dbt_wap._sample_of_prod(task) -%}
        {%- if sample is not none -%}
            {%- do questions.update({key ~ " changed": dbt_wap.many_changed_sql(plan, sample)}) -%}
        {%- endif -%}
        {%- if task["same"] is none -%}
            {%- set equal = dbt_wap.equal_content_sql(task["before"], task["after"], task["columns"]["common"]) -%}
            {%- do questions.update({key ~ " content": equal}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set numbers = dbt_wap.ask_numbers(questions, facts) if questions else {} -%}
    {%- for task in tasks if task["reads"] == "both" and not task.get("failed") -%}
        {%- do dbt_wap._read_measures(task, numbers) -%}
    {%- endfor -%}
{% endmacro %}

{# Return the sample of prod that shows whether many rows changed, or none if that costs too much. #}
{% macro _sample_of_prod(task) %}
    {%- set kinds = [task["before"]["kind"], task["after"]["kind"]] -%}
    {%- if task["same"] or not task["plan"]["keys"] or kinds != ["table", "table"] -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- do return(dbt_wap.sample_of_changes(task["entry"]["rows"]["before"])) -%}
{% endmacro %}

{% macro _read_measures(task, numbers) %}
    {%- set plan, key, entry = task["plan"], task["key"], task["entry"] -%}
    {%- set outside = {"before": 0, "after": 0, "added": 0, "removed": 0, "changed": 0} -%}
    {%- for side, where in [("before", " in prod"), ("after", " in the candidate")] -%}
        {%- set inside, repeated = numbers.get(key ~ " inside" ~ where), numbers.get(key ~ " key" ~ where) -%}
        {%- set beyond = numbers.get(key ~ " outside key" ~ where) -%}
        {%- for fault in [inside, repeated, beyond] if fault is string -%}
            {%- do dbt_wap.fail_comparison(task, fault, side) -%}
        {%- endfor -%}
        {%- if repeated -%} {%- do task.update({"repeated": true}) -%} {%- endif -%}
        {%- if beyond -%} {%- do task.update({"repeated_outside": true}) -%} {%- endif -%}
        {%- if plan["where"] and inside is not string -%}
            {%- do outside.update({side: entry["rows"][side] - inside}) -%}
            {%- do entry["rows"].update({side: inside}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set equal, many = numbers.get(key ~ " content", 0), numbers.get(key ~ " changed", 0) -%}
    {%- for fault in [equal, many] if fault is string -%}
        {%- do dbt_wap.fail_comparison(task, fault) -%}
    {%- endfor -%}
    {%- do task.update({"many": many == 1}) -%}
    {%- if task["same"] is none -%} {%- do task.update({"same": equal == 1}) -%} {%- endif -%}
    {%- if plan["where"] -%} {%- do entry.update({"outside_filter": outside}) -%} {%- endif -%}
    {%- if not task["same"] -%} {%- do entry.update({"same_content": false}) -%} {%- endif -%}
    {%- if not task["same"] or task["own"] -%} {%- do dbt_wap.note_options(entry, plan) -%} {%- endif -%}
{% endmacro %}
