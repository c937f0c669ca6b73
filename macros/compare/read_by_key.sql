{#
    Return what the answer to compare_by_key says: {added, removed, changed, columns: {name: rows}, hashes: {before,
    after}: sums of the row hashes, or none if not asked for}, or {problem} if it does not prove that the key is unique
    and without NULLs on both sides. rows: {before, after}, the number of compared rows. Pure.
#}
{% macro read_by_key(plan, rows, answer) %}
    {%- set found, columns = answer | first, {} -%}
    {#- If the key is not unique on a side, the join has more rows than that side. -#}
    {%- set proven = (
        found["rows_before"] | int == rows["before"]
        and found["rows_after"] | int == rows["after"]
        and not found["unclear"] | int
    ) -%}
    {%- if not proven -%} {%- do return({"problem": "not unique"}) -%} {%- endif -%}
    {%- for column in plan["columns"] -%}
        {%- set changed = (found.get("changed_" ~ column["id"]) or 0) | int -%}
        {%- if changed -%} {%- do columns.update({column["name"]: changed}) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(
        {
            "added": found["added"] | int,
            "removed": found["removed"] | int,
            "changed": found["changed"] | int,
            "columns": columns,
            "hashes": {"before": found.get("hash_before"), "after": found.get("hash_after")},
        }
    ) -%}
{% endmacro %}
