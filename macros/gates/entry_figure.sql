{#
    Return what a gate measures in an entry of report.json: {value: the count to compare with the limit, of: the base of
    a share, text: for people}, or {ok, text} if there is nothing to compare. Pure.
#}
{% macro entry_figure(entry, name, gate) %}
    {%- if (entry["unreadable"] or "").startswith("in the candidate") -%}
        {%- do return({"ok": false, "text": "could not be read"}) -%}
    {%- endif -%}
    {%- if name == "min_rows" -%}
        {%- set after = entry["rows"]["after"] -%}
        {%- do return({"value": after, "text": dbt_wap.counted(after, "row")}) -%}
    {%- elif name.startswith("allow_") -%} {%- do return(dbt_wap._figure_of_shape(entry, name)) -%}
    {%- elif entry["unreadable"] -%} {%- do return({"ok": true, "text": "cannot be read in prod"}) -%}
    {%- elif entry["status"] == "added" -%} {%- do return({"ok": true, "text": "not in prod yet"}) -%}
    {%- elif entry["compared"] == "counts" and gate.get("reads_rows") -%}
        {%- do return({"ok": false, "text": "rows were not compared"}) -%}
    {%- endif -%}
    {%- do return(dbt_wap._figure_of_rows(entry["rows"], name)) -%}
{% endmacro %}

{# Return the figure of an allow_ gate: the dropped columns, retyped columns or lost constraints. #}
{% macro _figure_of_shape(entry, gate) %}
    {%- set lost = [] -%}
    {%- if gate == "allow_dropped_columns" -%}
        {%- set lost, nothing, what = entry["columns"]["removed"], "no column", "dropped" -%}
    {%- elif gate == "allow_retyped_columns" -%}
        {%- set nothing, what = "no column", "retyped" -%}
        {%- for column in entry["columns"]["retyped"] -%}
            {%- set types = " " ~ column["before"] ~ " -> " ~ column["after"] -%}
            {%- do lost.append(column["name"] ~ (types if types | length <= 100 else "")) -%}
        {%- endfor -%}
    {%- else -%}
        {%- set nothing, what = "no constraint", "lost" -%}
        {%- set lost = dbt_wap._lost_constraints(entry["definition_changes"]) -%}
    {%- endif -%}
    {%- do return({"value": lost | length, "text": (lost or [nothing]) | join(", ") ~ " " ~ what}) -%}
{% endmacro %}

{# Return the keys, NOT NULLs, checks and unique indexes that were lost. #}
{% macro _lost_constraints(changes) %}
    {%- set lost = changes.get("constraints", {}).get("removed", []) | list -%}
    {%- for text in changes.get("indexes", {}).get("removed", []) if text.startswith("unique ") -%}
        {%- do lost.append(text) -%}
    {%- endfor -%}
    {%- do return(lost) -%}
{% endmacro %}

{# Return the figure of a gate that counts rows. #}
{% macro _figure_of_rows(rows, gate) %}
    {%- set before, said = rows["before"], ["", ""] -%}
    {%- if gate == "max_removed" -%} {%- set value, what = rows["removed"], "rows removed" -%}
    {%- elif gate == "max_growth" -%} {%- set value, what = rows["after"] - before, "more rows" -%}
    {%- elif rows["changed"] is none -%}
        {#- Without a key, a changed row counts as one removed and one added. -#}
        {%- set value, what = [rows["added"], rows["removed"]] | min, "rows changed" -%}
        {%- set said = ["at most ", ", not exact without a usable key"] -%}
    {%- else -%} {%- set value, what = rows["changed"], "rows changed" -%}
    {%- endif -%}
    {%- set text = said[0] ~ dbt_wap.share_text(value, before, what) ~ said[1] -%}
    {%- do return({"value": value, "of": before, "text": text}) -%}
{% endmacro %}
