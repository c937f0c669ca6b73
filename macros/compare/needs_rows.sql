{#
    Return true if the rows of a relation have to be read for its entry, and add to its task: columns: from
    compare_columns, plan: from get_comparison, same: whether both sides are known to be equal, or none if only a scan
    tells. Relations with equal fingerprints are not compared further, nor are those that are compared by counts. task:
    from begin_comparison; facts: from gather_facts. Reads only.
#}
{% macro needs_rows(task, facts) %}
    {%- set before, after, node, entry = task["before"], task["after"], task["node"], task["entry"] -%}
    {%- set counted = node.unique_id in facts["counted"] if node else facts["vars"]["wap_compare"] == "counts" -%}
    {%- if task["reads"] == "new" -%}
        {%- set own = dbt_wap.columns_in(facts, after, "after") -%}
        {%- set columns = dbt_wap.compare_columns(own, own, facts["types"]) -%}
        {%- set plan = dbt_wap.get_comparison(after, after, node, columns, facts) -%}
        {%- do task.update({"columns": dbt_wap.compare_columns([], own, facts["types"]), "plan": plan}) -%}
        {%- do entry.update({"compared": "counts"} if counted else {"masked": plan["masked"]}) -%}
        {%- do return(not counted) -%}
    {%- endif -%}
    {%- set same = dbt_wap.content_equals(before, after, entry["columns"], facts) -%}
    {%- set same = false if counted and same is none else same -%}
    {%- if same and not dbt_wap._chooses_rows(task, facts) -%} {%- do return(false) -%} {%- endif -%}
    {%- if not task.get("columns") -%}
        {%- set own = [dbt_wap.columns_in(facts, before, "before"), dbt_wap.columns_in(facts, after, "after")] -%}
        {%- do task.update({"columns": dbt_wap.compare_columns(own[0], own[1], facts["types"])}) -%}
    {%- endif -%}
    {%- set plan = dbt_wap.get_comparison(before, after, node, task["columns"], facts) -%}
    {%- do task.update({"plan": plan, "same": same}) -%}
    {%- if same is not none -%} {%- do dbt_wap.note_options(entry, plan) -%} {%- endif -%}
    {%- if counted and not same -%}
        {%- do entry.update({"compared": "counts", "same_content": false}) -%}
        {%- do entry["rows"].update({"added": none, "removed": none, "changed": none}) -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- do return(not same or plan["where"] | length > 0) -%}
{% endmacro %}

{#
    Return true if the options of an equal relation say which rows or columns count. If they do not, only the origin of
    its key is noted.
#}
{% macro _chooses_rows(task, facts) %}
    {%- if not task["own"] -%} {%- do return(false) -%} {%- endif -%}
    {%- set node, options = task["node"], dbt_wap.comparison_options(task["node"], task["own"], facts["vars"]) -%}
    {%- if options["filter"] or options["ignore"] or options["mask"] or options["tolerance"] -%}
        {%- do return(true) -%}
    {%- endif -%}
    {%- set key = dbt_wap.get_key_columns(node, facts["tests"].get(node.unique_id, []), task["own"]) -%}
    {%- do task["entry"].update({"key_origin": key["origin"] if key else none}) -%}
    {%- do return(false) -%}
{% endmacro %}
