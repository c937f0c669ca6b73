{#
    Add to the entries of relations how their rows differ: counts, changed values, samples, a profile, segments, and how
    many rows outside a filter differ. All relations share each round of questions, and nothing is kept between them: at
    most four questions for each relation if its key is as declared. A relation whose question fails is an error of its
    own entry. tasks: from begin_comparison, for which needs_rows is true. Reads only.
#}
{% macro compare_rows(tasks, facts) %}
    {%- do dbt_wap.count_rows(tasks, facts) -%}
    {%- do dbt_wap.measure_sides(tasks, facts) -%}
    {%- do dbt_wap.compare_contents(tasks, facts) -%}
    {%- do dbt_wap._fill_fingerprints(tasks, facts) -%}
    {%- do dbt_wap.describe_changes(tasks, facts) -%}
{% endmacro %}

{# Fill in fingerprints that deferred_hashes left to the comparison: from its hashes, or else by a scan. #}
{% macro _fill_fingerprints(tasks, facts) %}
    {%- for side in ["before", "after"] -%}
        {%- set scanned = [] -%}
        {%- for task in tasks if task[side] and not task.get("failed") -%}
            {%- set known = facts["fingerprints"][side].get(task["key"], {}) -%}
            {%- set hashes = task.get("hashes") -%}
            {%- if known.get("hash", "") is not none -%}
            {%- elif hashes -%}
                {%- set own = dbt_wap.columns_in(facts, task[side], side) -%}
                {%- do known.update({"hash": dbt_wap.fingerprint_of_sum(own, hashes[side])}) -%}
            {%- else -%} {%- do scanned.append(task[side]) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set taken = dbt_wap.fingerprint_tables(scanned, facts["columns"][side]) if scanned else {} -%}
        {%- for key, fingerprint in taken.items() -%}
            {%- do facts["fingerprints"][side][key].update(fingerprint) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
