{#
    Return the newest results of a run: {nodes: {unique id: row}, tests: {unique id: row}, hooks: [ids of run hooks that
    failed in a dbt command whose results still count], reads: {unique id: [entry from prod_reads]}}. A row has the
    columns of the state table results; the row of a test also has `stale`, the models that were built after it ran.
    Reads only.
#}
{% macro get_results(run) %}
    {%- set found = {"nodes": {}, "tests": {}, "hooks": [], "reads": {}} -%}
    {%- set hooks, run_hooks = [], [] -%}
    {%- for row in dbt_wap.run_records(run, "results") -%}
        {%- set row = dict(row) -%}
        {%- if row["kind"] == "hook" -%} {%- do hooks.append(row) -%}
        {%- elif row["kind"] == "run_hook" -%} {%- do run_hooks.append(row) -%}
        {%- else -%}
            {%- do found["tests" if row["kind"] == "test" else "nodes"].update({row["unique_id"]: row}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set reading = found["nodes"].values() | list + found["tests"].values() | list -%}
    {%- set counts = reading | map(attribute="seq") | list -%}
    {%- for row in hooks if row["seq"] in counts -%}
        {%- do found["hooks"].append(row["unique_id"]) -%}
    {%- endfor -%}
    {%- for row in reading + (run_hooks | selectattr("seq", "in", counts) | list) if row["prod_reads"] -%}
        {%- do found["reads"].update({row["unique_id"]: fromjson(row["prod_reads"])}) -%}
    {%- endfor -%}
    {%- for unique_id, row in found["tests"].items() -%}
        {%- set stale = [] -%}
        {%- for parent in (graph.nodes.get(unique_id) or {}).get("depends_on", {}).get("nodes", []) -%}
            {%- if parent in found["nodes"] and found["nodes"][parent]["seq"] > row["seq"] -%}
                {%- do stale.append(parent) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do row.update({"stale": stale}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
