{#
    Compare the rows of relations that differ, by key or else as a multiset, and add the numbers and samples to their
    entries and the sums of row hashes to their tasks, as `hashes`. One question for each relation, more if it has a
    filter, if its key is not unique, or if long texts begin alike. tasks: of compare_rows. Reads only.
#}
{% macro compare_contents(tasks, facts) %}
    {%- set parts, limit = [], dbt_wap.get_var("wap_sample_rows") | int -%}
    {%- for task in tasks if not task.get("failed") and not task.get("same") -%}
        {%- do parts.extend(dbt_wap._parts_to_compare(task, limit, facts)) -%}
    {%- endfor -%}
    {%- for _ in range(2) -%}
        {%- set open, questions = [], {} -%}
        {%- for part in parts if not part["task"].get("failed") and (part["found"] is none or part["texts"]) -%}
            {%- do open.append(part) -%}
        {%- endfor -%}
        {%- set answers = dbt_wap._answers_together(open, limit, facts) if open else {} -%}
        {%- for part in open -%}
            {%- do questions.update(dbt_wap._questions_of(part, limit, answers)) -%}
        {%- endfor -%}
        {%- do answers.update(dbt_wap.ask_all(questions) if questions else {}) -%}
        {%- for part in open -%} {%- do dbt_wap._read_part(part, answers) -%} {%- endfor -%}
    {%- endfor -%}
    {%- for part in parts if not part["task"].get("failed") -%}
        {%- do dbt_wap._note_part(part) -%}
    {%- endfor -%}
{% endmacro %}

{# Return what is compared of a relation: its rows inside the filter, and those outside if there are any. #}
{% macro _parts_to_compare(task, limit, facts) %}
    {%- set plan, entry = task["plan"], task["entry"] -%}
    {%- set shown = dbt_wap.shown_columns(plan) if plan["samples"] and limit else [] -%}
    {%- set part = {"task": task, "name": task["key"], "plan": plan, "shown": shown, "rows": entry["rows"]} -%}
    {%- do part.update({"main": true, "found": none, "problem": none, "texts": []}) -%}
    {%- do part.update({"new": task["reads"] == "new", "keys": plan["keys"]}) -%}
    {%- do part.update({"sample": {"added": [], "removed": [], "changed": []} if plan["samples"] else none}) -%}
    {%- set hashes = [] -%}
    {%- for side in ["before", "after"] -%}
        {%- do hashes.append(facts["fingerprints"][side].get(task["key"], {}).get("hash", "")) -%}
    {%- endfor -%}
    {%- do part.update({"many": task["many"], "sums": none in hashes}) -%}
    {%- set outside, parts = entry["outside_filter"], [part] -%}
    {%- if outside and (outside["before"] or outside["after"]) -%}
        {%- set other = dict(part, name=task["key"] ~ " outside", main=false, shown=[], rows=outside) -%}
        {%- do other.update({"plan": dict(plan, where=plan["outside"])}) -%}
        {%- if task.get("repeated_outside") -%} {%- do dbt_wap._give_up_key(other) -%} {%- endif -%}
        {%- do parts.append(other) -%}
    {%- endif -%}
    {%- if task.get("repeated") -%} {%- do dbt_wap._give_up_key(part) -%} {%- endif -%}
    {%- do return(parts) -%}
{% endmacro %}

{# Compare without the key, which is not unique. #}
{% macro _give_up_key(part) %}
    {%- do part.update({"problem": "unknown", "found": none, "plan": dict(part["plan"], keys=none, tolerance={})}) -%}
{% endmacro %}

{#
    Ask about the parts of small relations together, those with a key and those without, and return {name: answer}: as
    if each had been asked by itself, with `listed`, the sample for read_samples. Compared with a tolerance, a part is
    asked by itself.
#}
{% macro _answers_together(parts, limit, facts) %}
    {%- set groups, answers = {"compare_together_sql": [], "count_together_sql": []}, {} -%}
    {%- for part in parts if part["found"] is none and part["main"] and not part["new"] -%}
        {%- set width = part["plan"]["columns"] | length + part["shown"] | length -%}
        {%- set item = {"key": part["name"], "rows": part["rows"], "width": width, "part": part} -%}
        {%- if not part["plan"]["tolerance"] -%}
            {%- do groups["compare_together_sql" if part["plan"]["keys"] else "count_together_sql"].append(item) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for how, items in groups.items() -%}
        {%- set batches = [] -%}
        {%- for batch in dbt_wap.share_questions(items, "rows", facts["suspects"]) if batch["together"] -%}
            {%- set pairs = [] -%}
            {%- for item in batch["items"] -%}
                {%- do pairs.append(dbt_wap._pair_of(item["part"])) -%}
            {%- endfor -%}
            {%- do batches.append(dict(batch, question=dbt_wap[how](pairs, limit))) -%}
        {%- endfor -%}
        {%- set found = dbt_wap.ask_batches(batches) -%}
        {%- for item in items if item["key"] in found -%}
            {%- set told = found[item["key"]] -%}
            {%- do answers.update(
                {item["key"]: told if told is string else dbt_wap._told_alone(item["part"], told[0])}
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}

{# Return both sides of a part as compare_together_sql takes them: the columns that samples show are the first. #}
{% macro _pair_of(part) %}
    {%- set plan, pair, others = part["plan"], {}, [] -%}
    {%- set ids = part["shown"] | map(attribute="id") | list -%}
    {%- for column in plan["columns"] if column["id"] not in ids -%}
        {%- do others.append(column) -%}
    {%- endfor -%}
    {%- for side in ["before", "after"] -%}
        {%- set forms = (part["shown"] + others) | map(attribute="sql") | map(attribute=side ~ "_form") | list -%}
        {%- set texts = part["shown"] | map(attribute="sql") | map(attribute=side ~ "_text") | list -%}
        {%- do pair.update({side: dict(dbt_wap.side_forms(plan, side), forms=forms, texts=texts)}) -%}
    {%- endfor -%}
    {%- do part.update({"ordered": part["shown"] + others}) -%}
    {%- do return(pair) -%}
{% endmacro %}

{# Return the answer about a part as if it had been asked by itself. #}
{% macro _told_alone(part, row) %}
    {%- set found = dict(row, listed=fromjson(row["sample"] or "[]")) -%}
    {%- for changed in fromjson(row.get("columns") or "[]") -%}
        {%- do found.update({"changed_" ~ part["ordered"][loop.index0]["id"]: changed}) -%}
    {%- endfor -%}
    {%- do return([found]) -%}
{% endmacro %}

{# Return what is still to be asked about a part. #}
{% macro _questions_of(part, limit, answers) %}
    {%- set plan, name, questions = part["plan"], part["name"], {} -%}
    {%- if part["found"] is not none or name in answers -%}
    {%- elif part["new"] and not part["shown"] -%}
    {%- elif part["new"] -%}
        {%- do questions.update({name: dbt_wap.new_rows_question(plan, part["shown"], limit)}) -%}
    {%- elif plan["keys"] -%}
        {%- do questions.update({name: dbt_wap.compare_by_key(plan, part["shown"], limit, part)}) -%}
    {%- else -%} {%- do questions.update({name: dbt_wap.compare_as_multiset(plan, part["shown"], limit)}) -%}
    {%- endif -%}
    {%- if part["main"] and part["problem"] == "unknown" -%}
        {%- set keyed = dict(plan, keys=part["keys"]) -%}
        {%- do questions.update({name ~ " key": dbt_wap.key_problem_question(keyed)}) -%}
    {%- endif -%}
    {%- if part["texts"] -%}
        {%- do questions.update({name ~ " texts": dbt_wap.text_windows_question(plan, part["texts"], limit)}) -%}
    {%- endif -%}
    {%- do return(questions) -%}
{% endmacro %}

{# Read the answers about a part. #}
{% macro _read_part(part, answers) %}
    {%- set name = part["name"] -%}
    {%- for suffix in ["", " key", " texts"] if answers.get(name ~ suffix) is string -%}
        {%- do dbt_wap.fail_comparison(part["task"], answers[name ~ suffix]) -%} {%- do return(none) -%}
    {%- endfor -%}
    {%- if name ~ " key" in answers -%}
        {%- do part.update({"problem": dbt_wap.key_problem(answers[name ~ " key"])}) -%}
    {%- endif -%}
    {%- if name ~ " texts" in answers -%}
        {%- do dbt_wap.read_text_windows(part["sample"], part["texts"], answers[name ~ " texts"]) -%}
    {%- endif -%}
    {%- if name in answers -%}
        {%- set answer, plan = answers[name], part["plan"] -%}
        {%- if part["new"] -%} {%- set found = {} -%}
        {%- elif plan["keys"] -%} {%- set found = dbt_wap.read_by_key(plan, part["rows"], answer) -%}
        {%- else -%} {%- set found = dbt_wap.read_as_multiset(answer) -%}
        {%- endif -%}
        {%- do part.update({"found": found}) -%}
        {%- if "problem" in found -%} {%- do dbt_wap._give_up_key(part) -%}
        {%- elif part["shown"] -%}
            {%- do part.update({"sample": dbt_wap.read_samples(plan, part["shown"], answer)}) -%}
            {%- do part.update({"texts": dbt_wap.texts_alike(part["sample"], part["shown"])}) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# Add what was found to the entry. #}
{% macro _note_part(part) %}
    {%- set task, entry, found = part["task"], part["task"]["entry"], part["found"] -%}
    {%- set tolerance = task["plan"]["tolerance"] -%}
    {%- if not part["main"] -%}
        {%- for name in ["added", "removed", "changed"] -%}
            {%- do entry["outside_filter"].update({name: found[name]}) -%}
        {%- endfor -%}
        {%- if found["changed"] is none -%}
            {%- do entry.update({"tolerance_unused": tolerance}) -%}
        {%- endif -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- do entry.update({"sample": part["sample"]}) -%}
    {%- if part["new"] -%} {%- do return(none) -%} {%- endif -%}
    {%- for name in ["added", "removed", "changed"] -%}
        {%- do entry["rows"].update({name: found[name]}) -%}
    {%- endfor -%}
    {%- do entry["columns"].update({"changed": found["columns"]}) -%}
    {%- if part["plan"]["keys"] -%}
        {%- set names = part["keys"] | map(attribute="name") | map("string") | list -%}
        {%- do entry.update({"key": names, "tolerance": tolerance}) -%}
        {%- do task.update({"hashes": found["hashes"]}) -%}
    {%- else -%}
        {%- set problem = part["problem"] or {"problem": task["plan"]["key_problem"]} -%}
        {%- do entry.update({"key_problem": problem["problem"], "tolerance_unused": tolerance}) -%}
        {%- do entry.update({"duplicates": problem.get("duplicates"), "null_keys": problem.get("null_keys")}) -%}
        {%- do task.update({"plan": part["plan"]}) -%}
    {%- endif -%}
{% endmacro %}
