{#
    Add to an entry of report.json how the rows differ: counts, changed values, samples, a profile, segments, whether
    everything is equal, ignored columns included (content_equals), and how many rows outside a filter differ.
    `columns`: from compare_columns. Relations with equal fingerprints are not compared further. Keeps what differs in
    this session; otherwise reads only.
#}
{% macro compare_rows(entry, before, after, node, columns, facts) %}
    {%- set counted = dbt_wap.compare_mode(node) == "counts" -%}
    {%- set same = dbt_wap.content_equals(before, after, columns, facts, scan=not counted) -%}
    {%- if same and not dbt_wap.own_options(node) -%} {%- do return(none) -%} {%- endif -%}
    {%- set plan = dbt_wap.get_comparison(before, after, node, columns) -%}
    {%- for name in ["ignored", "masked", "filter", "key_origin"] -%}
        {%- do entry.update({name: plan[name]}) -%}
    {%- endfor -%}
    {%- if counted and not same -%} {%- do return(dbt_wap._leave_rows(entry)) -%} {%- endif -%}
    {%- if plan["where"] -%} {%- do dbt_wap._split_rows(entry, plan, same) -%} {%- endif -%}
    {%- if not same -%}
        {%- do entry.update({"same_content": false}) -%}
        {%- set found = dbt_wap._compare_by_key_or_all(entry, plan, before, after, facts) -%}
        {%- for name in ["added", "removed", "changed"] -%}
            {%- do entry["rows"].update({name: found[name]}) -%}
        {%- endfor -%}
        {%- do entry["columns"].update({"changed": found["columns"]}) -%}
        {%- do entry.update({"tolerance": plan["tolerance"], "sample": dbt_wap.sample_rows(plan, found)}) -%}
    {%- endif -%}
    {%- set rows = entry["rows"] -%}
    {%- if rows["added"] or rows["removed"] or rows["changed"] or columns["added"] or columns["removed"] -%}
        {%- set profiled = dbt_wap.profiled_columns(columns, entry["columns"]["changed"], plan["samples"], node) -%}
        {%- set profile = dbt_wap.profile_relation(before, after, profiled, rows, plan["where"], plan["keys"]) -%}
        {%- do entry.update({"profile": profile}) -%}
    {%- endif -%}
    {%- if rows["added"] or rows["removed"] or rows["changed"] -%}
        {%- do entry.update({"segments": dbt_wap.find_segments(plan, rows, entry["profile"])}) -%}
    {%- endif -%}
{% endmacro %}

{# Record that the rows, which are not proven to be the same, were not compared. Pure. #}
{% macro _leave_rows(entry) %}
    {%- do entry.update({"compared": "counts", "same_content": false}) -%}
    {%- do entry["rows"].update({"added": none, "removed": none, "changed": none}) -%}
{% endmacro %}

{# Compare by key, or else as a multiset; then the entry says why, and the key is removed from the plan. #}
{% macro _compare_by_key_or_all(entry, plan, before, after, facts) %}
    {%- set found = {"problem": plan["key_problem"]} -%}
    {%- if plan["keys"] -%} {%- set found = dbt_wap.compare_by_key(plan, entry["rows"]) -%} {%- endif -%}
    {%- do dbt_wap._fill_fingerprints(before, after, facts, found.get("hashes")) -%}
    {%- if "problem" not in found -%}
        {%- do entry.update({"key": plan["keys"] | map(attribute="name") | map("string") | list}) -%}
        {%- do return(found) -%}
    {%- endif -%}
    {%- do entry.update(
        {
            "key_problem": found["problem"],
            "duplicates": found.get("duplicates"),
            "null_keys": found.get("null_keys"),
            "tolerance_unused": plan["tolerance"],
        }
    ) -%}
    {%- do plan.update({"keys": none, "tolerance": {}}) -%}
    {%- do return(dbt_wap.compare_as_multiset(plan)) -%}
{% endmacro %}

{# Limit `rows` of the entry to rows inside the filter, and add `outside_filter` for the others. #}
{% macro _split_rows(entry, plan, same) %}
    {%- set outside = {"before": 0, "after": 0, "added": 0, "removed": 0, "changed": 0} -%}
    {%- for side in ["before", "after"] -%}
        {%- set inside = dbt_wap.count_rows(plan[side], plan["where"]) -%}
        {%- do outside.update({side: entry["rows"][side] - inside}) -%}
        {%- do entry["rows"].update({side: inside}) -%}
    {%- endfor -%}
    {%- set differ = not same and (outside["before"] or outside["after"]) -%}
    {%- do entry.update({"outside_filter": dbt_wap.compare_outside(plan, outside) if differ else outside}) -%}
    {%- if entry["outside_filter"]["changed"] is none -%}
        {%- do entry.update({"tolerance_unused": plan["tolerance"]}) -%}
    {%- endif -%}
{% endmacro %}

{# Fill in fingerprints that deferred_hashes left to the comparison: from its hashes, or else by a scan. #}
{% macro _fill_fingerprints(before, after, facts, hashes) %}
    {%- for side, relation in [("before", before), ("after", after)] -%}
        {%- set found = facts["fingerprints"][side].get(relation["key"], {}) -%}
        {%- if found.get("hash", "") is not none -%}
        {%- elif hashes -%}
            {%- set own = dbt_wap.columns_in(facts, relation, side) -%}
            {%- do found.update({"hash": dbt_wap.fingerprint_of_sum(own, hashes[side])}) -%}
        {%- else -%}
            {%- set taken = dbt_wap.fingerprint_tables([relation], facts["columns"][side]) -%}
            {%- do found.update(taken[relation["key"]]) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
