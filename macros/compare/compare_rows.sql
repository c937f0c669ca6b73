{#
    Puts into an entry of report.json what the rows of both sides say: counts, changed values, samples, a profile, and whether all
    is `content_equals`, what is ignored included; of the rows that a filter leaves out how many differ. `columns`: of compare_columns. A relation with equal fingerprints is
    not compared any further. In the warehouse temporary tables are made; else reads only.
#}
{% macro compare_rows(entry, before, after, node, columns, facts) %}
    {%- set same = dbt_wap.content_equals(before, after, columns, facts) -%}
    {%- if same and not dbt_wap.own_options(node) -%} {%- do return(none) -%} {%- endif -%}
    {%- set plan = dbt_wap.get_comparison(before, after, node, columns) -%}
    {%- for name in ["ignored", "masked", "filter", "key_origin"] -%}
        {%- do entry.update({name: plan[name]}) -%}
    {%- endfor -%}
    {%- if plan["where"] -%} {%- do dbt_wap._split_rows(entry, plan, same) -%} {%- endif -%}
    {%- if not same -%}
        {%- do entry.update({"same_content": false}) -%}
        {%- set rows = dbt_wap.compare_by_key(plan, entry["rows"]) if plan["keys"] else {"problem": plan["key_problem"]} -%}
        {%- do dbt_wap._fill_fingerprints(before, after, facts, rows.get("hashes")) -%}
        {%- if "problem" in rows -%}
            {%- do entry.update({"key_problem": rows["problem"], "duplicates": rows.get("duplicates"), "null_keys": rows.get("null_keys")}) -%}
            {%- do entry.update({"tolerance_unused": plan["tolerance"]}) -%}
            {%- do plan.update({"keys": none, "tolerance": {}}) -%}
            {%- set rows = dbt_wap.compare_as_multiset(plan) -%}
        {%- else -%}
            {%- do entry.update({"key": plan["keys"] | map(attribute="name") | map("string") | list}) -%}
        {%- endif -%}
        {%- for name in ["added", "removed", "changed"] -%}
            {%- do entry["rows"].update({name: rows[name]}) -%}
        {%- endfor -%}
        {%- do entry["columns"].update({"changed": rows["columns"]}) -%}
        {%- do entry.update({"tolerance": plan["tolerance"], "sample": dbt_wap.sample_rows(plan, rows)}) -%}
    {%- endif -%}
    {%- set rows = entry["rows"] -%}
    {%- if rows["added"] or rows["removed"] or rows["changed"] or columns["added"] or columns["removed"] -%}
        {%- set profiled = dbt_wap.profiled_columns(columns, entry["columns"]["changed"], plan["samples"], node) -%}
        {%- do entry.update({"profile": dbt_wap.profile_relation(before, after, profiled, rows, plan["where"], plan["keys"])}) -%}
    {%- endif -%}
{% endmacro %}

{# Leaves the rows inside the filter in `rows` of the entry, and says in `outside_filter` what is outside. #}
{% macro _split_rows(entry, plan, same) %}
    {%- set outside = {"before": 0, "after": 0, "added": 0, "removed": 0, "changed": 0} -%}
    {%- for side in ["before", "after"] -%}
        {%- set inside = run_query("select count(*) from " ~ plan[side] ~ plan["where"]).rows[0].values()[0] | int -%}
        {%- do outside.update({side: entry["rows"][side] - inside}) -%}
        {%- do entry["rows"].update({side: inside}) -%}
    {%- endfor -%}
    {%- set differ = not same and (outside["before"] or outside["after"]) -%}
    {%- do entry.update({"outside_filter": dbt_wap.compare_outside(plan, outside) if differ else outside}) -%}
    {%- if entry["outside_filter"]["changed"] is none -%}
        {%- do entry.update({"tolerance_unused": plan["tolerance"]}) -%}
    {%- endif -%}
{% endmacro %}

{# The fingerprints that were left to the comparison (deferred_hashes): of its own hashes, or else now. #}
{% macro _fill_fingerprints(before, after, facts, hashes) %}
    {%- for side, relation in [("before", before), ("after", after)] if facts["fingerprints"][side].get(relation["key"], {}).get("hash", "") is none -%}
        {%- set found = facts["fingerprints"][side][relation["key"]] -%}
        {%- if hashes -%}
            {%- do found.update({"hash": dbt_wap.shape_of(dbt_wap.columns_in(facts, relation, side)) ~ ":" ~ hashes[side]}) -%}
        {%- else -%}
            {%- do found.update(dbt_wap.fingerprint_tables([relation], facts["columns"][side])[relation["key"]]) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
